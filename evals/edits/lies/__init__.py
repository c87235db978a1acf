"""Lies: kinds of edits that make a sentence say what its source does not, by changing one thing."""

from collections.abc import Mapping

from evals.edits.edit import EditKind
from evals.edits.lies.antonyms import ANTONYMS
from evals.edits.lies.arguments import ARGUMENTS
from evals.edits.lies.causality import CAUSALITY
from evals.edits.lies.comparisons import COMPARISONS
from evals.edits.lies.entities import ENTITIES
from evals.edits.lies.modality import MODALITY
from evals.edits.lies.negations import NEGATIONS
from evals.edits.lies.novelty import NOVELTY
from evals.edits.lies.quantifiers import QUANTIFIERS
from evals.edits.lies.quantities import QUANTITIES
from evals.edits.lies.scopes import SCOPES
from evals.edits.lies.time import TIMES

_GROUPS = (
    QUANTIFIERS,
    SCOPES,
    COMPARISONS,
    ARGUMENTS,
    QUANTITIES,
    CAUSALITY,
    ENTITIES,
    TIMES,
    MODALITY,
    NEGATIONS,
    NOVELTY,
    ANTONYMS,
)

LIES: Mapping[str, EditKind] = {name: kind for group in _GROUPS for name, kind in group.items()}
"""All the kinds by name."""

__all__ = ["LIES"]
