"""Digests and their subscriber, made up; each value that comes from elsewhere can be as hostile as a test wants."""

from datetime import UTC, date, datetime

from service.digests import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending, Subscription
from service.settings import MailSettings

NOW = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)
PUBLIC = "https://papers.example.org"
SETTINGS = MailSettings(host="127.0.0.1", port=2525, tls="off", sender="Paperlark <digest@example.org>")
SUBSCRIBED = Subscription(
    user="ann",
    address="ann@example.net",
    zone="Europe/Berlin",
    status="active",
    confirm_token="confirm" + "c" * 36,
    unsubscribe_token="end" + "u" * 40,
    created_at=NOW,
    confirmed_at=NOW,
)
HOSTILE = (
    "<script>alert(1)</script> & <img src=x onerror=a()> \"'>",
    "Owls\r\nBcc: all@example.net\r\n\r\n.\r\nQUIT",
    "\u202eslwo fo elt\u2066 \u2067it \x00\x07 \ud800 \u2028\u2029 \ufffe 🦉",
    "כותרת של מאמר: owls / at? night",
    "A title of 400 characters: is/it? " + "y" * 366,
    "{{ 7 * 7 }} {% raw %} ${7*7} &amp; &lt;b&gt; ]]>",
    "梟" * 200,
)


def text(words="Owls fly in silence.", **changes):
    values = {"text": words, "source": "llm", "language": "en", "faithfulness": 0.97}
    return DigestText(**values | changes)


def paper(number=1, **changes):
    values = {
        "id": f"arxiv:2611.{number:05}",
        "title": f"Owls at night, part {number}",
        "authors": ("A. Athene", "B. Bubo"),
        "published": "2026-11-28",
        "venue": "Night Letters",
        "links": {"arxiv": f"https://arxiv.org/abs/2611.{number:05}"},
        "score": 0.7,
        "confidence": "high",
        "because": (
            DigestCause(paper_id="hf:owls", title="All about owls", contribution=0.4, terms=("feather", "dusk")),
        ),
        "summary": text(),
        "blurb": text("You liked owls, and these are.", faithfulness=1.0),
    }
    return DigestPaper(**values | changes)


def digest(*papers, **changes):
    values = {
        "id": "of-ann-today",
        "user": "ann",
        "period": "2026-11-29",
        "local_date": date(2026, 11, 29),
        "made_at": NOW,
        "since": None,
        "papers": papers,
        "likes": 3,
    }
    return Digest(**values | changes)


def hostile_digest():
    """Hostile text in every place that has any."""
    papers = [
        paper(
            number,
            id=f"hf:{each}",
            title=each,
            authors=(each, each),
            venue=each,
            published=each,
            links={each: each, "js": "javascript:alert(1)", "data": "data:text/html,x"},
            because=(DigestCause(paper_id=each, title=each, contribution=0.4, terms=(each,)),),
            summary=text(each, language=each),
            left_out=each,
        )
        for number, each in enumerate(HOSTILE)
    ]
    alerts = tuple(DigestAlert(kind="search", name=each, papers=(papers[0],)) for each in HOSTILE)
    trending = DigestTrending(window="week", empty_reason=HOSTILE[0])
    return digest(*papers, id=HOSTILE[1], alerts=alerts, trending=trending, notes=HOSTILE)


def worst_digest():
    """All that is escaped to the most, in as many places as there can be."""
    ampersands = "&" * 2_000
    cause = DigestCause(paper_id="x", title=ampersands, contribution=1.0, terms=(ampersands,) * 9)
    many = [
        paper(
            number,
            title=ampersands,
            authors=(ampersands,) * 9,
            venue=ampersands,
            published=ampersands,
            links={"own": f"https://x.example/{'&' * 900}"},
            because=(cause,) * 9,
            summary=text(ampersands),
            blurb=text(f"Why: {ampersands}"),
            left_out=ampersands,
        )
        for number in range(12)
    ]
    alerts = (DigestAlert(kind="author", name=ampersands, papers=tuple(many[:3])),) * 8
    trending = DigestTrending(window="month", papers=tuple(many))
    return digest(*many, alerts=alerts, trending=trending, notes=(ampersands,) * 30)


def long_digest(papers=10):
    """Papers whose every field is as long as it may be."""
    words = "Silent flight of owls over fields, 100% of the time & at <dusk>. "
    texts = {"summary": text(words * 150), "blurb": text(words.replace("Silent", "Soft") * 30)}
    return digest(*(paper(each, title=words * 6, **texts) for each in range(papers)))
