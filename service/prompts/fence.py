"""Untrusted data, fenced: whatever a paper says, it cannot end the block that it stands in."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from service.text import sentences, visible

_LONG_RUN = re.compile(r"<{4,}|>{4,}")
_MARK_LENGTH: Final = 8  # signs in a mark, more than twice as many as data can have in a row


class SourcePaper(Protocol):
    """What a model is given of a paper; an empty abstract is none."""

    @property
    def title(self) -> str:
        """As it came in, or cleaned."""
        ...

    @property
    def abstract(self) -> str:
        """Its sentences are what is numbered, where anything is."""
        ...


def source_block(papers: Sequence[SourcePaper], *, numbered: bool = True) -> str:
    """The value of `$source`: the paper, then liked ones, as fenced data.

    Their `text.sentences` are numbered on from 1, a line each; else each abstract is a line of prose, for small models
    copy what they could cite.
    """
    lines: list[str] = []
    number = 1
    for position, paper in enumerate(papers):
        told = [paper.abstract[slice(*span)] for span in sentences(paper.abstract)]
        prose = [" ".join(told)] if told else ["(no abstract)"]
        lines.append(f"{'Liked paper' if position else 'Paper'}: {paper.title}")
        lines += [f"[{n}] {line}" for n, line in enumerate(told, number)] if numbered and told else prose
        number += len(told)
    return fenced(lines)


def text_block(judged: Sequence[str]) -> str:
    """The value of `$text`: the sentences to judge, numbered from 1, as fenced data."""
    return fenced(f"[{n}] {sentence}" for n, sentence in enumerate(judged, 1))


def fenced(lines: Iterable[str]) -> str:
    """The lines between two marks that none of them can hold, whatever it says.

    A line stays one line and loses what is invisible and the end of long runs of angle brackets; the marks carry a
    hash of all of it, which nobody can write into it beforehand.
    """
    body = "\n".join(_LONG_RUN.sub(lambda run: run[0][:3], visible(line)) for line in lines)
    code = hashlib.sha256(body.encode()).hexdigest()[:16]
    return f"{'<' * _MARK_LENGTH} DATA {code}\n{body}\n{'>' * _MARK_LENGTH} DATA {code}"
