"""Clicks and seconds of somebody in a real browser who opens the page for the first time, without time to read."""

from playwright.sync_api import sync_playwright

from service import settings
from service.app import build
from service.corpus import load_sample
from tests.bench.ground import Ground
from tests.bench.measured import Measured
from tests.web.serving import CHROMIUM, running
from tests.web.walk import COUNT, Walk

WIDTHS = {"": 1280, ", 390 px wide": 390}


def measure(ground: Ground, _size: int) -> Measured:
    """To the first why, and to the end of the walk, on a screen and on a phone."""
    if CHROMIUM is None:
        return Measured(missing={"this row": "needs Chromium: apt-get install chromium"})
    found = Measured()
    folder = ground.fresh("walk")
    with build(settings.load(data_dir=folder)) as services, sync_playwright() as playwright, running(services) as url:
        load_sample(services.corpus, services.now())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for where, width in WIDTHS.items():
            page = browser.new_page(base_url=url, viewport={"width": width, "height": 844})
            page.add_init_script(COUNT)
            found.figures |= _figures(Walk(page, folder), where)
        browser.close()
    return found


def _figures(walk: Walk, where: str) -> dict[str, float]:
    walk.to_the_end()
    return {
        f"{to}{where}, {unit}": steps[last]
        for to, last in (("to the first why", "why"), ("to a batch of five", "batch of five"))
        for unit, steps in (("clicks", walk.clicks), ("s", walk.seconds))
    }
