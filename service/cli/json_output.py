"""What commands print with --json: one object, as the server answers it."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Answer = TypeVar("Answer", bound=Mapping[str, Any])


def show(answer: Answer, to_a_person: Callable[[Answer], None], *, as_json: bool) -> None:
    """Print an answer as one line of JSON, or as it is shown to a person."""
    if as_json:
        write(answer)
    else:
        to_a_person(answer)


def write(answer: Mapping[str, Any]) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
