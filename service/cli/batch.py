"""A large batch of summaries from the command line: ids in, a line of JSON a paper out; it can be gone on with."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from service.api import Services, SummariesIn, answer
from service.corpus import Progress
from service.errors import BadInput, FieldError, InvalidPaperId
from service.papers import parse_id

_SHOWN = 5  # faults that one message names


def ids(file: Path, data: bytes) -> list[str]:
    """The ids of a file, one a line, each once; raises BadInput that names the lines without an id."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput(f"{file}: the file is not UTF-8 text.") from None
    found, faults = list[str](), list[FieldError]()
    for number, line in enumerate(lines, 1):
        try:
            found += [parse_id(line.strip())] if line.strip() else []
        except InvalidPaperId as error:
            faults.append(FieldError(f"/line/{number}", error.detail))
    if faults:
        named = "; ".join(f"line {fault.pointer.rpartition('/')[2]}: {fault.detail}" for fault in faults[:_SHOWN])
        raise BadInput(f"{file}: {len(faults)} lines are no ids. {named}", errors=tuple(faults))
    if not found:
        raise BadInput(f"{file}: the file has no ids.")
    return list(dict.fromkeys(found))


async def run(services: Services, body: SummariesIn, out: Path, progress: Progress) -> list[str]:
    """Append the texts of every paper that `body` names and `out` lacks, a paper a line; the papers that failed."""
    done, paper_ids = _done(out), list(dict.fromkeys(body.paper_ids))
    waiting = [paper_id for paper_id in paper_ids if paper_id not in done]
    failed, size = list[str](), services.settings.limits.summaries
    total = len(paper_ids)
    progress(total - len(waiting), total)
    for start in range(0, len(waiting), size):
        chunk = waiting[start : start + size]
        found = await answer(services, body.model_copy(update={"paper_ids": chunk}))
        short = {*found.not_found, *(error.paper_id for error in found.errors)}
        failed += [paper_id for paper_id in chunk if paper_id in short]
        rows = [
            {"paper_id": name, "texts": [text.model_dump(mode="json") for text in found.data if text.paper_id == name]}
            for name in chunk
            if name not in short
        ]
        _append(out, rows)
        progress(total - len(waiting) + start + len(chunk), total)
    return failed


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
