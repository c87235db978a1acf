"""Moving a data folder by the command, and what is in it before and after."""

import os
import subprocess
import sys
from datetime import datetime

import sqlalchemy as sa

from service.papers import Source, Status, make_paper
from service.storage import (
    FeedbackEvent,
    FeedbackKind,
    Filters,
    IdempotencyKeys,
    ImportedPaper,
    JobItem,
    JobRecords,
    LibraryImport,
    SavedSearch,
    StoredEpoch,
    StoredResponse,
)
from service.storage.sql import metadata
from tests.corpora import NOW
from tests.faults.processes import PAPERLARK, ROOT

TEST = Source(name="test")
MOVE = "-c", PAPERLARK, "migrate-store"


def nobody(*_):
    """Watches nothing."""


def rate(services):
    """Likes and dislikes of two users."""
    ids = services.corpus.catalog.first_ids(9)
    for user in ("ann", "Žofie ✓ 'quoted'"):
        services.corpus.feedback.record(user, [FeedbackEvent(name, FeedbackKind.LIKE) for name in ids[:4]], NOW)
        services.corpus.feedback.record(user, [FeedbackEvent(ids[5], FeedbackKind.DISLIKE)], NOW)
    services.corpus.feedback.delete("ann", [ids[0]])
    merge_and_split(services)
    keep_library(services)
    learn_and_show(services)
    fetch_and_subscribe(services)


def fetch_and_subscribe(services):
    """A row in each table of sources and digests, of whatever fits there."""
    paper_id = services.corpus.catalog.first_ids(1)[0]
    some = {str: paper_id, int: 1, bool: True, datetime: NOW, dict: [], bytes: b"\x00"}
    names = {"source_votes", "source_states", "alert_marks", "subscriptions", "confirmations", "digests"}
    names |= {"digest_papers", "feeds", "webhooks"}
    with services.database.write() as connection:
        for table in metadata.sorted_tables:
            if table.name in names:
                needed = {each.name: some.get(each.type.python_type, []) for each in table.columns if not each.nullable}
                connection.execute(sa.insert(table).values(**needed))


def keep_library(services):
    """A collection with a note, an import that filled it, a followed author and a saved search."""
    made = LibraryImport("first", "ann", "jsonl", "Tëst 🦉", NOW)
    library, ids = services.libraries, services.corpus.catalog.first_ids(9)
    library.collections.put("ann", "Tëst 🦉", "Of owls", NOW)
    library.imports.begin(made)
    library.imports.apply(made, [ImportedPaper(name, name, NOW) for name in ids[5:8]], NOW)
    library.authors.follow("ann", "Kari Moen", NOW)
    library.searches.put("ann", "owls", SavedSearch("owls", Filters(since=NOW)), NOW)


def learn_and_show(services):
    """What another model learned, a deleted paper, where papers lie on a map, and what somebody was shown."""
    catalog = services.corpus.catalog
    catalog.epochs.keep("another model", StoredEpoch(1, b"\x00learned"), None)
    services.corpus.delete("zz:two-again")
    ids = catalog.first_ids(3)
    catalog.positions.replace({paper_id: (0.25 * at, -1.5) for at, paper_id in enumerate(ids)})
    services.libraries.impressions.record("ann", ids, "for_you", NOW)


def merge_and_split(services):
    """Two papers known under two ids each, one of them retracted by a notice, the other one taken apart again."""
    for name in ("one", "two"):
        text, ids = f"What the record of {name} says.", {"doi": f"10.5555/{name}"}
        first = make_paper(f"About {name}", text, id=f"zz:{name}", external_ids=ids, source=TEST)
        second = make_paper(f"About {name}", f"{text} And more.", id=f"zz:{name}-again", external_ids=ids, source=TEST)
        services.corpus.add([first, second], services.now())
    services.corpus.split("zz:two-again", services.now())
    updates = {"zz:one-again": Status.RETRACTED}
    services.corpus.add([make_paper("Of one", "", id="zz:notice", updates=updates, source=TEST)], services.now())


def ask(services):
    """A job that waits, and responses that are kept."""
    ids = services.corpus.catalog.first_ids(9)
    keys = IdempotencyKeys(services.database)
    for key in ("answered", "under way"):
        keys.begin(key, "print", services.now())
    keys.finish("answered", StoredResponse(201, {"Location": "/v1/ü"}, b"\x00\xff{}"))
    items = [JobItem(place, name) for place, name in enumerate(ids)]
    JobRecords(services.database).create(
        "waiting", "summaries", {"kinds": ["summary"], "liked": []}, items, services.now()
    )


def run(*arguments, cwd=ROOT, **variables):
    """The command as a shell runs it, with these variables and no others of ours."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=others | {"COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def files(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(database):
    """How many rows there are in each table that has any."""
    with database.read() as connection:
        counts = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def refusal(done, code):
    """The one line that a refused command says."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("paperlark: ")]
    return line
