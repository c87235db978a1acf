"""From words to a verdict: the signals of a sentence, the trained weights, and what they amount to.

Pure: fitted by `evals/training`; nothing is learned while it serves.
"""

from service.faithfulness.classifier.novelty import NoveltyModel, novelty_features
from service.faithfulness.classifier.similarity import NAMES
from service.faithfulness.classifier.verdict import Judgement, examine
from service.faithfulness.classifier.weights import Detector, Weights, load_weights

__all__ = ["NAMES", "Detector", "Judgement", "NoveltyModel", "Weights", "examine", "load_weights", "novelty_features"]
