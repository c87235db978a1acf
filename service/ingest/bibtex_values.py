"""Values of BibTeX fields: parts in braces or quotes, numbers and names of strings, joined by `#`."""

import re
from collections.abc import Iterator
from typing import Final

_LONGEST: Final = 200_000  # characters of one value: strings made of strings could grow without end
_MOST_STRINGS: Final = 20_000
_SIGN = re.compile(r'(?<!\\)[{}"#]')
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Strings:
    """The strings that a file defines by `@string`, and the months, by their names without case."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {month: month for month in _MONTHS}

    def define(self, name: str, raw: str) -> None:
        """Let a name stand for a value; a later definition holds for what follows."""
        if len(self._known) < _MOST_STRINGS:
            self._known[name.strip().lower()] = self.value(raw)[0]

    def value(self, raw: str) -> tuple[str, str | None]:
        """What a value says, and the name of a string in it that is nowhere defined, which stands for itself."""
        texts: list[str] = []
        unknown: str | None = None
        for part in _parts(raw):
            if len(part) > 1 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
                texts.append(part[1:-1])
            else:
                text = self._known.get(part.lower())
                if text is None and part and not part.isdigit():
                    unknown = unknown or part
                texts.append(part if text is None else text)
            if sum(map(len, texts)) > _LONGEST:
                break
        return "".join(texts)[:_LONGEST], unknown


def _parts(raw: str) -> Iterator[str]:
    """What stands between the `#` that are neither in braces nor in quotes."""
    depth, quoted, start = 0, False, 0
    for sign in _SIGN.finditer(raw):
        match sign[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case '"' if depth == 0:
                quoted = not quoted
            case "#" if depth == 0 and not quoted:
                yield raw[start : sign.start()].strip()
                start = sign.end()
            case _:
                pass
    yield raw[start:].strip()
