"""Short forms spelt out at their first use, by what the abstract itself says that they stand for."""

import re
from collections.abc import Sequence

from service.extractive.draft import Quoted
from service.text import short_forms

_ARTICLE = re.compile(r"\b[Aa]n? $")


def explained(parts: Sequence[Quoted], title: str, abstract: str, max_words: int) -> list[Quoted]:
    """The sentences with a first form more where one has to explain something, as long as all fit `max_words` words."""
    wanted = spelt_out([part.forms[0] for part in parts], title, abstract)
    if sum(len(text.split()) for text in wanted) > max_words:
        return list(parts)
    return [
        part if text == part.forms[0] else Quoted(part.sentence, (text, *part.forms))
        for part, text in zip(parts, wanted, strict=True)
    ]


def spelt_out(texts: Sequence[str], title: str, abstract: str) -> list[str]:
    """The texts, one after the other, with each short form explained where it first stands, but those of the title."""
    explained = short_forms(abstract)
    told = {short for short in explained if _first_use(title, short)}
    spelt: list[str] = []
    for written in texts:
        text = written
        for short, long in explained.items():
            use = _first_use(text, short)
            if short in told or f"({short}" in text or long.lower() in text.lower():
                told.add(short)
            elif use is not None and not _ARTICLE.search(text[: use.start()]):
                text = text[: use.start()] + f"{_placed(long, use.start())} ({short})" + text[use.end() :]
                told.add(short)
        spelt.append(text)
    return spelt


def _first_use(text: str, short: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w(-]){re.escape(short)}(?![\w-]| \()", text)


def _placed(long: str, at: int) -> str:
    """A long form with a capital where it opens a sentence, and without one that it has from opening one."""
    first, rest = long[:1], long[1:]
    if at == 0:
        return first.upper() + rest
    return first.lower() + rest if rest == rest.lower() else long
