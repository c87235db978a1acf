"""One fact in another construction stands; the same construction with the things exchanged does not."""

import pytest

from service.faithfulness import Source, check
from service.text import sentences


def stands(evidence: str, text: str) -> bool:
    cited = tuple(range(len(sentences(evidence))))
    return check(Source("A study", f"{evidence} More is said elsewhere."), text, [cited]).passed


@pytest.mark.parametrize(
    ("evidence", "honest", "lie"),
    [
        ("Therefore, the model overfits on small data sets.",
         "Thus, the model overfits on small data sets.", "Nevertheless, the model overfits on small data sets."),
        ("The method is slow because it needs many samples.",
         "Because it needs many samples, the method is slow.", "The method is slow although it needs many samples."),
        ("Because labels are rare, the method needs many samples.",
         "Labels are rare, so the method needs many samples.", "Labels are rare, but the method needs many samples."),
        ("To address this limitation, we propose a graph network for molecules.",
         "With the aim of addressing this limitation, we propose a graph network for molecules.",
         "Without addressing this limitation, we propose a graph network for molecules."),
        ("We perform an evaluation of the model on five corpora.",
         "We evaluate the model on five corpora.", "We perform an evaluation of five corpora on the model."),
        ("These variants lead to a reduction in insulin secretion.",
         "These variants reduce insulin secretion.", "Insulin secretion leads to a reduction in these variants."),
        ("Protein structure prediction remains difficult.",
         "Predicting protein structure remains difficult.",
         "The structure of protein prediction remains easy."),
        ("About half of the patients recovered within two decades.",
         "About 50% of the patients recovered within 20 years.",
         "About 20% of the patients recovered within 50 years."),
        ("Errors ranged from 5 to 25 percent.",
         "Errors ranged between 5% and 25%.", "Errors fell from 5 to 25 percent."),
        ("The score improves by a factor of two on ten tasks.",
         "The score improves twofold on ten tasks.", "The score improves tenfold on two tasks."),
        ("The assay takes 24 h.", "The assay takes one day.", "The assay takes 24 days."),
        ("The method does not make assumptions about noise.",
         "The method makes no assumptions about noise.", "The method makes assumptions about noise."),
        ("Such models fail to generalise to unseen domains.",
         "Such models do not generalise to unseen domains.", "Such models generalise to unseen domains."),
        ("It is known that these problems are often ill-posed.",
         "These problems are known to be often ill-posed.", "These problems are not known to be often ill-posed."),
        ("It is difficult to train deep networks on small data.",
         "Deep networks are difficult to train on small data.", "Deep data are difficult to train on small networks."),
        ("Our results show that the drug lowers blood pressure in rats.",
         "The drug lowers blood pressure in rats, our results show.",
         "Blood pressure lowers the drug in rats, our results show."),
        ("Numerical experiments on widely used benchmarks demonstrate gains.",
         "Numerical experiments on benchmarks that are widely used demonstrate gains.",
         "Numerical experiments on benchmarks that are not widely used demonstrate gains."),
        ("We give users feedback on their errors.",
         "We give feedback on their errors to users.", "We give errors feedback on their users."),
        ("Smoking precedes lung damage in most cohorts.",
         "Lung damage follows smoking in most cohorts.", "Smoking follows lung damage in most cohorts."),
        ("The cohort included 40 women and 25 men.",
         "40 women and 25 men were included in the cohort.", "The cohort included 25 women and 40 men."),
        ("Currently, the package is used by numerous groups.",
         "The package is currently used by numerous groups.", "The package was formerly used by numerous groups."),
        ("We study drug-resistant bacteria in hospitals.",
         "We study bacteria that are resistant to drugs in hospitals.",
         "We study drugs resistant to bacteria in hospitals."),
        ("Gradient-based techniques are fast on sparse problems.",
         "Techniques based on gradients are fast on sparse problems.",
         "Gradients based on techniques are fast on sparse problems."),
        ("ATP-binding kinases were found in yeast.",
         "Kinases that bind ATP were found in yeast.", "Kinases that are bound by ATP were found in yeast."),
        ("The drug significantly reduces tumour growth in mice.",
         "The drug brings a significant reduction in tumour growth in mice.",
         "The drug brings a significant increase in tumour growth in mice."),
        ("The number of errors dropped sharply.",
         "There was a sharp drop in the number of errors.", "There was a slight drop in the number of errors."),
        ("Recent models are large. However, their memory use is low.",
         "Although recent models are large, their memory use is low.",
         "Because recent models are large, their memory use is low."),
        ("We use trees instead of graphs for search.",
         "We use trees, not graphs, for search.", "We use graphs rather than trees for search."),
        ("Interestingly, the loss falls with depth.",
         "It is interesting that the loss falls with depth.", "It is interesting that the loss grows with depth."),
        ("First, we cluster the genes by function.",
         "We first cluster the genes by function.", "We are the first to cluster the genes by function."),
        ("Symmetry plays a crucial role in modelling crystals.",
         "Symmetry is crucial for modelling crystals.", "Symmetry is sufficient for modelling crystals."),
        ("We use deep networks to predict protein structure.",
         "We predict protein structure using deep networks.", "We predict deep networks using protein structure."),
        ("The method is faster than existing solvers.",
         "Compared with existing solvers, the method is faster.",
         "Compared with the method, existing solvers are faster."),
        ("We investigate how sleep affects memory.",
         "We investigate the effect of sleep on memory.", "We investigate the effect of memory on sleep."),
        ("This makes it possible to model long-range order.",
         "This allows one to model long-range order.", "This allows one to ignore long-range order."),
        ("The framework stores a lexicon and reaches 95% accuracy.",
         "The framework reaches 95% accuracy.", "The lexicon reaches 95% accuracy."),
    ],
)  # fmt: skip
def test_a_construction_is_exchanged_for_an_equal_one_and_things_are_not(evidence, honest, lie):
    assert stands(evidence, honest)
    assert not stands(evidence, lie)


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        ("All patients recovered within a week.", "Most patients recovered within a week."),
        ("Many patients recovered within a week.", "Several patients recovered within a week."),
        ("Four patients recovered within a week.", "Several patients recovered within a week."),
        ("The therapy was ineffective in mice.", "The therapy was not effective in mice."),
        ("The run time falls by two orders of magnitude.", "The run time falls by a factor of 100."),
        ("We give a simple yet powerful model of speech.", "We give a powerful model of speech."),
        ("There is a possibility that drift explains the bias.", "Drift might explain the bias."),
    ],
)
def test_a_word_that_says_as_much_or_less_stands(evidence, text):
    assert stands(evidence, text)


@pytest.mark.parametrize(
    ("evidence", "lie"),
    [
        ("Samples were few and the effect was robust.", "The effect was robust because samples were few."),
        ("The method was tested on several tasks.", "The method was tested on a single task."),
        ("The method was tested on several tasks.", "The method was tested on many tasks."),
        ("Three of the four models converge.", "The four models converge."),
        ("The theory explains part of the variance.", "The theory explains the variance."),
        ("We investigate whether sleep improves memory.", "Sleep improves memory."),
        ("We plan to release the code and data.", "We release the code and data."),
        ("In theory, the method handles long texts.", "The method handles long texts."),
        ("This leads to a better understanding of cells.", "This leads to the best understanding of cells."),
        ("Initially, we employ an encoder for all texts.", "Ultimately, we employ an encoder for all texts."),
        ("Smoking was associated with an increased risk.", "Smoking caused an increased risk."),
        ("We use graphs rather than trees for search.", "We use graphs and also trees for search."),
        ("However, if the models are tractable there is a way to train them.", "However."),
        ("It has found use in the second edition of the test.", "It has found use in the third edition of the test."),
    ],
)
def test_what_no_construction_explains_does_not_stand(evidence, lie):
    assert not stands(evidence, lie)
