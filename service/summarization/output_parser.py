"""A model's answer, taken apart: `{"sentences": [{"text": "…", "evidence": [2, 5]}]}` with whatever is around it."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from service.summarization.answer_json import has_thoughts, sentences_object, without_thoughts
from service.text import sentences, visible

_MOST = 20  # sentences; a paragraph has four
_MOST_CITED = 100  # numbers, and characters of one
_MOST_READ = 60_000  # characters; the answer stands at the end
_NUMBER = re.compile(r"\[(\d{1,3})\]\s+(?=\S)")
_CITED = re.compile(r"\s*[\[(](\d{1,3}(?:\s*,\s*\d{1,3})*)[\])](?=[.!?]?$)")
_DIGITS = re.compile(r"\d{1,4}")


Form = TypeVar("Form", bound=BaseModel)


class UnreadableOutput(Exception):
    """An answer that holds nothing we can use; the message says what is wrong, in words a model can act on."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, the same in English (which is what gets checked), and the sentences it rests on."""

    text: str
    english: str
    evidence: tuple[int, ...]


def _numbers(said: object) -> list[int]:
    """The numbers in `[1]`, `1`, `"[1]"` or `["1", "2, 3"]`: a citation is a hint, and nonsense is none."""
    items = cast(list[object], said) if isinstance(said, list) else [said]
    text = " ".join(str(item)[:_MOST_CITED] for item in items[:_MOST_CITED] if isinstance(item, int | str))
    return [int(number) for number in _DIGITS.findall(text)][:_MOST]


def _entry(said: object) -> object:
    """An entry that is nothing but its text is one all the same."""
    return {"text": said} if isinstance(said, str) else said


class _Sentence(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=3_000)]
    english: str | None = Field(default=None, max_length=3_000)
    evidence: Annotated[list[int], BeforeValidator(_numbers)] = []


class _Answer(BaseModel):
    sentences: Annotated[list[Annotated[_Sentence, BeforeValidator(_entry)]], Field(min_length=1, max_length=_MOST)]


def claims_schema(*, translated: bool, cited: bool = True, most: int | None = None) -> dict[str, Any]:
    """The JSON schema that a model is held to: of texts alone, or of objects with the English or the evidence as well.

    `most` sentences are allowed.
    """
    properties: dict[str, Any] = {"text": {"type": "string"}}
    if translated:
        properties["english"] = {"type": "string"}
    if cited:
        properties["evidence"] = {"type": "array", "items": {"type": "integer"}}
    schema = sentences_schema(properties) if len(properties) > 1 else _list_of({"type": "string"})
    if most:
        schema["properties"]["sentences"]["maxItems"] = most
    return schema


def sentences_schema(properties: dict[str, Any]) -> dict[str, Any]:
    """The strict JSON schema of `{"sentences": [{…}]}` with these properties of each."""
    return _list_of(_object(properties))


def parse_claims(raw: str, *, translated: bool = False) -> list[Claim]:
    """The sentences of an answer, one claim each, without invisible characters; raises UnreadableOutput."""
    claims: list[Claim] = []
    for said in parse_json(raw, _Answer).sentences:
        text, cited = _without_citation(visible(said.text))
        if translated and not visible(said.english or ""):
            raise UnreadableOutput("a sentence has no `english`")
        evidence = (*said.evidence, *cited)
        if translated:
            claims.append(Claim(text, visible(said.english or ""), tuple(dict.fromkeys(evidence))))
        else:
            claims += [_numbered(part, evidence) for span in sentences(text) if (part := text[slice(*span)].strip())]
    if not claims:
        raise UnreadableOutput("it has no sentences")
    if len(claims) > _MOST:
        raise UnreadableOutput("it has too many sentences")
    return claims


def _numbered(text: str, evidence: tuple[int, ...]) -> Claim:
    """The claim of a sentence; small models put the number of what they retell beside it, as the prompt has it."""
    number = _NUMBER.match(text)
    text, evidence = (text[number.end() :], (int(number[1]),)) if number else (text, evidence)
    text, cited = _without_citation(text)
    return Claim(text, text, tuple(dict.fromkeys((*evidence, *cited))))


def _without_citation(text: str) -> tuple[str, list[int]]:
    """A text, and the numbers that it cites at its end."""
    cited = _CITED.search(text)
    return (text[: cited.start()] + text[cited.end() :], _numbers(cited[1])) if cited else (text, [])


def parse_json(raw: str, form: type[Form]) -> Form:
    """The JSON object with `sentences` in a model's answer, held to a form; raises UnreadableOutput."""
    if not raw.strip():
        raise UnreadableOutput("it is empty")
    said = raw[-_MOST_READ:]
    found = sentences_object(without_thoughts(said))
    if found is None:
        thought = "it is all thought and no answer" if has_thoughts(said) else "it has no JSON object"
        raise UnreadableOutput(f"{thought} with a list `sentences`")
    try:
        return form.model_validate(found)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        raise UnreadableOutput(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return _object({"sentences": {"type": "array", "items": items}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
