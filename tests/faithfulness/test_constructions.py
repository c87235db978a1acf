"""The same said in another construction stands, and what looks like it and says more does not."""

import pytest

from service.faithfulness import Source, check
from tests.faithfulness.claims import stands


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("We reconstruct a 3D model from 2D images.", "We reconstruct a three-dimensional model from 2-D images."),
        ("We map points in three dimensions.", "We map points in 3D."),
        ("The tool enables efficient search of drugs.", "The tool makes efficient search of drugs possible."),
        ("This article seeks to move beyond maps.", "The aim of this article is to move beyond maps."),
        ("The goal of this work is to share the model.", "This work was meant to share the model."),
        ("We argue that laws should be enforced.", "In our view, laws should be enforced."),
        ("It is essential to know the degree of damage.", "It is important to know the degree of damage."),
        ("These methods fail to work when features go.", "These methods do not work when features go."),
        ("Models are incapable of storing fine detail.", "Models are not capable of storing fine detail."),
        ("The gene is active in cells, yet its role is unclear.", "However, its role is unclear."),
        ("The gene is active in cells, yet its role is unclear.", "The gene is active in cells."),
        ("For mice, scores reflect age; for men, they reflect size.", "For mice, scores reflect age."),
        ("We use 232 articles about owls.", "We use more than 200 articles about owls."),
        ("Cost has always been the main problem of nets.", "Cost has often been the main problem of nets."),
        ("We show that owls prevent damage.", "We found indications that owls prevent damage."),
        ("Owls are seen in towns.", "It is stated in the abstract that owls are seen in towns."),
        ("Previous studies have shown that owls like rain.", "According to earlier work, owls like rain."),
        ("The results indicate that owls like rain.", "According to the results, owls like rain."),
        ("Surprisingly, owls like rain.", "Owls like rain."),
        ("Owls may like rain.", "Owls are thought to like rain."),
        ("There are 40 owls in towns.", "There are an estimated 40 owls in towns."),
        ("The tool enables clinicians to find owls.", "The tool helps clinicians to find owls."),
        ("Owls like rain.", "In some cases, owls like rain."),
        ("It is surprising that owls like rain.", "Unexpectedly, owls like rain."),
        ("Our simulation studies suggest that owls like rain.", "Owls like rain, our simulation studies suggest."),
    ],
)
def test_another_construction_of_the_same_stands(source, text):
    assert stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("We reconstruct a 3D model from images.", "We reconstruct a two-dimensional model from images."),
        ("The tool makes efficient search of drugs impossible.", "The tool enables efficient search of drugs."),
        ("The aim of this tool is to prevent fraud in banks.", "This tool prevents fraud in banks."),
        ("We believe that laws should be enforced.", "According to our results, laws should be enforced."),
        ("We show that owls like rain.", "According to earlier work, owls like rain."),
        ("Owls like rain.", "As expected, owls like rain."),
        ("Owls like rain.", "Surprisingly, owls like rain."),
        ("Owls like rain.", "Owls like rain, contrary to expectations."),
        ("In some cases, owls like rain.", "Owls like rain."),
        ("Owls like rain in many cases.", "Owls like rain."),
        ("In all likelihood, owls like rain.", "Owls like rain."),
        ("In our view, laws should be enforced.", "Laws should be enforced."),
        ("Owls like rain.", "As hypothesized, owls like rain."),
        ("Owls like rain.", "Owls are expected to like rain."),
        ("It was recently shown that owls like rain.", "We show that owls like rain."),
        ("Several groups have shown that owls like rain.", "We have shown that owls like rain."),
        ("Recent work has found rules of nature which are shared by owls.", "We found rules of nature shared by owls."),
        ("Large models are not always the best choice.", "Large models are not the best choice."),
        ("The drug reduces pain in mice; only in rats, the drug reduces fever.", "The drug reduces pain in mice."),
        ("We use 232 articles about owls.", "We use more than 300 articles about owls."),
        ("We use 232 articles about owls.", "We use nearly 300 articles about owls."),
        ("We found indications that owls prevent damage.", "We found that owls prevent damage."),
    ],
)
def test_what_says_more_does_not(source, text):
    assert not stands(source, text)


def test_a_conclusion_is_no_exception_though_another_word_for_one_stays():
    source = "It shares what it knows across terms. As a result, it finds sets rather than isolated terms."
    turned = "It shares what it knows across terms. Nevertheless, it finds sets rather than isolated terms."
    assert not check(Source("Of other things", source), turned, [(0, 1), (0, 1)]).passed


def test_what_comes_last_in_both_is_no_other_relation():
    assert stands(
        "The final model had 844 genes; thus, it can be used to test ideas.",
        "The final model had 844 genes; for this reason, it can be used to test ideas.",
    )
