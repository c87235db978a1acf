"""What is said of one thing is not said of another one, and what tells them apart is not exchanged."""

import pytest

from tests.faithfulness.claims import stands


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Male owls hunt at night. Female owls feed the young.", "Male owls feed the young."),
        (
            "Large models need memory. Small models run on phones in real time.",
            "Large models run on phones in real time.",
        ),
        ("Recurrent nets are used for speech. Convolutional nets see images.", "Recurrent nets see images."),
        ("The first net encodes images. The second net decodes texts.", "The first net decodes texts."),
        ("Patients with disease A were older. Patients with disease B had pain.", "Patients with disease A had pain."),
        ("Type I cells divide. Type II cells secrete mucus in mice.", "Type I cells secrete mucus in mice."),
        ("Group A improved by 5 %. Group B got worse by 3 %.", "Group A got worse by 3 %."),
        ("Model 1 is trained on text. Model 2 is trained on images.", "Model 1 is trained on images."),
        ("Transformers are slow. The proposed model is fast on long texts.", "Transformers are fast on long texts."),
        ("Errors rose by 80 %, 100 %, and 88 %, respectively.", "Errors rose by 80 %, 88 %, and 100 %, respectively."),
        (
            "Errors were 3, 5 and 7 for owls, hawks and mice, respectively.",
            "Errors were 5, 3 and 7 for owls, hawks and mice, respectively.",
        ),
        ("Sepsis is a cause of death. It affects patients.", "Death affects patients."),
        ("Severe sepsis is a cause of death. It affects patients.", "Sepsis affects patients."),
        ("Sepsis in children is a cause of death. It affects patients.", "Sepsis affects patients."),
        ("However, rates are low. Thus, conversion is hard.", "Thus, rates are low."),
        ("However, the flow is slow. The map is hard because of noise.", "The flow is slow because of noise."),
        ("While owls are small, they hunt mice.", "Since owls are small, they hunt mice."),
        ("The owls left after hawks were seen.", "Hawks were seen after the owls left."),
        ("Age is negatively associated with size.", "There is an association between age and size."),
        ("Age is associated with size.", "There is a strong association between age and size."),
        ("Age is associated with size.", "There is no association between age and size."),
        ("We saw 51 owls.", "We saw hundreds of owls."),
        ("We saw 51,000 owls.", "We saw hundreds of owls."),
        ("The β-cells are lost.", "The alpha cells are lost."),
        ("Owls (1) and mice (2) were seen.", "Owls (2) and mice (1) were seen."),
    ],
)
def test_what_is_put_together_of_two_things_does_not_stand(source, text):
    assert not stands(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("We propose a graph model. The resulting model is fast.", "The graph model is fast."),
        ("We present a parser for logs. The proposed parser is fast.", "The parser for logs is fast."),
        ("Male owls hunt. Female owls feed the young.", "Male owls hunt, and female owls feed the young."),
        ("Group A improved. Group B got worse by 3 %.", "Group B got worse by 3 %."),
        ("Breast cancer kills women in towns. It is treated with drugs.", "Breast cancer is treated with drugs."),
        ("We propose a method for logs. It uses graphs.", "The method uses graphs."),
        ("Deep learning is popular in the field. However, it needs data.", "However, deep learning needs data."),
        ("We tested owls, hawks and mice.", "We tested mice, owls and hawks."),
        ("However, rates are low, thus yielding noise.", "Rates are low, thus yielding noise."),
        (
            "However, rates are low. Thus, we find conversion hard.",
            "Rates are low, and thus the authors find conversion hard.",
        ),
        ("We compare weights before and after learning.", "The authors compare weights before and after learning."),
        ("Age correlates with size in owls.", "There is a correlation between age and size in owls."),
        ("Age is strongly associated with size.", "There is a strong association between age and size."),
        ("We saw 517 owls.", "We saw hundreds of owls."),
        ("We saw 51 owls.", "We saw dozens of owls."),
        ("TGF-β and EIF2α were found.", "TGF-beta and EIF2alpha were found."),
        ("We use fMRI and NMR.", "We use functional MRI and nuclear magnetic resonance."),
        ("We show that (i) owls fly and (ii) mice run.", "We show that (1) owls fly and (2) mice run."),
        ("There are two tasks: 1) hunting and 2) sleeping.", "There are two tasks: hunting and sleeping."),
        ("We believe that laws help owls.", "In the authors' opinion, laws help owls."),
        ("In our view, laws help owls.", "In their view, laws help owls."),
        ("This enables owls to hunt.", "This makes it possible for owls to hunt."),
        ("Rules are needed in order to hunt.", "Rules are needed to hunt."),
        ("These are commonly utilized tools.", "These are commonly used tools."),
        ("By utilizing graphs, nets learn.", "By using graphs, nets learn."),
        ("Nets could be utilized to hunt.", "Nets could be used to hunt."),
    ],
)
def test_the_same_of_the_same_thing_stands(source, text):
    assert stands(source, text)
