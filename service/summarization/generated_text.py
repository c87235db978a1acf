"""What a text about a paper is made of, as it is answered and as it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.faithfulness import is_foreign_language
from service.papers import GONE, Paper

TextKind = Literal["summary", "blurb"]
Mode = Literal["auto", "llm", "extractive"]

_LASTING = frozenset(
    {"title_only", "no_model", "refused", "prompt_too_long", "unreadable", "unsupported", "copied", "useless"}
)

LANGUAGES = {
    "en": "English", "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""ISO 639-1 codes of the languages that texts can be asked for in, and what a prompt calls them."""


_UNDETERMINED = "und"


def language_of(text: str, asked: str) -> str:
    """The language that a text was asked for in; `und`, as BCP 47 has it, where English was and it is not English."""
    return _UNDETERMINED if asked == "en" and is_foreign_language(text) else asked


class FrozenModel(BaseModel):
    """Texts are made once and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Support(FrozenModel):
    """A stretch of the source that supports a sentence; offsets are characters of that paper's `abstract`."""

    paper_id: str
    start: int
    end: int
    score: float


class Sentence(FrozenModel):
    """A sentence of the text, where it stands there, and what supports it.

    `verifier` is the model that said so, of a sentence that the rules could not decide.
    """

    text: str
    start: int
    end: int
    supported: bool
    support: tuple[Support, ...]
    verifier: str | None = None


class Numbers(FrozenModel):
    """Numbers that the text claims, and those of them that the source has."""

    claimed: int
    verified: int


class Faithfulness(FrozenModel):
    """The checker's verdict; how often it errs is measured for each checker id, see evals/README.md."""

    score: float
    passed: bool
    numbers: Numbers
    reasons: tuple[str, ...]
    checker: str


class Tokens(FrozenModel):
    """Tokens that a model read and wrote."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    read: Annotated[int, Field(alias="in")] = 0
    written: Annotated[int, Field(alias="out")] = 0


class Provenance(FrozenModel):
    """What the text was made from and by; an extractive text is made anew each time, so it has no date."""

    model: str = "extractive"
    prompt: str | None = None
    source_hash: str
    created_at: datetime | None = None
    tokens: Tokens = Tokens()
    cost_usd: float = 0.0


class VerifierReport(FrozenModel):
    """What the model that verifies was asked about sentences of a text, and what it cost, which the provenance counts.

    It let `shown` of them stand and `refused` others; `silent` counts those that it did not decide, by the reason.
    """

    model: str
    asked: int
    shown: int
    refused: int
    silent: Mapping[str, int]
    calls: int
    tokens: Tokens
    cost_usd: float

    @property
    def lacks_word(self) -> bool:
        """Whether it may decide, when it is asked again, what it did not."""
        return not self.silent.keys() <= _LASTING


class Fallback(FrozenModel):
    """Why the text is not what was asked for."""

    reason: str = Field(description="`title_only`, `no_model`, or how the language model failed: see docs/models.md")

    @property
    def retryable(self) -> bool:
        """Whether asking again may give the text: not where the paper or the model's word on it is to blame."""
        return self.reason not in _LASTING


class GeneratedText(FrozenModel):
    """One text about one paper.

    `stale` says that the paper's text has changed since, or that the paper is withdrawn or retracted; `dropped` counts
    sentences of the model that the source did not bear out, and that were left out.
    """

    paper_id: str
    kind: TextKind
    language: str
    text: str
    source: Literal["llm", "extractive"]
    stale: bool = False
    sentences: tuple[Sentence, ...]
    faithfulness: Faithfulness | None
    verifier: VerifierReport | None = None
    source_damage: tuple[str, ...]
    dropped: int = 0
    fallback: Fallback | None = None
    provenance: Provenance

    def dated(self, paper: Paper) -> "GeneratedText":
        """This text, marked as stale when it is not true of the paper as that is now."""
        outdated = paper.text_hash != self.provenance.source_hash or paper.status in GONE
        return self.model_copy(update={"stale": True}) if outdated else self
