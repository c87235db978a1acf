"""Honest texts: what people wrote of papers, and near-extractive summaries made by rule of any papers."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from evals.datasets.human_summaries import SummarizedPaper
from evals.fault_injection.honest_text import HonestText
from evals.fault_injection.paraphrases import near_extractive
from evals.fault_injection.wordings import Wordings
from service.text import terms


def free_cases(papers: Sequence[SummarizedPaper], seed: int) -> list[HonestText]:
    """Every human text as an honest case, with a text of a random and of the most similar other paper beside it."""
    rng = Random(seed)  # noqa: S311 - draws cases, not keys
    nearest = _nearest(papers)
    cases: list[HonestText] = []
    for number, paper in enumerate(papers):
        for text in paper.summaries:
            far = (number + rng.randrange(1, len(papers))) % len(papers)
            cases.append(
                HonestText(
                    paper.title,
                    paper.abstract,
                    text,
                    rng.choice(papers[far].summaries),
                    rng.choice(papers[nearest[number]].summaries),
                )
            )
    return cases


def cited_cases(papers: Sequence[SummarizedPaper], seed: int, words: Wordings) -> list[HonestText]:
    """Near-extractive texts with evidence, one a paper; beside them those of a random and of the nearest paper."""
    texts = [near_extractive(p.title, p.abstract, seed, words) for p in papers]
    usable = [(paper, text) for paper, text in zip(papers, texts, strict=True) if text]
    nearest = _nearest([paper for paper, _ in usable])
    rng = Random(seed)  # noqa: S311 - draws cases, not keys
    return [
        replace(
            text,
            far=usable[(i + rng.randrange(1, len(usable))) % len(usable)][1].text,
            near=usable[nearest[i]][1].text,
        )
        for i, (_, text) in enumerate(usable)
    ]


def _nearest(papers: Sequence[SummarizedPaper]) -> list[int]:
    """For each paper the most similar other one, by cosine of tf-idf."""
    bags = [Counter(terms(f"{p.title} {p.abstract}")) for p in papers]
    documents = Counter(word for bag in bags for word in bag)
    column = {word: i for i, word in enumerate(sorted(w for w, n in documents.items() if 2 <= n <= len(papers) // 4))}
    matrix = np.zeros((len(papers), len(column)), np.float32)
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            if word in column:
                matrix[row, column[word]] = (1 + math.log(count)) * math.log(len(papers) / documents[word])
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
    similarity = matrix @ matrix.T
    np.fill_diagonal(similarity, -1)
    return [int(i) for i in similarity.argmax(axis=1)]
