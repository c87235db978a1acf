"""Quoted texts that were asked for lately: to quote takes milliseconds, and the same request gives the same text."""

import hashlib
import json
import threading
from collections.abc import Sequence

from service.papers import Paper
from service.summarization.generated_text import GeneratedText, TextKind
from service.summarization.quotation import quote

_MOST_KEPT = 500  # of about 20 KB each


class QuotedTexts:
    """Keeps what `quote` made, by a hash of all that it was made from; safe to share between threads.

    In memory, not in the ledger: nobody paid for these, and another version of the program may quote otherwise.
    """

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._kept: dict[str, GeneratedText] = {}
        self._changing = threading.Lock()

    def of(
        self, paper: Paper, kind: TextKind, liked: Sequence[Paper], max_words: int, instead: str | None
    ) -> GeneratedText:
        """What `quote` makes of the same."""
        key = _key(paper, kind, liked if kind == "blurb" else (), max_words, instead)
        text = self._found(key)
        if text is None:
            text = quote(paper, kind, liked, max_words, instead)
            self._put(key, text)
        return text

    def kept(
        self, paper: Paper, kind: TextKind, liked: Sequence[Paper], max_words: int, instead: str | None
    ) -> GeneratedText | None:
        """What `of` would give, where it was asked for lately."""
        return self._found(_key(paper, kind, liked if kind == "blurb" else (), max_words, instead))

    def keep(
        self,
        paper: Paper,
        kind: TextKind,
        liked: Sequence[Paper],
        max_words: int,
        instead: str | None,
        text: GeneratedText,
    ) -> None:
        """Keep what `quote` made of the same elsewhere."""
        self._put(_key(paper, kind, liked if kind == "blurb" else (), max_words, instead), text)

    def _found(self, key: str) -> GeneratedText | None:
        """What is kept under a key; it goes last from now on."""
        with self._changing:
            text = self._kept.pop(key, None)
            if text is not None:
                self._kept[key] = text
        return text

    def _put(self, key: str, text: GeneratedText) -> None:
        with self._changing:
            self._kept[key] = text
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]


def _key(paper: Paper, kind: TextKind, liked: Sequence[Paper], max_words: int, instead: str | None) -> str:
    own = [paper.id, paper.title, paper.abstract, paper.raw_title, paper.raw_abstract]
    others = [[like.id, like.title, like.abstract] for like in liked]
    return hashlib.sha256(json.dumps([own, kind, others, max_words, instead]).encode()).hexdigest()
