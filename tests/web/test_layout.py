"""What belongs together stands in one row, wide or narrow."""

import pytest
from playwright.sync_api import expect

from service.web import NAVIGATION

pytestmark = pytest.mark.embedded("a page is the same over either store")


@pytest.mark.parametrize("path", [address for address, _ in NAVIGATION])
def test_names_of_pages_and_the_field_to_search_in_stand_in_one_row(open_page, path):
    page = open_page(path)
    bottoms = page.evaluate("[...document.querySelectorAll('.top > *')].map((e) => e.getBoundingClientRect().bottom)")
    tops = page.evaluate("[...document.querySelectorAll('.top > *')].map((e) => e.getBoundingClientRect().top)")
    assert max(tops) < min(bottoms)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_buttons_of_a_card_stand_in_one_row(open_page, width):
    buttons = open_page("/", width=width).locator(".card").first.locator(".buttons button").all()
    assert len(buttons) == 4
    assert len({button.bounding_box()["y"] for button in buttons}) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_that_stays_moves_after_a_like(open_page, width):
    page = open_page("/", width=width)
    for likes in (1, 2, 3):
        page.locator(".card .like").first.click()
        expect(page.locator(".liked li")).to_have_count(likes)
    assert page.evaluate("new Promise((then) => requestAnimationFrame(() => setTimeout(() => then(moves), 100)))") == []
