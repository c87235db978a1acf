"""arXiv as it is documented to answer: OAI-PMH with tokens that hold their place, and the Atom API with its pages.

Facts: https://info.arxiv.org/help/oa/index.html, https://info.arxiv.org/help/api/user-manual.html, and arXiv's own
server (github.com/arXiv/oaipmh): a list is in the order of datestamps, and a token is a query that is percent-encoded.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tests.sources.web_server import Asked, Reply, WebServer

TODAY = date(2026, 11, 29)
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>{day}T03:00:00Z</responseDate><request>http://oaipmh.arxiv.org/oai</request>{inner}</OAI-PMH>"
)


@dataclass(frozen=True)
class Record:
    """A paper there: created once, changed last on a day, which is its datestamp."""

    number: int
    created: date = TODAY - timedelta(days=2)
    changed: date = TODAY - timedelta(days=1)
    version: int = 1
    deleted: bool = False
    sets: tuple[str, ...] = ("cs", "cs:cs", "cs:cs:LG")
    title: str = ""
    author: str = "Ada Lovelace"
    spaces: int = 0  # in its abstract

    @property
    def id(self) -> str:
        return f"2611.{10_000 + self.number}"

    @property
    def oai(self) -> str:
        deleted = ' status="deleted"' if self.deleted else ""
        header = (
            f"<header{deleted}><identifier>oai:arXiv.org:{self.id}</identifier><datestamp>{self.changed}</datestamp>"
            f"<setSpec>{self.sets[-1]}</setSpec></header>"
        )
        return f"<record>{header}{'' if self.deleted else f'<metadata>{self._raw}</metadata>'}</record>"

    @property
    def _raw(self) -> str:
        versions = "".join(
            f'<version version="v{number}"><date>{_mail_date(self.created + timedelta(days=number - 1))}</date>'
            "<size>1kb</size></version>"
            for number in range(1, self.version + 1)
        )
        return (
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{self.id}</id><submitter>A</submitter>{versions}'
            f"<title>{escape(self.shown)}</title><authors>{self.author}</authors><categories>cs.LG stat.ML</categories>"
            f"<abstract>  We count {self.number} tides over{' ' * self.spaces} {self.version} moons.\n</abstract>"
            "</arXivRaw>"
        )

    @property
    def entry(self) -> str:
        return (
            f"<entry><id>http://arxiv.org/abs/{self.id}v{self.version}</id><updated>{self.changed}T17:59:00Z</updated>"
            f"<published>{self.created}T17:59:00Z</published><title>{escape(self.shown)}</title>"
            f"<summary>We count {self.number} tides over {self.version} moons.</summary>"
            f"<author><name>{self.author}</name></author></entry>"
        )

    @property
    def shown(self) -> str:
        return self.title or f"On the tides of moon {self.number}"


def _mail_date(day: date) -> str:
    return format_datetime(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), usegmt=True)


@dataclass
class Arxiv:
    """What arXiv holds and how it is; `answered` is the day that its answers bear."""

    records: list[Record]
    page: int = 3
    answered: date = TODAY
    expired: bool = False  # its tokens, all of those that it gave until now
    lost_order: bool = False
    _given: set[str] = field(default_factory=set)

    def __call__(self, asked: Asked) -> Reply:
        return Reply((self.oai if asked.path == "/oai" else self.atom)(asked.params).encode())

    def expire(self) -> None:
        """Take back every token that was given so far, as midnight does."""
        self._given.clear()

    def oai(self, params: dict[str, str]) -> str:
        if params.get("verb") != "ListRecords":
            return self.error("badVerb", "Illegal verb")
        if token := params.get("resumptionToken"):
            if token not in self._given or len(params) != 2:
                return self.error("badResumptionToken", "The value of the resumptionToken is invalid or expired.")
            params = dict(parse_qsl(unquote(token)))
        elif params.get("metadataPrefix") != "arXivRaw" or not "2005-09-16" <= params["from"] <= str(self.answered):
            return self.error("badArgument", "start date too early")
        found = [each for each in self._listed() if params["set"] in each.sets and str(each.changed) >= params["from"]]
        skip = int(params.get("skip", 0))
        if not found[skip:]:
            return self.error("noRecordsMatch", "No records match.")
        records = "".join(each.oai for each in found[skip : skip + self.page])
        return self.said(f"<ListRecords>{records}{self._token(params, skip + self.page, len(found))}</ListRecords>")

    def _token(self, params: dict[str, str], skip: int, total: int) -> str:
        if skip >= total:
            return "<resumptionToken></resumptionToken>"
        query = {name: params[name] for name in ("set", "from")} | {"metadataPrefix": "arXivRaw", "skip": str(skip)}
        token = quote(urlencode(query))
        self._given.add(token)
        return f'<resumptionToken expirationDate="{TODAY}T00:00:00Z">{escape(token)}</resumptionToken>'

    def _listed(self) -> Iterable[Record]:
        found = sorted(self.records, key=lambda each: (each.changed, each.number))
        return reversed(found) if self.lost_order else found

    def error(self, code: str, message: str) -> str:
        return self.said(f'<error code="{code}">{message}</error>')

    def said(self, inner: str) -> str:
        return _ENVELOPE.format(day=self.answered, inner=inner)

    def atom(self, params: dict[str, str]) -> str:
        author = params["search_query"].removeprefix('au:"').removesuffix('"')
        found = sorted(
            (each for each in self.records if each.author == author and not each.deleted),
            key=lambda each: (each.changed, each.number),
            reverse=True,
        )
        start = int(params["start"])
        entries = "".join(each.entry for each in found[start : start + min(self.page, int(params["max_results"]))])
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
            f"<title>ArXiv Query</title><updated>{self.answered}T00:00:00-05:00</updated>"
            f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>{entries}</feed>"
        )


class ArxivServer(WebServer):
    """Both of arXiv's servers at one address."""

    def __init__(self, records: Iterable[Record] = (), page: int = 3) -> None:
        self.arxiv = Arxiv([*records], page)
        super().__init__(self.arxiv)

    @property
    def settings(self) -> dict[str, object]:
        """Of the group `fetch`, so that it is asked without pauses."""
        urls = {"arxiv_oai": f"{self.url}/oai", "arxiv_api": f"{self.url}/api/query"}
        return urls | {"pause_s": 0.0, "call_s": 20.0, "wait_s": 5.0}
