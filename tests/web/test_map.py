"""The map: a picture that answers pointer and keys, and lists that say the same without it."""

import pytest
from playwright.sync_api import expect

from tests.corpora import NOW, paper, serving
from tests.web.markup import Markup

embedded = pytest.mark.embedded("a page is the same over either store")


@embedded
@pytest.mark.parametrize("width", [1280, 390])
def test_a_paper_of_the_list_is_lit_on_the_map_and_the_map_leads_to_a_paper(open_page, width: int):
    page = open_page("/", width=width)
    liked = page.locator(".card").first.get_attribute("data-paper")
    page.goto(f"/map?liked={liked}")
    page.locator(".map[data-ready]").wait_for()
    link = page.locator("aside [data-place]").first
    link.focus()
    tip = page.locator(".map .tip")
    expect(tip).to_have_text(link.text_content())
    box, about = page.locator(".map").bounding_box(), tip.bounding_box()
    assert box["x"] <= about["x"]
    assert about["x"] + about["width"] <= box["x"] + box["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@embedded
def test_somebody_points_at_a_paper_reads_its_title_and_opens_it(open_page):
    page = open_page("/map")
    page.locator(".map[data-ready]").wait_for()
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    title = None
    for step in range(400):  # until the pointer meets a paper
        x, y = box["width"] * (0.3 + 0.02 * (step % 20)), box["height"] * (0.3 + 0.02 * (step // 20))
        page.mouse.move(box["x"] + x, box["y"] + y)
        if page.locator(".tip").is_visible():
            title = page.locator(".tip").text_content()
            break
    assert title
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("h1")).to_have_text(title)


@embedded
def test_buttons_and_keys_bring_it_closer_and_back(open_page):
    page = open_page("/map")
    page.locator(".map[data-ready]").wait_for()
    canvas = page.locator("canvas")
    picture = "canvas => canvas.toDataURL()"
    whole = canvas.evaluate(picture)
    seen = [whole]
    page.get_by_role("button", name="Closer").click()
    seen.append(canvas.evaluate(picture))
    canvas.focus()
    for key in ("+", "ArrowLeft", "ArrowDown", "-"):
        page.keyboard.press(key)
        seen.append(canvas.evaluate(picture))
    page.keyboard.press("0")
    assert canvas.evaluate(picture) == whole
    assert len(set(seen)) == len(seen)


@embedded
def test_without_a_script_the_lists_are_there(open_page):
    page = open_page("/map", scripts=False)
    assert page.locator(".regions li").count() > 3
    page.locator(".regions a").first.click()
    expect(page.locator(".hit").first).to_be_visible()


def test_its_lists_are_those_of_the_likes_in_the_address_or_else_of_what_is_kept(client, small):
    liked, kept = small.corpus.catalog.first_ids(2)
    client.put(f"/v1/users/local/feedback/{kept}", json={"kind": "like"})
    for query, expected in (("", kept), (f"?liked={liked}", liked)):
        page = client.get(f"/map{query}")
        assert small.corpus.paper(expected).title in Markup(page.text).text
        data = client.get(f"/map/papers{query}").json()
        assert [data["ids"][place] for place in data["liked"]] == [expected]
        assert len(data["recommended"]) == 10
        assert page.text.count("data-place=") == 11


def test_what_is_drawn_is_packed_for_who_can_unpack_it(client):
    plain = client.get("/map/papers", headers={"Accept-Encoding": "identity"})
    packed = client.get("/map/papers", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_papers_that_were_never_laid_out_are_laid_out_by_a_button(empty):
    with serving(empty) as client:
        assert "no map of these papers yet" in client.get("/map").text
        assert "lay-out" not in client.get("/map").text
        empty.corpus.add([paper(number) for number in range(8)], NOW)
        assert "lay-out" in client.get("/map").text
        begun = client.post("/map", data={"do": "lay-out"}, follow_redirects=False)
        job = begun.headers["location"]
        assert begun.status_code == 303
        assert "Map laid out" in client.get(job).text
        assert client.post("/map", data={"do": "fold"}).status_code == 422
