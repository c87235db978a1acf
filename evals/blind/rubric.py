"""What readers rate, each 1 to 5."""

from collections.abc import Mapping

from service.summarization import TextKind

FIGURES: Mapping[TextKind, Mapping[str, str]] = {
    "summary": {
        "alone": "understood with only the title seen",
        "done": "says what the authors did, and how it works",
        "found": "says what came out, with its number where the abstract has one",
        "true": "nothing added, lost or shifted against the abstract",
        "concise": "at most 70 words, each needed",
        "useful": "would let a researcher decide whether to open the paper",
    },
    "blurb": {
        "alone": "understood with only the title seen",
        "why": "says why it matters: a gain or insight, concrete",
        "link": "the tie to the liked paper: true and telling, or absent where there is none",
        "plain": "could be said of this paper alone",
        "true": "nothing added, lost or shifted, the tie included",
        "useful": "would make the right reader open the paper, and the wrong one pass",
    },
}
"""The figures of each kind of text, with what a 5 means."""
