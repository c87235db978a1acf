"""A person before the page, in a real browser: from the first look to the first why, and on."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.walk import BIB, COUNT, Walk

pytestmark = pytest.mark.embedded("a page is the same over either store")


def test_somebody_walks_from_the_first_look_to_a_batch_of_five(open_page, tmp_path: Path):
    page = open_page("/status", width=390)
    page.add_init_script(COUNT)
    walk = Walk(page, tmp_path)
    walk.to_the_end()
    assert walk.clicks["why"] <= 5


@pytest.mark.parametrize("width", [1280, 390])
def test_somebody_likes_three_reads_why_and_sees_the_evidence(open_page, width: int):
    page = open_page("/", width=width)
    assert page.locator(".card").count() == 6
    for likes in (1, 2, 3):
        page.locator(".card .like").first.click()
        expect(page.locator(".liked li")).to_have_count(likes)
    assert "liked=" in page.url
    expect(page.locator(".hint")).to_contain_text("From 3 likes")
    assert page.locator(".mark").count()
    expect(page.locator(".because").first).to_contain_text("Because you liked")

    page.locator(".why summary").first.click()
    numbers = page.locator(".why").first.locator(".bars .number").all_text_contents()
    *parts, total = (float(each.replace("\N{MINUS SIGN}", "-")) for each in numbers)
    assert round(sum(parts), 3) == total
    page.locator("[data-why]").first.click()
    expect(page.locator("#without tbody tr")).to_have_count(3)

    page.locator(".card h3 a").first.click()
    sentence = page.locator("a.sentence").first
    sentence.focus()
    lit = page.locator(".abstract .lit")
    expect(lit).not_to_have_count(0)
    lit.first.hover()
    expect(sentence).to_have_class("sentence lit")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_likes_in_a_moment_are_two_likes(open_page):
    page = open_page("/")
    page.evaluate("[...document.querySelectorAll('.card .like')].slice(0, 2).forEach(each => each.click())")
    expect(page.locator(".liked li")).to_have_count(2)


def test_an_interest_is_muted_and_counts_again(open_page):
    page = open_page("/")
    page.locator(".card .like").first.click()
    expect(page.locator(".interests li")).to_have_count(1)
    page.get_by_role("button", name="Mute").click()
    expect(page.locator(".empty")).to_contain_text("Everything is muted")
    page.get_by_role("button", name="Usual").click()
    expect(page.locator(".card")).to_have_count(10)


def test_the_list_goes_back_and_forth_with_the_browser(open_page):
    page = open_page("/")
    page.locator(".card .like").first.click()
    expect(page.locator(".liked li")).to_have_count(1)
    page.go_back()
    expect(page.locator(".start")).to_be_visible()
    page.go_forward()
    expect(page.locator(".liked li")).to_have_count(1)


def test_keys_move_and_like_and_can_be_switched_off(open_page):
    page = open_page("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".card").nth(1)
    assert second.evaluate("card => card === document.activeElement")
    liked = second.get_attribute("data-paper")
    page.keyboard.press("l")
    expect(page.locator(".liked li")).to_have_count(1)
    assert liked in page.url
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"

    page.locator(".keys summary").click()
    page.locator("#keys").uncheck()
    page.locator("h2").first.click()
    page.keyboard.press("j")
    assert not page.evaluate("document.activeElement.classList.contains('card')")


def test_results_come_while_somebody_types(open_page):
    page = open_page("/search")
    page.locator("#searching input[type=search]").press_sequentially("flow")
    expect(page.locator(".hit")).not_to_have_count(0)
    assert "q=flow" in page.url
    page.locator("#searching input[type=search]").fill("")
    expect(page.locator(".hit")).to_have_count(0)


def test_a_file_is_taken_in_and_says_what_it_could_not_read(open_page, tmp_path: Path):
    file = tmp_path / "my.bib"
    file.write_text(BIB)
    page = open_page("/kept")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import and like").click()
    expect(page.locator("h1")).to_have_text("Imported")
    expect(page.locator("main")).to_contain_text("Line 4: The title is missing")
    page.get_by_role("link", name="See what to read next").click()
    expect(page.locator(".liked")).to_contain_text("A Paper That Is Not Here Yet")


def test_everything_that_is_read_is_read_without_scripts(open_page):
    page = open_page("/", scripts=False)
    page.locator(".card .like").first.click()
    expect(page.locator(".liked li")).to_have_count(1)
    page.locator(".why summary").first.click()
    page.locator("[data-why]").first.click()
    expect(page.locator("#without tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Back to the list").click()
    page.locator(".card h3 a").first.click()
    page.locator("a.sentence").first.click()
    assert page.evaluate("document.querySelector(':target')") is None or "#abstract-" in page.url


def test_a_server_that_is_away_is_said_to_be(open_page):
    page = open_page("/")
    page.context.set_offline(True)
    page.locator(".card .like").first.click()
    expect(page.locator("#status")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    page.locator(".card .like").first.click()
    expect(page.locator(".liked li")).to_have_count(1)
