"""Which injected faults each reason of the checker is there for."""

from collections.abc import Mapping
from types import MappingProxyType

FAULTS_BY_REASON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "unsupported_sentence": (
            "foreign_sentence_far",
            "foreign_sentence_near",
            "other_paper_far",
            "other_paper_near",
            "generic",
        ),
        "negation_flipped": ("negation_flipped",),
        "direction_reversed": ("direction_reversed",),
        "entity_not_in_source": ("entity_swapped",),
        "overclaim": ("overclaim",),
        "hedge_dropped": ("hedge_dropped",),
        "truncated": ("truncated",),
        "preamble": ("preamble",),
        "injection_echo": ("injection_echoed",),
    }
)
