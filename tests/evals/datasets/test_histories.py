"""Reading histories, and the cases drawn from them."""

import pytest

from evals.datasets.histories import draw_cases, read_cases, read_histories
from service.errors import BadInput
from tests.evals.command import write


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"N": 4}, "given has 3 papers, N is 4"),
        ({"hidden": []}, "hidden"),
        ({"hidden": ["cells0"]}, "a paper is in two of given, hidden and disliked"),
        ({"hidden": ["nowhere"]}, "the paper nowhere is not in papers.jsonl"),
    ],
)
def test_a_case_that_cannot_be_measured_is_named(folder, change, message):
    case = {"N": 3, "user": "user0", "given": ["cells0", "cells1", "cells2"], "hidden": ["cells3"]}
    path = write(folder / "cases.jsonl", [case, case | change])
    with pytest.raises(BadInput, match=r"cases\.jsonl:2: ") as caught:
        read_cases(path, read_histories(folder).papers)
    assert message in caught.value.detail


@pytest.mark.parametrize("name", ["ratings.jsonl", "ratings.csv"])
def test_ratings_become_likes_and_dislikes_and_the_later_one_counts(folder, name):
    (folder / "likes.jsonl").unlink()
    rated = [("7", "cells0", 1), ("7", "cells1", -1), ("7", "cells2", 0), ("7", "cells0", -1), ("7", "graphs1", 0.5)]
    if name.endswith("jsonl"):
        write(folder / name, [{"user": int(u), "paper": p, "rating": r} for u, p, r in rated])
    else:
        (folder / name).write_text("user,paper,rating\n" + "".join(f"{u},{p},{r}\n" for u, p, r in rated))
    histories = read_histories(folder)
    assert histories.liked == {"7": ("graphs1",)}
    assert histories.disliked == {"7": ("cells1", "cells0")}


def test_a_users_draw_depends_on_that_user_alone(folder):
    histories = read_histories(folder)
    many = {case.user: case for case in draw_cases(histories, (5,), 0, 100)}
    few = draw_cases(histories, (5,), 0, 3)
    assert len(few) == 3
    assert all(many[case.user] == case for case in few)
