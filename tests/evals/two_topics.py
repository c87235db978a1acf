"""A tiny corpus of our own: two topics, and users who like one of them."""

import numpy as np

TOPICS = {
    "cells": "protein folding enzyme membrane cell receptor binding yeast growth ribosome",
    "graphs": "graph shortest path vertex colouring network flow matching tree planar",
}


def papers() -> list[dict]:
    rng = np.random.default_rng(0)
    return [
        {"id": f"{topic}{i}", "title": " ".join(rng.choice(words.split(), 4, replace=False)), "abstract": words[:40]}
        for topic, words in TOPICS.items()
        for i in range(30)
    ]


def likes() -> list[dict]:
    rng = np.random.default_rng(1)
    rows = []
    for i in range(24):
        topic = list(TOPICS)[i % 2]
        rows.append({"user": f"user{i}", "liked": [f"{topic}{n}" for n in rng.permutation(30)[:12].tolist()]})
    return rows
