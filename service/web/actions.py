"""What a button of a list asks for."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from fastapi import Request

from service.errors import BadInput

_SAID: Final = {"like": "liked", "dislike": "disliked", "seen": "seen"}
_WEIGHTS: Final = {"mute": 0.0, "usual": 1.0, "more": 2.0}


class Action(NamedTuple):
    """The name of a button, and of which paper or interest it speaks."""

    name: str
    value: str

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Action":
        """The button that was pressed, as in `do=like hf:some-paper`; raises BadInput when none was."""
        name, _, value = fields.get("do", "").partition(" ")
        if not name:
            raise BadInput.at("/do", "no button was pressed.")
        return cls(name, value)

    @property
    def said(self) -> str | None:
        """Where a paper goes of which this is said; None for a button that says nothing of a paper."""
        return _SAID.get(self.name)

    @property
    def weight(self) -> float | None:
        """How much an interest is to count; None for a button that speaks of no interest."""
        return _WEIGHTS.get(self.name)

    def unknown(self) -> BadInput:
        """The error of a button that a page does not have."""
        return BadInput.at("/do", "is no button of this page.")


async def sent_fields(request: Request) -> dict[str, str]:
    """The fields of a form, each with its last value; a file is none."""
    async with request.form(max_fields=100, max_part_size=2**20) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
