"""Forms of regular English verbs, and whether a noun phrase is plural."""

import re

_IRREGULAR = {
    "drive": ("drives", "drove", "driving"),
    "lead": ("leads", "led", "leading"),
    "slow": ("slows", "slowed", "slowing"),
    "lose": ("loses", "lost", "losing"),
    "underlie": ("underlies", "underlay", "underlying"),
    "control": ("controls", "controlled", "controlling"),
    "forbid": ("forbids", "forbade", "forbidding"),
    "leave": ("leaves", "left", "leaving"),
    "keep": ("keeps", "kept", "keeping"),
    "withhold": ("withholds", "withheld", "withholding"),
    "bind": ("binds", "bound", "binding"),
    "overcome": ("overcomes", "overcame", "overcoming"),
    "hinder": ("hinders", "hindered", "hindering"),
    "split": ("splits", "split", "splitting"),
    "grow": ("grows", "grew", "growing"),
    "repel": ("repels", "repelled", "repelling"),
    "emit": ("emits", "emitted", "emitting"),
    "permit": ("permits", "permitted", "permitting"),
    "regret": ("regrets", "regretted", "regretting"),
}


def forms(verb: str) -> tuple[str, str, str, str]:
    """A verb, and its forms in -s, -ed and -ing; "leave_open" gives "leaves open" and so on."""
    head, _, tail = verb.partition("_")
    if tail:
        base, third, past, ing = (f"{form} {tail}" for form in forms(head))
        return base, third, past, ing
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb])
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if re.search(r"[^aeiou]y$", verb):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = "es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else "s"
    return verb, verb + third, verb + "ed", verb + "ing"


def verb_pairs(pairs: str) -> dict[str, str]:
    """All the forms of verbs given as "improve/worsen", with the same form of the other verb; one way only."""
    words = [pair.split("/") for pair in pairs.split()]
    return {
        old: "|".join(new)
        for verb, others in words
        for old, *new in zip(forms(verb), *(forms(other) for other in others.split("|")), strict=True)
    }


def is_plural(noun_phrase: str) -> bool:
    """Whether a noun phrase looks plural by its last word."""
    last = noun_phrase.rsplit(maxsplit=1)[-1].lower()
    if last in {"mice", "children", "people", "women", "men", "data", "bacteria", "criteria", "phenomena", "species"}:
        return True
    return last.endswith("s") and not re.search(r"(?:ss|us|is|ics|ous|as)$", last)


def singular(noun: str) -> str | None:
    """A regular plural noun in the singular, or None."""
    if not is_plural(noun) or not noun.endswith("s") or noun in {"species", "series", "means", "analyses"}:
        return None
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(?:ss|x|ch|sh)es$", noun) else noun[:-1]
