"""Files of BibTeX entries as people and programs write them, each family with a trap of its own, made from a seed."""

import random
from collections.abc import Callable
from typing import Final

_WORDS = (
    "limpets",
    "of the North",
    "{DNA}",
    "a {{Census}}",
    "kettle flows",
    "tidal pools",
    "{\\em slow} water",
    "n < 5",
)
_NAMES = (
    "Okafor, Ngozi",
    "{van der Meer}, Jan",
    "Ann Vee",
    "{Tidal Survey Group}",
    "Doe, Jr., Jane",
    'M{\\"u}ller, Bj{\\o}rn',
)
_ACCENTS = (
    r"{\'e}", r"\'{e}", r"\'e", r"{\`a}", r"\^{o}", r'{\"u}', r"\~n", r"\c{c}", r"{\c c}", r"\v{s}", r"\H{o}", r"\k{a}",
    r"\r{a}", r"\u{g}", r"\=a", r"\.z", r"\d{u}", r"\b{b}", r"\t{oo}", r"{\ss}", r"{\AA}", r"{\ae}", r"{\OE}", r"\o",
    r"{\L}", r"{\i}", r"\'{\i}", r"\j", r"{\dh}", r"\TH", r"\textendash", r"--", r"---", "``x''", r"\&", r"\%", r"\_",
    r"\"", r"\'", r"\c", r"\v{}", r"\'{}", r"\'{\'{e}}", r"$\alpha$", r"$x^{2$", "~", "\u00e9", "e\u0301",
)  # fmt: skip
_MONTHS = ("jan", "feb", '"10~" # mar', "sept", "jan # feb", "{June}", "13", '"" # ""', "may # {/} # jun", "nomonth")


def _entry(rng: random.Random, number: int, **fields: str) -> str:
    said = {
        "title": f"{{{' '.join(rng.choices(_WORDS, k=rng.randint(1, 5)))} {number}}}",
        "author": f"{{{' and '.join(rng.choices(_NAMES, k=rng.randint(1, 3)))}}}",
        "year": str(rng.randint(1900, 2030)),
    } | fields
    kind = rng.choice(("article", "inproceedings", "misc", "BOOK", "phdthesis", "online"))
    open_, close = rng.choice(("{}", "()"))
    body = ",\n  ".join(f"{name}{rng.choice(('=', ' = ', ' ='))}{value}" for name, value in said.items())
    return f"@{kind}{open_}key{number},\n  {body}{rng.choice(('', ','))}\n{close}\n\n"


def _entries(rng: random.Random, fields: Callable[[int], dict[str, str]]) -> str:
    return "".join(_entry(rng, number, **fields(number)) for number in range(rng.randint(1, 12)))


def _nested_braces(rng: random.Random) -> str:
    def title(number: int) -> dict[str, str]:
        depth = rng.choice((1, 3, 20, 300))
        return {"title": "{" * depth + f"Deep {number}" + "}" * depth}

    return _entries(rng, title)


def _unbalanced(rng: random.Random) -> str:
    before, after = _entries(rng, lambda _: {}), _entries(rng, lambda _: {})
    broken = rng.choice(
        (
            "@article{x, title = {Open {and never closed},\n",
            "@article{x, title = {A}}}},\n",
            '@misc{x, title = "a"b"}\n',
        )
    )
    return before + broken + after


def _duplicates(rng: random.Random) -> str:
    entry = _entry(rng, 1, title="{The same}", TITLE="{Another}", title_="{odd}")
    return entry * rng.randint(2, 30) + entry.replace("The same", "Not the same")


def _macros(rng: random.Random) -> str:
    names = [f"s{number}" for number in range(rng.randint(1, 20))]
    values = lambda name: rng.choice((f'"Journal {name}"', f"{rng.choice(names)} # {{ and }} # {rng.choice(names)}"))  # noqa: E731
    strings = "".join(f"@string{{{name} = {values(name)}}}\n" for name in names)
    joined = lambda: " # ".join(rng.choices([*names, "unknown", '" x "', "{ y }", "2021"], k=rng.randint(1, 6)))  # noqa: E731
    return rng.choice((strings, "")) + _entries(rng, lambda _: {"journal": joined(), "title": joined()}) + strings


def _months(rng: random.Random) -> str:
    return _entries(rng, lambda _: {"month": rng.choice(_MONTHS), "day": rng.choice(("3", "{33}", "x"))})


def _crossrefs(rng: random.Random) -> str:
    def parent(number: int) -> dict[str, str]:
        to = rng.choice((number, number + 1, number - 1, 0, 99))
        return {"crossref": f"{{key{to}}}", rng.choice(("booktitle", "xdata", "note")): f"{{key{to}}}"}

    return _entries(rng, parent)


def _comments(rng: random.Random) -> str:
    said = (
        "@comment{a {nested} one}\n", "@comment no braces\n", "% a line with @article{no, title={No}}\n",
        '@preamble{"\\newcommand{\\x}{" # "y}"}\n', "@comment{jabref-meta: x;}\n", "free text, an e-mail a@b.example\n",
        "@comment{@article{inner, title={Hidden}}}\n", "@preamble{ {unclosed }\n", "@ article {spaced, title={S}}\n",
        "@{}\n",
    )  # fmt: skip
    return "".join(rng.choice(said) + _entry(rng, number) for number in range(rng.randint(1, 8)))


def _accents(rng: random.Random) -> str:
    def written(_: int) -> dict[str, str]:
        text = "".join(rng.choices((*_ACCENTS, "a", " ", "word "), k=rng.randint(1, 30)))
        return {rng.choice(("title", "author", "abstract", "journal")): rng.choice((f"{{{text}}}", f'"{text}"'))}

    return _entries(rng, written)


def _plain(rng: random.Random) -> str:
    return _entries(rng, lambda _: {"journal": "{Caf\u00e9 der M\u00fcller}"})


def _line_ends(rng: random.Random) -> bytes:
    return _plain(rng).replace("\n", rng.choice(("\r", "\r\n", "\n\r"))).encode()


def _latin_1(rng: random.Random) -> bytes:
    return _plain(rng).encode(rng.choice(("latin-1", "cp1252")))


def _marked(rng: random.Random) -> bytes:
    return _plain(rng).encode(rng.choice(("utf-8-sig", "utf-16", "utf-32")))


def _encoded(family: Callable[[random.Random], str]) -> Callable[[random.Random], bytes]:
    return lambda rng: family(rng).encode()


FAMILIES: Final[dict[str, Callable[[random.Random], bytes]]] = {
    "nested braces": _encoded(_nested_braces),
    "unbalanced in the middle": _encoded(_unbalanced),
    "duplicate keys and fields": _encoded(_duplicates),
    "macros and joined strings": _encoded(_macros),
    "months": _encoded(_months),
    "crossref": _encoded(_crossrefs),
    "comments and preambles": _encoded(_comments),
    "LaTeX accents": _encoded(_accents),
    "line ends": _line_ends,
    "Latin-1": _latin_1,
    "byte order marks": _marked,
}
"""How a file of each family is made."""
