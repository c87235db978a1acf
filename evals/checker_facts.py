"""Which facts tell which faults: what each detector of the checker is fitted on, and on what faults."""

from collections.abc import Mapping

from service.faithfulness.classifier import SIMILARITY_SIGNALS, Detector
from service.faithfulness.lexical import DIRECTION_SIGNALS

LEXICAL = [
    "cover",
    "cover_best",
    "cover_two",
    "cover_title",
    "pairs",
    "triples",
    "content_pairs",
    "run",
    "new_max",
    "odd_max",
    "odd_sum",
    "odd_share",
    "new_names",
    "new_count",
    "specific",
    "length",
]
SUPPORT = [*LEXICAL, *SIMILARITY_SIGNALS]
NEGATED = ["negation_near", "negation_far", "negation_firm", "negation_bare", "negation_removed"]
MANNERS = ["talk", "command", "cover", "new_count", "length"]
ENDED = ["no_stop", "end_function", "end_odds", "end_broken", "end_alone"]
FOREIGN = ("foreign_sentence_far", "foreign_sentence_near", "other_paper_far", "other_paper_near", "generic")
# By reason: the faults, and the facts of text that may say things in its own words.
DETECTORS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "unsupported_sentence": (FOREIGN, ("foreign_sum", *SUPPORT)),
    "negation_flipped": (("negation_flipped",), tuple(NEGATED)),
    "direction_reversed": (("direction_reversed",), (*DIRECTION_SIGNALS, "odd_max", "strange_max")),
    "entity_not_in_source": (("entity_swapped",), ("replaced", "replaced_loosely", "foreign_max", *SUPPORT)),
    "overclaim": (("overclaim",), ("boosted", *SUPPORT)),
    "hedge_dropped": (("hedge_dropped",), ("hedge_dropped", "plain", "reserve_lost", "boosted", *LEXICAL)),
    "truncated": (("truncated",), (*ENDED, "length")),
    "preamble": (("preamble",), tuple(MANNERS)),
    "injection_echo": (("injection_echoed",), tuple(MANNERS)),
}

# What decides in text that copies and cites: facts of the edit script, beside the others or, for terms, in their place.
REPLACED = ("edit_far", "edit_sharp", "edit_strange", "edit_alien", "edit_lost", "edit_both")
FREE: Mapping[str, tuple[str, ...]] = {reason: names for reason, (_, names) in DETECTORS.items()}
CITED: Mapping[str, tuple[str, ...]] = {
    **FREE,
    "direction_reversed": ("edit_antonym", *DIRECTION_SIGNALS, "edit_far", "edit_lost"),
    "entity_not_in_source": REPLACED,
    "overclaim": ("boosted", "edit_alien", "edit_far", "new_count", "length", "odd_max", "odd_sum"),
    "hedge_dropped": ("edit_hedge", "hedge_dropped", "boosted", "reserve_lost", *SUPPORT),
}

FACTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"free": FREE, "cited": CITED}
# Set by hand, not fitted: in cited text one short edit that adds or takes a negation decides.
BY_HAND: Mapping[str, Mapping[str, Detector]] = {
    "free": {},
    "cited": {"negation_flipped": Detector({"edit_negation": 4.0}, -2.5)},
}
