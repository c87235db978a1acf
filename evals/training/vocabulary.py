"""What the checker knows of words: in how many documents they are, which are free to use, which end sentences."""

import math
from collections import Counter
from collections.abc import Sequence

from evals.datasets.human_summaries import SummarizedPaper
from evals.training.novelty import fit_novelty_model
from service.faithfulness.classifier import Detector, Weights
from service.faithfulness.lexical import Rarity, index_source, load_word_vectors, read


def count_vocabulary(papers: Sequence[SummarizedPaper], articles: Sequence[str]) -> Weights:
    """All but the detectors: counts of documents, words that summaries add, words that end sentences, novelty."""
    counts: Counter[str] = Counter()
    added: Counter[str] = Counter()
    last: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    documents = [f"{p.title}. {p.abstract}" for p in papers] + list(articles)
    for document in documents:
        counts.update({t.stem for line in read(document).tokens for t in line if t.content})
    for paper in papers:
        source = index_source(paper.title, paper.abstract)
        for text in paper.summaries:
            added.update(
                {t.stem for line in read(text).tokens for t in line if t.content and t.stem not in source.postings}
            )
        for line in (row for text in (*paper.summaries, paper.abstract) for row in read(text).tokens if row):
            inner.update(key for t in line[:-1] for key in (t.stem, "*" + t.text[-3:]))
            last.update((line[-1].stem, "*" + line[-1].text[-3:]))
    total = {key: last[key] + inner[key] for key in last | inner}
    ends = {k: round(math.log((last[k] + 0.5) / (n - last[k] + 8) * 12), 2) for k, n in sorted(total.items()) if n >= 8}
    rarity = Rarity({k: n for k, n in sorted(counts.items()) if n >= 2}, len(documents))
    free = frozenset(k for k, n in added.items() if n >= 4)
    vectors = load_word_vectors()
    return Weights(rarity, free, ends, {}, Detector({}, 0.0), vectors, fit_novelty_model(papers, rarity, free, vectors))
