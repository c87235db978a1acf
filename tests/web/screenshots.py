"""The pictures of the README, made anew: `make screenshots`.

They show the sample corpus; `made_from` says of which templates and stylesheet.
"""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import service.web
from service import settings
from service.app import build
from service.corpus import load_sample
from service.web import NAVIGATION
from tests.web.serving import CHROMIUM, running

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
RECORD = IMAGES / "made_from"
_PARTS = ("static/page.css", *(f"templates/{name}.html" for name in ("base", "macros", "list", "discover", "paper")))


def look() -> str:
    """SHA-256 in hex of what makes the pages in the pictures look as they do."""
    digest = hashlib.sha256()
    folder = Path(service.web.__file__).parent
    for name in _PARTS:
        digest.update((folder / name).read_bytes())
    digest.update(str(NAVIGATION).encode())
    return digest.hexdigest()


def explained(page: Page) -> None:
    """A list after a like, with the reasons of its first paper in numbers."""
    liked = ("nanoflow-scalable-normalizing-flows-with-sublinear-parameter-complexity", "neural-spline-flows")
    other = "hosnerf-dynamic-human-object-scene-neural-radiance-fields-from-a-single-video"
    page.goto(f"/?liked={','.join(f'hf:{each}' for each in (*liked, other))}&last=hf:{liked[0]}")
    page.locator(".why summary").first.click()
    page.locator("[data-why]").first.click()
    page.locator("#without").wait_for()
    page.evaluate("document.activeElement.blur()")


def evidence(page: Page) -> None:
    """A sentence, and what it rests on."""
    page.goto(
        "/papers/hf:nanoflow-scalable-normalizing-flows-with-sublinear-parameter-complexity?liked=hf:neural-spline-flows"
    )
    page.locator("a.sentence").nth(1).hover()
    page.locator(".abstract .lit").first.wait_for()


PICTURES: dict[str, tuple[Callable[[Page], None], int]] = {"explained": (explained, 860), "evidence": (evidence, 680)}
"""How each is made, and its height."""


def main() -> None:
    """Take each picture, light and dark."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        build(settings.load(data_dir=Path(folder) / "data")) as services,
        sync_playwright() as playwright,
    ):
        load_sample(services.corpus, services.now())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with running(services) as address:
            for scheme in ("light", "dark"):
                page = browser.new_page(base_url=address, color_scheme=scheme, viewport={"width": 1080, "height": 800})
                for name, (show, height) in PICTURES.items():
                    page.set_viewport_size({"width": 1080, "height": height})
                    show(page)
                    page.screenshot(path=IMAGES / f"{name}-{scheme}.png")
        browser.close()
    RECORD.write_text(look() + "\n")


if __name__ == "__main__":
    main()
