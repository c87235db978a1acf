"""The first minutes of somebody before the page: from the first look to the first why, and on to a batch."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

COUNT = 'addEventListener("click", () => sessionStorage.clicks = 1 + Number(sessionStorage.clicks ?? 0), true);'
"""To be run in each page beforehand: it counts clicks, keys that press a button among them."""
BIB = """
@article{spline, title = {Neural Spline Flows}}
@article{new, title = {A Paper That Is Not Here Yet}, abstract = {We count birds in winter and in summer.}}
@article{bad, author = {Nobody}}
"""


@dataclass
class Walk:
    """How far somebody has come: after each step the clicks and seconds since the first look, without time to read."""

    page: Page
    folder: Path
    clicks: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def to_the_end(self) -> None:
        """Take every step in turn."""
        started = time.perf_counter()
        for step in STEPS:
            step(self)
            name = step.__name__.strip("_").replace("_", " ")
            self.clicks[name] = self.page.evaluate("Number(sessionStorage.clicks ?? 0)")
            self.seconds[name] = time.perf_counter() - started


def _open(walk: Walk) -> None:
    walk.page.goto("/")
    expect(walk.page.locator(".card")).to_have_count(6)


def _like_three(walk: Walk) -> None:
    for likes in (1, 2, 3):
        walk.page.locator(".card .like").first.click()
        expect(walk.page.locator(".liked li")).to_have_count(likes)


def _why(walk: Walk) -> None:
    expect(walk.page.locator(".because").first).to_contain_text("Because you liked")
    walk.page.locator(".why summary").first.click()
    expect(walk.page.locator(".why .bars .number").first).to_be_visible()


def _paper(walk: Walk) -> None:
    walk.page.locator(".card h3 a").first.click()
    expect(walk.page.locator("a.sentence")).not_to_have_count(0)


def _evidence(walk: Walk) -> None:
    walk.page.locator("a.sentence").first.hover()
    expect(walk.page.locator(".abstract .lit")).not_to_have_count(0)


def _mute(walk: Walk) -> None:
    walk.page.go_back()
    walk.page.get_by_role("button", name="Mute").first.click()
    expect(walk.page.locator(".interests .muted")).to_have_count(1)


def _search(walk: Walk) -> None:
    walk.page.get_by_role("searchbox", name="Search papers").fill("flow")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator(".hit")).not_to_have_count(0)


def _import(walk: Walk) -> None:
    file = walk.folder / "my.bib"
    file.write_text(BIB)
    walk.page.get_by_role("link", name="Library").click()
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.page.get_by_role("button", name="Import and like").click()
    expect(walk.page.locator("h1")).to_have_text("Imported")


def _batch_of_five(walk: Walk) -> None:
    walk.page.goto("/")
    ids = [card.get_attribute("data-paper") or "" for card in walk.page.locator(".card").all()[:5]]
    walk.page.get_by_role("link", name="Batch").click()
    walk.page.locator("textarea").fill("\n".join(ids))
    walk.page.get_by_role("button", name="Begin").click()
    expect(walk.page.locator("#job")).to_contain_text("5 of 5 done", timeout=60_000)


STEPS: tuple[Callable[[Walk], None], ...] = (
    _open, _like_three, _why, _paper, _evidence, _mute, _search, _import, _batch_of_five
)  # fmt: skip
