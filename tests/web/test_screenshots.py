"""The pictures of the README show the pages as they are."""

from tests.web.screenshots import IMAGES, PICTURES, RECORD, look


def test_the_pictures_are_of_the_present_pages():
    assert RECORD.read_text().strip() == look(), "the pages look otherwise now: make screenshots, and look at them"


def test_each_picture_is_there_light_and_dark_and_small():
    for name in PICTURES:
        for scheme in ("light", "dark"):
            assert 10_000 < (IMAGES / f"{name}-{scheme}.png").stat().st_size < 200_000
