"""Reads a prompt file, and refuses one that could not be filled later.

A file is TOML between two lines `+++`, then its parts, each under a heading: `# system`, `# user` and so on.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from string import Template
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import BadInput
from service.prompts.prompt import EXAMPLES, Answer, Parameters, Prompt


class Kind(NamedTuple):
    """What a prompt of one kind is filled with, and the parts it must have; examples may come, with their answers."""

    variables: frozenset[str]
    parts: tuple[str, ...]
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def example_parts(self) -> tuple[str, ...]:
        """The parts of examples and of their answers, which are filled with nothing."""
        return tuple(part for pair in self.examples for part in pair)


_WRITER = Kind(frozenset({"language", "max_words", "source"}), ("system", "user", "retry", "repair"), EXAMPLES)
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "summary": _WRITER,
        "blurb": _WRITER,
        "verify": Kind(frozenset({"source", "text"}), ("system", "user")),
        "judge-faithfulness": Kind(frozenset({"source", "text"}), ("system", "user", "repair")),
    }
)
_UNTRUSTED: Final = frozenset({"source", "text"})  # untrusted: never in the system part
_REPLY_VARIABLES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"retry": frozenset({"failures"}), "repair": frozenset({"problem"})}
)
_VERSION = re.compile(r"v[1-9][0-9]{0,5}")
_FRONT = re.compile(r"\+\+\+\n(.*?\n)\+\+\+\n", re.DOTALL)
_HEADING = re.compile(r"^# *(.*)$", re.MULTILINE)


class _Front(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    purpose: str = Field(min_length=1)
    variables: list[str]
    parameters: Parameters
    answer: Answer = Answer()
    reasons: dict[str, str] = {}


def read(prompt_id: str, data: bytes, locked: Mapping[str, str]) -> Prompt:
    """The prompt in the bytes of its file; `locked` has the hashes of released ones. BadInput names the line."""
    name = f"{prompt_id}.md"
    kind = _kind(prompt_id)
    digest = hashlib.sha256(data).hexdigest()
    if locked.get(prompt_id, digest) != digest:
        raise BadInput(f"{name}: it was released and has changed; undo that, and make the change in a new version")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{name}, line {line}: not UTF-8") from None
    front, end = _front(name, text)
    _check_variables(name, "the front matter's variables", frozenset(front.variables), kind.variables)
    parts = _parts(name, text, end, kind)
    used = {part: _variables(name, text, span, _allowed(part, kind)) for part, span in parts.items()}
    _check_variables(name, "the variables in system and user", used["system"] | used["user"], kind.variables)
    for part in (part for part in _REPLY_VARIABLES if part in used):
        _check_variables(name, f"the variables in {part}", used[part], _REPLY_VARIABLES[part])
    return Prompt(
        id=prompt_id,
        hash=digest,
        released=prompt_id in locked,
        text=text,
        purpose=front.purpose,
        parameters=front.parameters,
        answer=front.answer,
        variables=kind.variables,
        reasons=MappingProxyType(front.reasons),
        parts=MappingProxyType({part: Template(text[slice(*span)].strip()) for part, span in parts.items()}),
    )


def _kind(prompt_id: str) -> Kind:
    kind, _, version = prompt_id.partition("/")
    if kind not in KINDS:
        raise BadInput(f"{prompt_id}.md: there is no kind {kind!r}; there are {', '.join(KINDS)}")
    if not _VERSION.fullmatch(version):
        raise BadInput(f"{prompt_id}.md: a version is called v1.md, v2.md and so on")
    return KINDS[kind]


def _front(name: str, text: str) -> tuple[_Front, int]:
    """The front matter, and where it ends."""
    match = _FRONT.match(text)
    if match is None:
        raise BadInput(f"{name}, line 1: it must begin with front matter, TOML between two lines +++")
    try:
        return _Front.model_validate(tomllib.loads("\n" + match[1])), match.end()  # a line more: lines as in the file
    except ValidationError as error:
        raise BadInput(f"{name}, front matter: {first_fault(error)}") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}, front matter: {error}") from None


def first_fault(error: ValidationError) -> str:
    """The first fault of a model, by its field, without the value."""
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _parts(name: str, text: str, start: int, kind: Kind) -> dict[str, tuple[int, int]]:
    """The offsets in the text of each part, without its heading."""
    known = (*kind.parts, *kind.example_parts)
    headings = list(_HEADING.finditer(text, start))
    ends = [*(heading.start() for heading in headings), len(text)]
    if text[start : ends[0]].strip():
        raise BadInput(f"{name}, {_line(text, start)}: there is text before the first heading")
    found: dict[str, tuple[int, int]] = {}
    for heading, end in zip(headings, ends[1:], strict=True):
        part, line = heading[1].strip(), _line(text, heading.start())
        if part not in known:
            raise BadInput(f"{name}, {line}: no part is called {part!r}; they are {', '.join(known)}")
        if part in found:
            raise BadInput(f"{name}, {line}: {part} is there twice")
        if not text[heading.end() : end].strip():
            raise BadInput(f"{name}, {line}: {part} is empty")
        found[part] = (heading.end(), end)
    wanted = (*kind.parts, *(part for pair in kind.examples if found.keys() & {*pair} for part in pair))
    if missing := [part for part in wanted if part not in found]:
        raise BadInput(f"{name}: it lacks the part {missing[0]!r}, under a heading `# {missing[0]}`")
    return found


def _allowed(part: str, kind: Kind) -> frozenset[str]:
    if part in kind.example_parts:
        return frozenset()
    return _REPLY_VARIABLES.get(part, kind.variables - _UNTRUSTED if part == "system" else kind.variables)


def _variables(name: str, text: str, span: tuple[int, int], allowed: frozenset[str]) -> frozenset[str]:
    """The variables between the two offsets, each of which must be allowed there."""
    found: set[str] = set()
    for variable, at in _placeholders(text, span):
        if variable is None:
            raise BadInput(f"{name}, {_line(text, at)}: a dollar sign is written $$, a variable $name")
        if variable not in allowed:
            raise BadInput(f"{name}, {_line(text, at)}: ${variable} cannot stand here; {_list(allowed)} can")
        found.add(variable)
    return frozenset(found)


def _placeholders(text: str, span: tuple[int, int]) -> Iterator[tuple[str | None, int]]:
    """Each variable and its offset, by the rules of string.Template itself; None where a $ begins none."""
    for match in Template.pattern.finditer(text, *span):
        if match["escaped"] is None:
            yield match["named"] or match["braced"], match.start()


def _check_variables(name: str, what: str, have: frozenset[str], want: frozenset[str]) -> None:
    if unknown := have - want:
        raise BadInput(f"{name}: {what} have {_list(unknown)}, which the service does not fill")
    if missing := want - have:
        raise BadInput(f"{name}: {what} lack {_list(missing)}")


def _list(variables: frozenset[str]) -> str:
    return ", ".join(f"${variable}" for variable in sorted(variables))


def _line(text: str, at: int) -> str:
    return "line " + str(text.count("\n", 0, at) + 1)
