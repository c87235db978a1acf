"""Whether a text stands by the sentences that it cites."""

from service.faithfulness import Source, check
from service.text import sentences


def stands(evidence: str, text: str) -> bool:
    """Whether a text stands that cites every sentence of the evidence, which is not all that the source says."""
    cited = tuple(range(len(sentences(evidence))))
    return check(Source("A study", f"{evidence} More is said elsewhere."), text, [cited]).passed
