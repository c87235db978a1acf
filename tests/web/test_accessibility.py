"""axe finds nothing on any page, light or dark, wide or narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.embedded("a page is the same over either store")

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that the dark changes; the rest of a page is the same."""


@pytest.fixture(scope="module")
def paths(site, browser) -> list[str]:
    """The pages, among them a list of two likes of which one was just said, and why its first paper is there."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    one, two, three = [card.get_attribute("data-paper") for card in page.locator(".card").all()[:3]]
    for fields in ({"do": f"like {one}"}, {"do": f"save {two}"}):
        context.request.post(f"{site}/for-you", form=fields)
    state = f"liked={one},{two}&disliked={three}&last={one}"
    page.goto(f"/?{state}")
    first = page.locator(".card").first.get_attribute("data-paper")
    job = context.request.post(f"{site}/batch", multipart={"ids": f"{one} hf:nowhere", "kinds": "summary"}).url
    context.close()
    lists = ["/", f"/?{state}", f"/why?{state}&paper={first}", "/for-you"]
    return [
        *lists,
        f"/papers/{one}",
        "/search?q=flow",
        "/trending",
        "/kept",
        "/map",
        "/batch",
        job,
        "/status",
        "/faithfulness",
        "/nothing-here",
    ]


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.slow)])
def test_axe_has_nothing_to_say(open_page, paths: list[str], width: int):
    page = open_page("/", width=width)
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        found = {"light": Axe().run(page, options=RULES).response["violations"]}
        page.emulate_media(color_scheme="dark")
        found["dark"] = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", COLOURS)
        page.evaluate("faults = faults.filter((each) => !each.startsWith('shift'))")  # our own, told of by now
        told = [(path, scheme, each["id"], each["nodes"]) for scheme, some in found.items() for each in some]
        assert told == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
