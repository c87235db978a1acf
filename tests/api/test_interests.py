"""The interests in what a user likes: told, muted and weighed over HTTP."""

import pytest

from tests.api.problem import pointers, problem
from tests.api.users import ANN, recommended, say, shown

TOPICS = {
    "owl": (
        "Barn owls hunting at night",
        "We watched how {} help barn owls that hunt mice over dark fields.",
        "wings feathers ears nests calls eggs flights roosts moults eyes",
    ),
    "enzyme": (
        "Enzyme kinetics in yeast cells",
        "Measured in yeast, {} change how fast an enzyme catalyses its reaction.",
        "inhibitors substrates cofactors mutants pathways assays folds salts acids heat",
    ),
}


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(60)


@pytest.fixture
def two_topics(client):
    """A user with four likes of owls and five of enzymes, in a corpus that also has much else."""
    papers = [
        {"id": f"my:{topic}-{n}", "title": f"{title}: {thing}", "abstract": about.format(thing)}
        for topic, (title, about, things) in TOPICS.items()
        for n, thing in enumerate(things.split())
    ]
    assert client.post("/v1/papers", json={"papers": papers}).json()["counts"] == {"created": 20}
    liked = [f"my:owl-{n}" for n in range(4)] + [f"my:enzyme-{n}" for n in range(5)]
    client.post(f"{ANN}/feedback", json={"feedback": [{"paper_id": name, "kind": "like"} for name in liked]})
    return client


def topics(papers):
    return {name.split("-")[0].removeprefix("my:") for name in papers}


def test_a_user_of_two_topics_has_two_interests_and_is_shown_both(two_topics):
    large, small = two_topics.get(f"{ANN}/interests").json()["data"]
    assert (topics(large["paper_ids"]), topics(small["paper_ids"])) == ({"enzyme"}, {"owl"})
    assert (large["id"], large["weight"], len(large["paper_ids"])) == ("i1", 1, 5)
    assert (small["id"], small["weight"], len(small["paper_ids"])) == ("i2", 1, 4)
    assert large["medoid"] in large["paper_ids"]
    assert "Enzyme kinetics" in large["terms"]
    answer = recommended(two_topics, limit=8)
    served = {item["interest"]: topics([item["paper"]["id"]]) for item in answer["data"]}
    assert served == {"i1": {"enzyme"}, "i2": {"owl"}}
    assert [interest["id"] for interest in answer["interests"]] == ["i1", "i2"]


def test_a_muted_interest_pulls_no_more_and_its_papers_still_never_come_back(two_topics):
    muted = two_topics.patch(f"{ANN}/interests", json={"interests": [{"id": "i1", "weight": 0}]}).json()["data"]
    assert [interest["weight"] for interest in muted] == [0, 1]
    answer = recommended(two_topics, limit=6)
    assert topics(item["paper"]["id"] for item in answer["data"]) == {"owl"}
    causes = {cause["paper_id"] for item in answer["data"] for cause in item["because"]}
    assert topics(causes) == {"owl"}
    assert not set(shown(two_topics)) & {f"my:enzyme-{n}" for n in range(5)}


def test_an_interest_that_counts_more_raises_its_papers(two_topics):
    def owls():
        scores = {item["paper"]["id"]: item["score"] for item in recommended(two_topics, diversity=0)["data"]}
        return sum(scores[f"my:owl-{n}"] - scores[f"my:enzyme-{n}"] for n in range(5, 10))

    before = owls()
    two_topics.patch(f"{ANN}/interests", json={"interests": [{"id": "i2", "weight": 10}]})
    assert owls() > before


def test_muting_every_interest_is_an_empty_list_with_a_reason(two_topics):
    both = [{"id": name, "weight": 0} for name in ("i1", "i2")]
    two_topics.patch(f"{ANN}/interests", json={"interests": both})
    assert recommended(two_topics)["empty_reason"] == "every_like_is_muted"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "i9"}, "/interests/0/id"),
        ({"weight": -1}, "/interests/0/weight"),
        ({"weight": 11}, "/interests/0/weight"),
        ({"weight": "1"}, "/interests/0/weight"),
    ],
)
def test_a_bad_interest_is_named_and_nothing_changes(client, ids, change, field):
    say(client, ids[0])
    before = client.get(f"{ANN}/interests").json()
    answer = client.patch(f"{ANN}/interests", json={"interests": [{"id": "i1", "weight": 0} | change]})
    assert pointers(problem(answer, 422, "invalid_input")) == [field]
    assert client.get(f"{ANN}/interests").json() == before
