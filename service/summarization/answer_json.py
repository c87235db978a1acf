"""The JSON in a model's answer: what stands outside of its thoughts, also where it is only nearly right."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import yaml

_MOST_TRIES = 50  # places where the JSON might begin
_MOST_MENDED = 8_000  # characters; reading what is nearly right is slow
_MOST_BRACKETS = 100  # in them, for what is deep is slower yet; an answer of 20 sentences has 42
_TAG = re.compile(r"[<\[◁]\s?(/?)\s?(?:seed:)?(?:think(?:ing)?|thoughts?|reasoning)\s{0,3}[>\]▷]", re.IGNORECASE)
_CHANNEL = re.compile(
    r"<\|channel\|>\s{0,9}(\w{1,20}).{0,200}?<\|message\|>(.*?)(?=<\|(?:end|return|start|channel|call)\|>|\Z)",
    re.DOTALL,
)
_OPENING = re.compile(r"\{\s*[\"']?sentences[\"']?\s*:")
_TEX = re.compile(r"(?<!\\)((?:\\\\)*)\\(?=[bfrt][a-z]|[^\"\\/bfnrtu]|u(?![0-9a-fA-F]{4}))")


class _Plain(yaml.BaseLoader):
    """Reads strings, lists and objects of strings alone: no tags, and no aliases, which make much of little."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node; raises YAMLError for an alias."""
        if self.check_event(yaml.AliasEvent):  # pyright: ignore[reportUnknownMemberType]
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def without_thoughts(raw: str) -> str:
    """What stands outside of thoughts, found in one pass; the opening tag of the first may stand in the prompt."""
    if channels := _CHANNEL.findall(raw):
        return "".join(text for name, text in channels if name == "final")
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


def has_thoughts(raw: str) -> bool:
    """Whether there are marks of thoughts."""
    return _TAG.search(raw) is not None or _CHANNEL.search(raw) is not None


def sentences_object(text: str) -> dict[str, Any] | None:
    """The last object with `sentences`, or the last list as one; prose and code fences around it do not matter."""
    tidy = _TEX.sub(r"\1\\\\", text)
    found = list(_values(tidy, "{"))
    objects = [value for value in found if "sentences" in value]
    if objects:
        return objects[-1]
    if (mended := _mended(tidy)) is not None:
        return mended
    lists = [value for value in _values(tidy, "[") if value and isinstance(value[0], dict | str)]
    return {"sentences": lists[-1]} if lists else _within_a_string(text)


def _values(text: str, opening: str) -> Iterator[Any]:
    """The outermost JSON values that begin with this sign."""
    decoder, place = json.JSONDecoder(strict=False), -1
    for _ in range(_MOST_TRIES):
        place = text.find(opening, place + 1)
        if place < 0:
            return
        try:
            found, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            continue
        yield found
        place = end - 1


def _mended(text: str) -> dict[str, Any] | None:
    """The last object with `sentences` where it is not quite JSON: YAML takes single quotes and trailing commas."""
    opening = next(iter(reversed(list(_OPENING.finditer(text)))), None)
    end = text.rfind("}")
    if opening is None or not 0 < end - opening.start() < _MOST_MENDED:
        return None
    said = text[opening.start() : end + 1].expandtabs()
    if said.count("[") + said.count("{") > _MOST_BRACKETS:
        return None
    try:
        found: object = yaml.load(said, Loader=_Plain)  # noqa: S506  # it knows no tags
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return cast(dict[str, Any], found) if isinstance(found, dict) else None


def _within_a_string(text: str) -> dict[str, Any] | None:
    """The object that a whole answer holds as a JSON string."""
    try:
        inner: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return sentences_object(inner) if isinstance(inner, str) and inner != text else None
