"""A large batch of summaries from the command line: a line of JSON a paper; it can be gone on with."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from service.app import Services
from service.corpus import Progress
from service.errors import BadInput
from service.summarization import TextBatch, TextOptions


async def run(
    services: Services, options: TextOptions, paper_ids: Sequence[str], out: Path, progress: Progress
) -> list[str]:
    """Append the texts of every paper that `out` lacks, a paper a line; the papers that failed."""
    done, wanted = _done(out), list(dict.fromkeys(paper_ids))
    waiting = [paper_id for paper_id in wanted if paper_id not in done]
    failed, size = list[str](), services.settings.limits.summaries
    total = len(wanted)
    progress(total - len(waiting), total)
    for start in range(0, len(waiting), size):
        chunk = waiting[start : start + size]
        found = await (await TextBatch.begin(services.corpus, services.writer, options, chunk)).texts()
        kept = services.corpus.catalog.resolve(chunk)
        short = {*found.not_found, *(error.paper_id for error in found.errors)}
        failed += [name for name in chunk if kept.get(name, name) in short]
        rows = [
            {
                "paper_id": name,
                "texts": [text.model_dump(mode="json") for text in found.data if text.paper_id == kept[name]],
            }
            for name in chunk
            if kept.get(name, name) not in short
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
