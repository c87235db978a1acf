"""A model's answer, taken apart: `{"sentences": [{"text": "…", "evidence": [2, 5]}]}` with whatever is around it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, Field, ValidationError

from service.text import sentences, visible

_MOST = 20  # sentences; a paragraph has four
_MOST_TRIES = 50  # places where the JSON might begin
_NUMBER = re.compile(r"\[(\d{1,3})\]\s+(?=\S)")
_TAG = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)


Form = TypeVar("Form", bound=BaseModel)


class UnreadableOutput(Exception):
    """An answer that holds nothing we can use; the message says what is wrong, in words a model can act on."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, the same in English (which is what gets checked), and the sentences it rests on."""

    text: str
    english: str
    evidence: tuple[int, ...]


class _Sentence(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=3_000)]
    english: str | None = Field(default=None, max_length=3_000)
    evidence: list[int] | None = None


class _Answer(BaseModel):
    sentences: Annotated[list[_Sentence], Field(min_length=1, max_length=_MOST)]


def claims_schema(*, translated: bool) -> dict[str, Any]:
    """The JSON schema that a model is held to; one that writes another language gives the English as well."""
    properties: dict[str, Any] = {"text": {"type": "string"}}
    if translated:
        properties["english"] = {"type": "string"}
    properties["evidence"] = {"type": "array", "items": {"type": "integer"}}
    return sentences_schema(properties)


def sentences_schema(properties: dict[str, Any]) -> dict[str, Any]:
    """The strict JSON schema of `{"sentences": [{…}]}` with these properties of each."""
    return _object({"sentences": {"type": "array", "items": _object(properties)}})


def parse_claims(raw: str, *, translated: bool = False) -> list[Claim]:
    """The sentences of an answer, one claim each, without invisible characters; raises UnreadableOutput."""
    claims: list[Claim] = []
    for said in parse_json(raw, _Answer).sentences:
        text = visible(said.text)
        if translated and not visible(said.english or ""):
            raise UnreadableOutput("a sentence has no `english`")
        evidence = tuple(dict.fromkeys(said.evidence or ()))
        if translated:
            claims.append(Claim(text, visible(said.english or ""), evidence))
        else:
            claims += [_numbered(part, evidence) for span in sentences(text) if (part := text[slice(*span)].strip())]
    if not claims:
        raise UnreadableOutput("it has no sentences")
    return claims


def _numbered(text: str, evidence: tuple[int, ...]) -> Claim:
    """The claim of a sentence; small models put the number of what they retell before it, as the prompt has it."""
    number = _NUMBER.match(text)
    text, evidence = (text[number.end() :], (int(number[1]),)) if number else (text, evidence)
    return Claim(text, text, evidence)


def parse_json(raw: str, form: type[Form]) -> Form:
    """The JSON object with `sentences` in a model's answer, held to a form; raises UnreadableOutput."""
    if not raw.strip():
        raise UnreadableOutput("it is empty")
    found = next(_objects(_without_thinking(raw)), None)
    if found is None:
        thought = "it is all thought and no answer" if _TAG.search(raw) else "it has no JSON object"
        raise UnreadableOutput(f"{thought} with a list `sentences`")
    try:
        return form.model_validate(found)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        raise UnreadableOutput(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None


def _without_thinking(raw: str) -> str:
    """What stands outside of thoughts, found in one pass; the opening tag of the first may stand in the prompt."""
    kept: list[str] = []
    start, opened = 0, None
    for tag in _TAG.finditer(raw):
        if tag[1]:
            kept = kept if opened is not None else []
            start, opened = tag.end(), None
        elif opened is None:
            kept.append(raw[start : tag.start()])
            opened = tag.start()
    return "".join([*kept, raw[start if opened is None else opened :]])


def _objects(raw: str) -> Iterator[dict[str, Any]]:
    """JSON objects in `raw` that have `sentences`; prose and code fences around them do not matter."""
    decoder, place = json.JSONDecoder(), -1
    for _ in range(_MOST_TRIES):
        place = raw.find("{", place + 1)
        if place < 0:
            return
        try:
            found: object = decoder.raw_decode(raw, place)[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "sentences" in found:
            yield cast(dict[str, Any], found)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
