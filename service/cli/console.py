"""What the command line shows a person: tables, bars, one-line errors."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from service.text import visible

if TYPE_CHECKING:
    from service.client import (
        ArrivalList,
        AuthorList,
        Checks,
        CollectionContent,
        CollectionList,
        ImportReport,
        LibraryReport,
        Paper,
        PaperList,
        Recommendations,
        SearchList,
        SearchPage,
        SimilarPage,
        Texts,
        Undone,
    )
    from service.client import Progress as Watch
    from service.corpus import NewModel
    from service.settings import Settings
    from service.storage.sql import TableDigest

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)
_TERMS = 5  # of a paper that was found


def fail(detail: str) -> None:
    """One line on standard error."""
    _err.print(f"[red]paperlark:[/] {escape(visible(detail))}", soft_wrap=True)


def note(line: str) -> None:
    """One line on standard error that is no failure."""
    _err.print(line, markup=False, soft_wrap=True)


def say(line: str) -> None:
    """One line on standard output."""
    _out.print(line, markup=False, soft_wrap=True)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of texts."""
    table = _table(*headings)
    for row in rows:
        table.add_row(*map(escape, row))
    _out.print(table)


def missing(ids: Sequence[str]) -> None:
    """The ids that nobody has, on standard error."""
    if ids:
        _err.print(f"Not found: {', '.join(ids)}", markup=False, soft_wrap=True)


@contextmanager
def progress(title: str | Callable[[], str]) -> Generator["Watch"]:
    """A progress bar on standard error that appears with the first piece of work done; its title may change."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=_err, transient=False)
    said = title if callable(title) else lambda: title
    task = bar.add_task("")

    def show(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total, description=escape(visible(said())))
        bar.start()  # again and again is once

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()


def welcome(host: str, port: int, sample_ids: Sequence[str]) -> None:
    """The address, ids to try, and a request to paste."""
    shown = f"[{host}]" if ":" in host else host
    _out.print(f"Paperlark listens on http://{shown}:{port}  (API: http://{shown}:{port}/openapi.json)", soft_wrap=True)
    if sample_ids:
        liked = ", ".join(f'"{paper_id}"' for paper_id in sample_ids)
        _out.print(f"Some papers: {'  '.join(sample_ids)}\nTry:", soft_wrap=True, markup=False)
        _out.print(
            f"curl -s http://{shown}:{port}/v1/recommendations -H 'Content-Type: application/json' "
            f'-d \'{{"liked": [{liked}], "limit": 3}}\'',
            soft_wrap=True,
            markup=False,
        )
    else:
        _out.print("There are no papers yet: `paperlark ingest FILE`, or start with --sample.")


def recommendations(found: "Recommendations") -> None:
    """A table of papers with the likes that caused each."""
    if not found["data"]:
        _out.print(f"Nothing to recommend: {found['empty_reason']}.")
    else:
        table = _table("#", "score", "paper", "because of")
        for item in found["data"]:
            causes = "\n".join(
                f"{cause['contribution']:+.3f} {cause['paper_id']}"
                + (f" ({', '.join(cause['terms'][:3])})" if cause["terms"] else "")
                for cause in item["because"]
            )
            table.add_row(str(item["rank"]), f"{item['score']:.3f}", _named(item["paper"]), escape(causes))
        _out.print(table)
    missing(found["not_found"])


def _named(paper: "Paper") -> str:
    """The title of a paper, marked when it does not simply stand, and its id."""
    mark = "" if paper["status"] == "active" else f" ({paper['status']})"
    return f"[bold]{escape(paper['title'])}[/]{mark}\n{escape(paper['id'])}"


def paragraphs(found: "Texts") -> None:
    """Each text as a paragraph."""
    for item in found["data"]:
        _out.print(f"[bold]{escape(item['paper_id'])}[/]  {item['kind']}, {item['source']}", soft_wrap=True)
        _out.print(item["text"], markup=False)
        _out.print()
    missing(found["not_found"])


def found(page: "SearchPage | SimilarPage") -> None:
    """A table of papers with their scores, and what speaks for each."""
    table = _table("score", "paper", "words + meaning")
    for hit in page["data"]:
        because = hit["because"]
        shares = f"{because['keyword']:.3f} + {because['semantic']:.3f}"
        terms = f" ({', '.join(because['terms'][:_TERMS])})" if because["terms"] else ""
        table.add_row(f"{hit['score']:.3f}", _named(hit["paper"]), escape(shares + terms))
    _out.print(table)
    if page["next"] is not None:
        _out.print(f"Go on with --cursor {page['next']}", markup=False, soft_wrap=True)


def search(page: "SearchPage") -> None:
    """What was found, and what may have been meant where no word was found."""
    found(page)
    if page["words_only"]:
        _out.print("By words alone: the embedding model gave no vector.", markup=False)
    for query in page["suggestions"]:
        _out.print(f"Did you mean: {query}", markup=False, soft_wrap=True)


def imports(reports: Sequence[tuple[str, "ImportReport"]], *, dry_run: bool = False) -> None:
    """What each file held, and what was wrong with which line."""
    if dry_run:
        _out.print("Nothing was written; this is what would become of it:", markup=False)
    for name, report in reports:
        counts = ", ".join(f"{count} {status}" for status, count in sorted(report["counts"].items()))
        found = f"{report['format']}, {report['rows']} rows, {report['papers']} papers: {counts or 'nothing to keep'}"
        _out.print(f"{name}: {found}", markup=False)
        for merge in report["merged"]:
            _out.print(f"  {merge['id']} is {merge['into']}: {merge['reason']}", markup=False, soft_wrap=True)
        for item in report["diagnostics"]:
            _out.print(f"  line {item['line']}: {item['message']} ({item['code']})", markup=False)


def likes_import(report: "LibraryReport", undo: str | None) -> None:
    """What became of a library file, what somebody may want to look at, and how to undo it."""
    counts = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(report["counts"].items()))
    into = f", into {report['collection']}" if report["collection"] else ""
    _out.print(
        f"{report['format']}, {report['rows']} entries{into}: {counts or 'nothing'}", markup=False, soft_wrap=True
    )
    headings = (
        ("Liked by their title alone, for there is no abstract:", report["title_only"]),
        ("Not liked, for only the title agrees; like the paper if it is the one:", report["offered"]),
        ("Not liked, for no paper here has these ids:", report["not_found"]),
    )
    for heading, entries in headings:
        if entries:
            _out.print(heading)
        for each in entries:
            end = "".join(f"\n    {candidate}" for candidate in each["candidates"])
            _out.print(f"  line {each['line']}: {each['given']}{end}", markup=False, soft_wrap=True)
    for item in report["diagnostics"]:
        _out.print(f"  line {item['line']}: {item['message']} ({item['code']})", markup=False, soft_wrap=True)
    if undo:
        _out.print(f"Undo it with `{undo}`.", markup=False, soft_wrap=True)


def undone(found: "Undone") -> None:
    """What an undone import took back."""
    _out.print(f"{found['likes']} likes taken back, {found['collected']} papers taken out of the collection.")


def collections(found: "CollectionList") -> None:
    """A table of collections."""
    rows = ((each["name"], str(each["papers"]), each["note"]) for each in found["data"])
    print_table(("collection", "papers", "note"), rows)


def collection(found: "CollectionContent") -> None:
    """A table of what is in a collection."""
    table = _table("paper", "since", "note")
    for each in found["data"]:
        named = "" if each["title"] is None else f"[bold]{escape(each['title'])}[/]\n"
        table.add_row(f"{named}{escape(each['paper_id'])}", each["added_at"][:10], escape(each["note"]))
    _out.print(table)


def authors(found: "AuthorList") -> None:
    """A table of followed authors."""
    print_table(("author", "since"), ((each["name"], each["followed_at"][:10]) for each in found["data"]))


def searches(found: "SearchList") -> None:
    """A table of saved searches."""
    table = _table("search", "query", "must", "must not", "filters")
    for each in found["data"]:
        said = [f"{name}: {_listed(value)}" for name, value in each["filters"].items() if value]
        table.add_row(
            *map(
                escape, (each["name"], each["query"], *map(_listed, (each["must"], each["must_not"])), "\n".join(said))
            )
        )
    _out.print(table)


def _listed(value: object) -> str:
    return ", ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)


def arrivals(found: "ArrivalList") -> None:
    """A table of papers that came, and by whom of the followed authors they are."""
    table = _table("came", "paper", "by")
    for each in found["data"]:
        table.add_row(each["added_at"][:10], _named(each["paper"]), escape("\n".join(each["authors"])))
    _out.print(table)


def papers(found: "PaperList") -> None:
    """One line a paper."""
    for paper in found["data"]:
        _out.print(f"{paper['id']}: {paper['title']}", markup=False, soft_wrap=True)


def checks(found: "Checks") -> None:
    """One line a check."""
    for check in found["data"]:
        mark = "[green]ok[/]  " if check["ok"] else "[red]FAIL[/]"
        _out.print(f"{mark} {check['name']}: {escape(check['detail'])}", soft_wrap=True)


def settings(rows: Sequence[tuple[str, str, str]]) -> None:
    """A table of settings."""
    print_table(("environment variable", "value", "what it does"), rows)


def moved(digests: "Mapping[str, TableDigest]", target: "Settings") -> None:
    """A table of what arrived."""
    rows = ((name, str(digest.rows), digest.sha256) for name, digest in digests.items())
    print_table(("table", "rows", "SHA-256"), rows)
    _out.print(f"Each is the same in {target.data_dir} and at {target.store.url}.", markup=False, soft_wrap=True)


def go_on() -> None:
    """What to do after a move."""
    _out.print("Set PAPERLARK_STORE__URL and PAPERLARK_INDEX__URL for every process from now on.", soft_wrap=True)


def new_model(made: "NewModel") -> None:
    """What a move to another embedding model came to, and what to do then."""
    said = f"{made.embedded} papers embedded; {made.model}, {made.dim} numbers a vector, is the model from now on."
    _out.print(f"{said} Start every process again with these settings.", markup=False, soft_wrap=True)


def demo(liked: "PaperList", found: "Recommendations", texts: "Texts") -> None:
    """The main job on one screen."""
    _out.print("[bold]You like[/]")
    for paper in liked["data"]:
        _out.print(f"  {paper['title']}", markup=False)
    _out.print("\n[bold]So you may want to read[/]")
    recommendations(found)
    _out.print("\n[bold]The first of them[/]")
    paragraphs(texts)
    _out.print("[bold]Go on[/]")
    _out.print("  paperlark recommend ID…        other likes (`paperlark recommend --help`)", markup=False)
    _out.print("  paperlark ingest FILE…         your own papers", markup=False)
    _out.print("  paperlark serve                the same over HTTP", markup=False)


def _table(*headings: str) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")  # a shortened id cannot be copied
    return table
