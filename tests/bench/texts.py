"""A quoted summary and its check on one core, beside sumy's LexRank and beside the embedding of the same abstracts."""

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from service.embedding import LocalEmbedder
from service.extractive import summary
from service.faithfulness import Source, check
from service.papers import Paper
from service.summarization import quote
from service.text import sentences
from tests.bench.embedding import TOKENS, rate, sentence_transformers, weights_folder
from tests.bench.ground import Ground
from tests.bench.measured import Measured

PAPERS = 100
SENTENCES = 3  # what a summary of LexRank has, as ours has two to four


def measure(ground: Ground, _size: int) -> Measured:
    """Milliseconds of processor time a paper, or a sentence."""
    found = Measured()
    papers = ground.papers(ground.some(PAPERS))
    drafts = [summary(paper.title, paper.abstract).text for paper in papers]
    checked = sum(len(sentences(draft)) for draft in drafts)
    embedder = LocalEmbedder(weights_folder(), TOKENS, 1)
    found.figures |= {
        "summary and check a paper, ms": _cost(lambda: [quote(paper, "summary") for paper in papers], len(papers)),
        "summary alone a paper, ms": _cost(
            lambda: [summary(paper.title, paper.abstract) for paper in papers], len(papers)
        ),
        "check a sentence, ms": _cost(lambda: _check(papers, drafts), checked),
        "our embedding a paper, ms": _cost(lambda: embedder.embed([paper.abstract for paper in papers]), len(papers)),
    }
    if find_spec("sumy"):
        found.figures["sumy LexRank a paper, ms"] = _cost(_lexrank(papers), len(papers))
    else:
        found.missing["sumy LexRank"] = "not installed: pip install sumy"
    if (peer := sentence_transformers()) is None:
        found.missing["sentence-transformers encode"] = "not installed: pip install sentence-transformers, gigabytes"
    else:
        encode = _cost(lambda: peer([paper.abstract for paper in papers]), len(papers))
        found.figures["sentence-transformers encode a paper, ms"] = encode
    return found


def _cost(work: Callable[[], object], units: int) -> float:
    return 1000 / rate(work, units)


def _check(papers: Sequence[Paper], drafts: Sequence[str]) -> None:
    for paper, draft in zip(papers, drafts, strict=True):
        check(Source(paper.title, paper.abstract), draft)


def _lexrank(papers: Sequence[Paper]) -> Callable[[], object]:
    """LexRank on our sentences, with words cut by letters: NLTK's tokenizer would have to be downloaded."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # noqa: PLC0415  # for developers who have it
    from sumy.summarizers.lex_rank import LexRankSummarizer  # noqa: PLC0415

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(re.findall(r"[^\W\d_]+", text))

    def read(paper: Paper) -> ObjectDocumentModel:
        lines = [paper.abstract[start:end] for start, end in sentences(paper.abstract)]
        return ObjectDocumentModel([Paragraph([Sentence(line, Words()) for line in lines])])

    summarizer = LexRankSummarizer()
    return lambda: [summarizer(read(paper), SENTENCES) for paper in papers]
