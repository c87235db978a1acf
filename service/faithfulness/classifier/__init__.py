"""From words to numbers that decide: the signals of a sentence, and the trained weights that reasons are read off.

Pure: the weights are fitted in `evals`; nothing is learned while it serves.
"""

from service.faithfulness.classifier.examination import Judgement, examine
from service.faithfulness.classifier.novelty import NoveltyModel, novelty_features
from service.faithfulness.classifier.similarity import SIMILARITY_SIGNALS
from service.faithfulness.classifier.weights import Detector, Weights, load_weights

__all__ = [
    "SIMILARITY_SIGNALS",
    "Detector",
    "Judgement",
    "NoveltyModel",
    "Weights",
    "examine",
    "load_weights",
    "novelty_features",
]
