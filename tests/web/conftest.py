"""Pages as a client of ours gets them, and as a real browser shows them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.app import build
from tests.stores import InFolders
from tests.web.serving import CHROMIUM, running

# Counted from a tenth of the shift that web.dev/articles/cls calls good; `moves` has all, whatever somebody did before.
REPORT = """
window.faults = [];
window.moves = [];
addEventListener("securitypolicyviolation", (event) => faults.push(`policy: ${event.violatedDirective}`));
addEventListener("error", (event) => faults.push(`error: ${event.message}`));
new PerformanceObserver((list) => list.getEntries().forEach((shift) => {
  const what = shift.sources.map((source) => source.node?.outerHTML?.slice(0, 80)).join(" | ");
  moves.push(`${shift.value} of ${what}`);
  if (!shift.hadRecentInput && shift.value > 0.01) faults.push(`shift: ${shift.value} of ${what}`);
})).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; of one module, for while it runs nothing else of its thread can run an event loop."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(
    browser: Browser,  # noqa: ARG001  # where there is none, nothing is built either
    stores: InFolders,
    many_folder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server over 160 papers, which the tests of a module share."""
    folder = stores.copy(many_folder, tmp_path_factory.mktemp("site") / "data")
    with build(stores.settings(folder, embedding={"max_tokens": 24})) as services, running(services) as address:
        yield address
    stores.clear(folder)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[object]:
    """Opens a page of the site: `open_page("/search", width=390, dark=True, scripts=False)`; it must have no fault."""
    contexts: list[BrowserContext] = []
    pages: list[tuple[Page, bool]] = []

    def opened(path: str, *, width: int = 1280, dark: bool = False, scripts: bool = True, at: str = site) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=scripts, base_url=at
        )
        context.add_init_script(REPORT)
        contexts.append(context)
        page = context.new_page()
        pages.append((page, scripts))
        page.goto(path)
        return page

    yield opened
    faults = [fault for page, scripts in pages if scripts for fault in page.evaluate("faults")]
    for context in contexts:
        context.close()
    assert faults == []
