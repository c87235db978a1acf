from random import Random

import pytest

from evals.edits import is_unread
from evals.edits.lies import LIES

ABSTRACTS = [
    [
        "We present a new method for the segmentation of images, called FOLD.",
        "In this paper, we investigate whether the method depends on the size of the training data.",
        "Many of the previous studies have shown that BERT is often sensitive to noise.",
        "On three benchmarks, our method significantly outperforms LSTM models by 12% and is up to 3 times faster.",
        "The encoder is driven by a loss function rather than a penalty, although it may fail to converge.",
        "Our results suggest that accuracy on ImageNet increases from 71% to 84% under mild assumptions.",
    ],
    [
        "In this study, we examined 48 mice and about 320 women from China in 1998, before treatment.",
        "Most of the genes were not expressed in the liver, and only a few of them were upregulated.",
        "Smoking was associated with lung cancer in patients with diabetes, and the risk was higher than in controls.",
        "No significant difference was found between both male and female mice over two months.",
        "The role of calcium remains unclear, because the protein is required for growth in mice.",
        "Stress could possibly promote inflammation if the temperature is high, including in the brain.",
        "Some patients were treated with insulin, and no patient was treated without a long delay.",
        "These findings may be used in several fields, such as medicine and biology.",
    ],
]
# One or two kinds each, which need a sentence of their own.
EXTRA = [
    ["The relationship between income and health is still a key part of the debate in Europe and the wider world."],
    ["This protocol is an efficient way to treat the water of whole cities in a hot climate."],
    ["The accuracy of the small model is comparable to that of the large one, but not on speech."],
    ["Neural networks inhibit noise, which is one of the main causes of error in a wide range of tasks."],
    ["Our framework outperforms the baseline in theory and in a simulation of the static network."],
    ["This information moves from the cytosol to the nucleus in the presence of a given signal."],
    ["All of the models achieved slightly better results than existing ones, similar to the best of the old systems."],
    ["We plan to test the models for at least 20 days with doubled costs, which reduced the error by 5%."],
    ["We identified 4500 genes and 120 proteins, but the lack of data limits a potential use in a strong test."],
    ["It is necessary to combine simple networks, as students tend to be quick, and the code will be released."],
    ["The samples contain about 250 cells, and the larger part of the tissue is stable and mainly young."],
    ["The yield of nitrogen rose with a positive trend, and we believe that the process is independent of the soil."],
    ["We compared GRAIL with RAPTOR on the new task, and the first of them is easy to train."],
    ["The simple network NOMAD outperforms GRAIL by a wide margin on every task that we tried."],
    ["Networks inhibit noise when the temperature of the room is low and stable enough for the sensors."],
    ["The drug reduces tumour growth and improves the long-term health of the animals in mice."],
    ["Convergence is fast under mild assumptions, as the analysis of the algorithm shows."],
    ["We focus on concepts rather than models, and on learned rather than designed features."],
    ["The effect was found only in plants, and it lasted for a decade under the given conditions."],
    ["Cells play an important role in the immune response of the host to the parasite."],
    ["Few studies reported that fungi can grow faster when the soil is dry, even if it does not contain carbon."],
    ["The best tools work on both old and new data, and a more accurate standard method may help in certain cases."],
    ["The seeds can grow in sand, and a standard way to store them is to keep them dry."],
    ["The model is robust to heat when the air is dry."],
    ["The growth depends on a specific gene, and it is never altered by heat."],
    ["The network contains 40 nodes with 12% of the links and 310 edges with 35% of the weight."],
]


def told(name: str, seed: int) -> list[tuple[list[str], object]]:
    return [(abstract, LIES[name](abstract, Random(seed))) for abstract in [*ABSTRACTS, *EXTRA]]


@pytest.mark.parametrize("name", LIES)
def test_every_kind_finds_something_to_change_and_changes_it(name):
    edits = [(abstract, edit) for seed in range(8) for abstract, edit in told(name, seed) if edit is not None]
    assert edits
    for abstract, edit in edits:
        assert edit.text not in " ".join(abstract)


@pytest.mark.parametrize("name", LIES)
def test_the_sentences_cited_exist_once_and_in_order(name):
    for abstract, edit in told(name, 3):
        if edit is not None:
            assert edit.cited == tuple(sorted(set(edit.cited)))
            assert edit.cited
            assert set(edit.cited) <= set(range(len(abstract)))


@pytest.mark.parametrize("name", LIES)
def test_the_same_seed_tells_the_same_lie(name):
    assert told(name, 5) == told(name, 5)


def test_some_lies_cite_or_join_two_sentences():
    edits = [
        edit
        for name in LIES
        for seed in range(3)
        for edit in [LIES[name](ABSTRACTS[seed % 2], Random(seed))]
        if edit is not None
    ]
    assert 0.05 < sum(len(edit.cited) > 1 for edit in edits) / len(edits) < 0.5


def test_sentences_that_are_not_plain_prose_are_left_alone():
    abstract = [
        "See https://example.org for all of the code and data.",
        "Increase it.",
        "We show that $x > 3$ in mice.",
    ]
    assert all(kind(abstract, Random(0)) is None for kind in LIES.values())


def test_each_half_has_its_share_of_kinds():
    assert 0.35 < sum(map(is_unread, LIES)) / len(LIES) < 0.65
