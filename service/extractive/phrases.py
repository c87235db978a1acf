"""Word lists as patterns, written in the code as running text."""


def alternatives(listed: str) -> str:
    """A pattern of the phrases, which commas separate; each may be a pattern itself, without a comma."""
    return "|".join(" ".join(phrase.split()) for phrase in listed.split(",") if phrase.strip())


PAPER = (
    "(?:paper|work|study|article|letter|survey|thesis|report|review|manuscript|contribution|extended abstract|talk"
    "|chapter|tutorial|note|essay)"
)
"""What authors call what they wrote."""
