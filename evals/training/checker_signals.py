"""Which signals tell which faults: what each detector of the checker is fitted on, by regime and reason."""

from collections.abc import Mapping

from service.faithfulness.classifier import SIMILARITY_SIGNALS
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
NEGATION = ["negation_near", "negation_far", "negation_firm", "negation_bare", "negation_removed"]
ADDRESS = ["talk", "command", "cover", "new_count", "length"]
ENDING = ["no_stop", "end_function", "end_odds", "end_broken", "end_alone"]

# Signals of text that may say things in its own words.
FREE: Mapping[str, tuple[str, ...]] = {
    "unsupported_sentence": ("foreign_sum", *SUPPORT),
    "negation_flipped": tuple(NEGATION),
    "direction_reversed": (*DIRECTION_SIGNALS, "odd_max", "strange_max"),
    "entity_not_in_source": ("replaced", "replaced_loosely", "foreign_max", *SUPPORT),
    "overclaim": ("boosted", *SUPPORT),
    "hedge_dropped": ("hedge_dropped", "plain", "reserve_lost", "boosted", *LEXICAL),
    "truncated": (*ENDING, "length"),
    "preamble": tuple(ADDRESS),
    "injection_echo": tuple(ADDRESS),
}
# What cited text is asked for besides its edits, which need no training.
CITED: Mapping[str, tuple[str, ...]] = {reason: FREE[reason] for reason in ("truncated", "injection_echo")}

SIGNALS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"free": FREE, "cited": CITED}
