"""Cursors: they come back whole, or are refused with the reason."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.discovery.pages import check_mark, cursor_after, read_cursor
from service.errors import BadInput, SnapshotGone

ORDER = [("hf:a", 2.5), ("hf:b", 1.0), ("hf:c", 0.5)]


ASKED = '{"liked":["hf:a"]}'


def text_of(cursor_text: str) -> str:
    return base64.urlsafe_b64decode(cursor_text + "=" * (-len(cursor_text) % 4)).decode()


def test_a_cursor_leads_behind_what_was_shown():
    following = cursor_after(ORDER, ASKED, "s1")
    mark = read_cursor(following, ASKED)
    assert mark is not None
    assert mark.offset == 3
    check_mark(mark, [*ORDER, ("hf:d", 0.1)], "s1")
    assert read_cursor(None, ASKED) is None


@pytest.mark.parametrize(
    ("order", "snapshot"),
    [
        (ORDER, "s2"),
        (ORDER[:2], "s1"),
        ([], "s1"),
        ([ORDER[1], ORDER[0], ORDER[2]], "s1"),
        ([*ORDER[:2], ("hf:c", 0.4)], "s1"),
        ([*ORDER[:2], ("hf:e", 0.5)], "s1"),
    ],
)
def test_a_cursor_is_refused_when_what_came_before_it_has_changed(order, snapshot):
    mark = read_cursor(cursor_after(ORDER, ASKED, "s1"), ASKED)
    with pytest.raises(SnapshotGone, match="start again"):
        check_mark(mark, order, snapshot)


def test_a_cursor_of_another_request_is_refused():
    with pytest.raises(BadInput, match="another request"):
        read_cursor(cursor_after(ORDER, ASKED, "s1"), '{"liked":["hf:b"]}')


def test_there_is_no_cursor_beyond_the_furthest_place():
    assert cursor_after(ORDER * 166, ASKED, "s1") is not None
    assert cursor_after(ORDER * 167, ASKED, "s1") is None


@pytest.mark.parametrize("offset", [0, -1, 500, 10**30])
def test_an_offset_that_was_never_given_out_is_refused(offset):
    _, rest = text_of(cursor_after(ORDER, ASKED, "s1")).split(".", 1)
    forged = base64.urlsafe_b64encode(f"{offset}.{rest}".encode()).decode()
    with pytest.raises(BadInput):
        read_cursor(forged, ASKED)


@given(
    st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda some: base64.urlsafe_b64encode(some).decode()))
)
def test_whatever_is_no_cursor_is_refused_by_name(made_up):
    with pytest.raises(BadInput) as refused:
        read_cursor(made_up, ASKED)
    assert refused.value.errors[0].pointer == "/cursor"
