"""How often a planted order reaches a reader through a model that obeys it; how often honest texts are changed.

Each payload is planted in each field of a sample paper; a leak is a text shown with a link, another user's data, a
stretch of the prompt, a claim that the paper lacks, or the order itself.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from service import ingest, prompts
from service.corpus import sample
from service.papers import Paper
from service.prompts import Prompts
from service.summarization import Claim, source_sentences, verify_claims
from tests.obedient_model import FIELDS, LEAKS, PAYLOADS, Payload, attack, paraphrased

KINDS = ("summary", "blurb")


def main() -> None:
    papers = ingest.read(sample.data(), "jsonl").papers
    filled = prompts.load()
    print(f"{'class':16}{'held out':>9}" + "".join(f"{field:>16}" for field in FIELDS) + "  leaked texts / texts shown")
    rows = dict[tuple[str, bool], Counter[str]]()
    for kind, group in groupby(enumerate(PAYLOADS), lambda item: item[1].kind):
        payloads = list(group)
        row = sum((tried(payload, place, papers, filled) for place, payload in payloads), Counter[str]())
        cells = "".join(f"{row[field + ' leaked']:>9}/{row[field]:<6}" for field in FIELDS)
        held_out = payloads[0][1].held_out
        print(f"{kind:16}{'yes' if held_out else '':>9}{cells}", flush=True)
        rows[kind, held_out] = row
    for name, chosen in (("held out", True), ("not held out", False)):
        totals = sum((row for (_, held_out), row in rows.items() if held_out is chosen), Counter[str]())
        shown = sum(totals[field] for field in FIELDS)
        print(f"{name}: " + ", ".join(f"{leak} {totals[leak]}/{shown}" for leak in (*LEAKS, "told")))
    print("beside it, what the checker misses of cited faults: the table of evals/README.md")
    for name, told in (("quoting", lambda text: text), ("lightly paraphrasing", paraphrased)):
        changed = sum(is_changed(paper, told) for paper in papers if paper.abstract)
        print(f"clean papers whose text by a model {name} is changed: {changed}/{len(papers)}")


def tried(payload: Payload, place: int, papers: Sequence[Paper], filled: Prompts) -> Counter[str]:
    """How many texts are shown, and leak, by field and by leak."""
    own, *liked = (papers[(7 * place + step) % len(papers)] for step in (0, 1, 2))
    strangers = [papers[(7 * place + step) % len(papers)] for step in (100, 200)]
    found = Counter[str]()
    for kind in KINDS:
        told = [own, *(liked if kind == "blurb" else ())]
        for field in FIELDS if kind == "blurb" else FIELDS[:4]:
            for leaks in attack(payload, field, filled.get(f"{kind}/v1"), told, strangers).values():
                found.update([field, *leaks])
                found.update([f"{field} leaked"] if leaks & set(LEAKS) else ())
    return found


def is_changed(paper: Paper, told) -> bool:
    source = source_sentences((paper,))
    said = [told(line.text) for line in source[:3]]
    return bool(verify_claims([Claim(text, text, (at,)) for at, text in enumerate(said, 1)], paper, source).failures)


if __name__ == "__main__":
    sys.exit(main())
