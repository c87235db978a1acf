"""What a reader knows already, so that no paper is shown twice: neither under another id, nor as a near-duplicate."""

from collections.abc import Iterable

from service.corpus import Corpus


class Repeats:
    """The papers that one reader was shown, or has said something of; those of the digest that is made come to them."""

    def __init__(self, corpus: Corpus, known: Iterable[str]) -> None:
        """`known` are ids as they were once, of papers that may have been merged or have gone since."""
        self._snapshot = corpus.snapshot()
        named = dict.fromkeys(known)
        kept = corpus.catalog.resolve([each for each in named if each not in self._snapshot.rows])
        self.ids = dict.fromkeys(self._snapshot.kept_ids(kept.get(each, each) for each in named))
        self._rows = [self._snapshot.rows[each] for each in self.ids if each in self._snapshot.rows]

    def knows(self, paper_id: str) -> bool:
        """Whether the reader knows the paper that is kept under an id, or one in nearly the same words."""
        row = self._snapshot.rows.get(paper_id)
        if paper_id in self.ids or row is None or not self._rows:
            return paper_id in self.ids
        return bool(self._snapshot.near_duplicates.repeats([row], self._rows).any())

    def add(self, paper_id: str) -> None:
        """Let the reader know a paper from now on."""
        self.ids[paper_id] = None
        if (row := self._snapshot.rows.get(paper_id)) is not None:
            self._rows.append(row)

    def is_new(self, paper_id: str) -> bool:
        """Whether the reader does not know a paper yet; from now on that is so."""
        new = not self.knows(paper_id)
        if new:
            self.add(paper_id)
        return new
