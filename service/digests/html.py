"""From templates and values to the HTML of a mail: each value escaped once, here; no script, picture or stylesheet."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.digests.digest import Digest
from service.digests.links import PublicUrl
from service.digests.shown import ShownDigest, shown_digest


def digest_page(digest: Digest, public_url: PublicUrl = None) -> str:
    """A digest as a document by itself, as its mail looks but for the way out; it needs `style` to be allowed."""
    return digest_html(shown_digest(digest, None, public_url), f"Paperlark, {digest.local_date}")


def digest_html(shown: ShownDigest, subject: str) -> str:
    """The document of a digest."""
    return _TEMPLATES.get_template("digest.html").render(digest=shown, subject=subject)


def letter_html(
    subject: str, paragraphs: tuple[str, ...], *, action: str, link: str | None, small: tuple[str, ...]
) -> str:
    """The document of a letter with one thing to do, a button if there is a link to it."""
    values = {"subject": subject, "paragraphs": paragraphs, "action": action, "link": link, "small": small}
    return _TEMPLATES.get_template("letter.html").render(values)


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
