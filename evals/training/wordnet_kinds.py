"""Which meanings are so general that to name them says next to nothing."""

from evals.training.wordnet_files import SynsetId, WordNet
from service.text.lexicon import Part

KIND, BELOW = ("@", "@i"), ("~", "~i")
GENERAL = 150
GENERAL_THING = 10_000
"""Kinds that a synset may have and still be worth naming; things have more than what is abstract, or done."""


class Kinds:
    """The tree of kinds of all synsets."""

    def __init__(self, net: WordNet) -> None:
        self.net = net
        self._below: dict[SynsetId, frozenset[SynsetId]] = {}

    def below(self, key: SynsetId) -> frozenset[SynsetId]:
        """All kinds of a synset, and their kinds."""
        if key not in self._below:
            direct = [pointer.target for pointer in self.net.synsets[key].pointers if pointer.symbol in BELOW]
            self._below[key] = frozenset(direct).union(*(self.below(target) for target in direct))
        return self._below[key]

    def is_thing(self, key: SynsetId) -> bool:
        """Whether a synset is a kind of physical entity."""
        above = [pointer.target for pointer in self.net.synsets[key].pointers if pointer.symbol in KIND]
        return "physical entity" in self.net.synsets[key].words or any(map(self.is_thing, above))

    def is_general(self, key: SynsetId) -> bool:
        """Whether a synset is too general: "act", "entity"."""
        if key[0] not in (Part.NOUN, Part.VERB):
            return False
        return len(self.below(key)) > (GENERAL_THING if self.is_thing(key) else GENERAL)
