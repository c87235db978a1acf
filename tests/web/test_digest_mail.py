"""A digest as a mail program with a real browser in it shows it: narrow and wide, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.digests import digest_message
from tests.digests.made import PUBLIC, SETTINGS, SUBSCRIBED, digest, hostile_digest, paper

pytestmark = pytest.mark.embedded("a mail is the same over either store")

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-name", "html-has-lang", "document-title"]}}
PAPER = {"light": "rgb(250, 249, 246)", "dark": "rgb(20, 23, 26)"}


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1200, "light")])
def test_a_digest_fits_is_readable_and_loads_nothing(browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    for found in (digest(paper(), paper(2, summary=None)), hostile_digest()):
        message = digest_message(found, SUBSCRIBED, SETTINGS, PUBLIC)
        page.set_content(message.get_body(("html",)).get_content())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER[scheme]
        violations = Axe().run(page, options=CONTRAST).response["violations"]
        assert [(each["id"], each["nodes"][0]["failureSummary"]) for each in violations] == []
    context.close()
    assert asked_for == []
