"""Texts of our own: a source, a summary with a vote on it, and abstracts that nobody wants."""

SENTENCES = ["Owls hunt at night.", "We present OwlNet, which counts owls by sound.", "It reaches 91.5% in 12 forests."]
UNWANTED = [
    "",
    "Owls hunt.",
    "Los búhos cazan de noche. Los contamos.",
    "Owls hunt at night. " * 2_500,
    "猫头鹰在夜间捕猎。",
]


def voted(name: str, human: float, **changes: object) -> dict:
    said = SENTENCES[1] if human > 0.5 else "Penguins cannot fly, and neither do kiwis in New Zealand."
    return {"id": name, "dataset": "owls", "source": " ".join(SENTENCES), "summary": said, "human": human} | changes
