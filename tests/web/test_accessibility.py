"""axe finds nothing on any page, light or dark, wide or narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.embedded("a page is the same over either store")

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def liked(site, browser) -> str:
    """The address of a list for two likes of which the last one was just said."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    ids = [card.get_attribute("data-paper") for card in page.locator(".card").all()[:3]]
    for fields in ({"do": f"like {ids[0]}"}, {"do": f"save {ids[1]}"}):
        context.request.post(f"{site}/for-you", form=fields)
    context.close()
    return f"/?liked={ids[0]},{ids[1]}&disliked={ids[2]}&last={ids[0]}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_has_nothing_to_say(open_page, liked: str, width: int, dark: bool):
    first = liked.partition("=")[2].partition(",")[0]
    page = open_page("/", width=width, dark=dark)
    for path in (
        "/",
        liked,
        f"/why{liked[1:]}&paper=",
        "/for-you",
        f"/papers/{first}",
        "/search?q=flow",
        "/library",
        "/faithfulness",
        "/x",
    ):
        if path.endswith("paper="):
            path += str(page.locator(".card").first.get_attribute("data-paper"))  # of the list before
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.evaluate("faults = faults.filter((each) => !each.startsWith('shift'))")  # our own
        found = Axe().run(page, options=RULES).response["violations"]
        told = [
            (path, each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in found
        ]
        assert told == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
