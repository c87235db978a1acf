"""The address of the database: refused when it cannot be used, and never shown with its password."""

import pytest

from service.errors import BadInput
from service.settings import describe, load


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://u:s3cret@h/d", "must start with postgresql"),
        ("mysql://u:s3cret@h/d", "must start with postgresql"),
        ("postgresql+psycopg://u:s3cret@h:x/d", "cannot be read"),
        ("postgresql+psycopg://u:1/s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:1@s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:1?s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:s3cret@h", "needs a host and a database"),
        ("postgresql+psycopg://u:s3cret@h/d", "PAPERLARK_INDEX__URL goes with it"),
    ],
)
def test_a_store_address_that_cannot_be_used_is_refused_by_name_without_its_password(url: str, said: str):
    with pytest.raises(BadInput, match=f"PAPERLARK_STORE__URL: .*{said}") as caught:
        load(store={"url": url})
    assert "s3cret" not in caught.value.detail


def test_the_password_of_the_store_is_shown_nowhere():
    current = load(store={"url": "postgresql+psycopg://u:s3cret@h:1/d?x=y"}, index={"url": "http://127.0.0.1:1"})
    shown = [current.model_dump_json(), repr(current), str(describe(current))]
    assert all("u:***@h:1/d" in text and "s3cret" not in text for text in shown)
    assert current.secrets == ["s3cret"]


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://h", "http://ann:s3cret@h:1", "http://ann@h"])
def test_a_server_that_cannot_be_asked_or_shown_is_refused_by_name(url: str):
    with pytest.raises(BadInput, match="PAPERLARK_SERVER: ") as caught:
        load(server=url)
    assert "s3cret" not in caught.value.detail
