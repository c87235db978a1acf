"""A large batch of summaries from the command line: a line of JSON a paper; it can be gone on with."""

import json
import os
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.errors import BadInput

if TYPE_CHECKING:
    from service.client import Client, Progress, Text

Rows = dict[str, list["Text"] | None]
"""Papers by the names under which they were asked for, and their texts; None where one of them could not be had."""


def run(
    client: "Client", paper_ids: Sequence[str], options: Mapping[str, Any], out: Path, progress: "Progress"
) -> None:
    """Append the texts of every paper that `out` lacks, a paper a line; raises BadInput that names those that failed.

    Without ids, the options say which papers are meant.
    """
    try:
        failed = _run(client, paper_ids, options, out, progress)
    except KeyboardInterrupt:
        raise BadInput(f"Interrupted; {out} keeps what is done, and the same command goes on from there.") from None
    if failed:
        raise BadInput(f"{len(failed)} papers failed and are not in {out}: {', '.join(failed[:5])}")


def _run(
    client: "Client", paper_ids: Sequence[str], options: Mapping[str, Any], out: Path, progress: "Progress"
) -> list[str]:
    done, wanted = _done(out), list(dict.fromkeys(paper_ids))
    if not wanted:
        rows = _chosen(client, options, progress)
        return _keep(out, {name: texts for name, texts in rows.items() if name not in done})
    waiting = [paper_id for paper_id in wanted if paper_id not in done]
    size, total = client.meta()["limits"]["summaries"], len(wanted)
    failed = list[str]()
    progress(total - len(waiting), total)
    for start in range(0, len(waiting), size):
        chunk = waiting[start : start + size]
        failed += _keep(out, _named(client, chunk, options))
        progress(total - len(waiting) + start + len(chunk), total)
    return failed


def _named(client: "Client", names: Sequence[str], options: Mapping[str, Any]) -> Rows:
    found = client.summaries(names, **options)
    if found["errors"] and len(names) > 1:  # whose text is missing can be told of one paper alone
        return {name: texts for each in names for name, texts in _named(client, [each], options).items()}
    known = [name for name in names if name not in found["not_found"] and not found["errors"]]
    each = len(found["data"]) // max(len(known), 1)
    rows: Rows = dict.fromkeys(names)
    return rows | {name: found["data"][place * each :][:each] for place, name in enumerate(known)}


def _chosen(client: "Client", options: Mapping[str, Any], progress: "Progress") -> Rows:
    found = client.summaries((), progress, **options)
    rows: Rows = {name: [*texts] for name, texts in groupby(found["data"], itemgetter("paper_id"))}
    return rows | dict.fromkeys(error["paper_id"] for error in found["errors"])


def _keep(out: Path, rows: Rows) -> list[str]:
    """Append the papers whose texts could all be had; the others."""
    _append(out, [{"paper_id": name, "texts": texts} for name, texts in rows.items() if texts is not None])
    return [name for name, texts in rows.items() if texts is None]


def _done(out: Path) -> set[str]:
    """The papers that a file has, after a line that was cut off at its end is taken away."""
    try:
        content = out.read_bytes() if out.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            os.truncate(out, len(whole))
        return {json.loads(line)["paper_id"] for line in whole.splitlines()}
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{out}: is not a file that this command wrote; name another --out.") from None


def _append(out: Path, rows: Sequence[object]) -> None:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    try:
        with out.open("ab", buffering=0) as file:
            file.write(data)
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror}") from None
