"""Does the source say this? Checks a text against the paper it is about, and finds what was planted in a paper.

Pure: nothing is read but the weights shipped with the package; no model is asked, and no text is changed but for blanks
in the place of what was planted. How often it errs is in evals/README.md.
"""

from service.faithfulness.checker import CHECKER, COPIED_FAULTS, MAX_TEXT, RULES, Report, Source, check
from service.faithfulness.injection import is_injection, without_injections
from service.faithfulness.languages import is_foreign_language
from service.faithfulness.outlier_sentences import without_outliers
from service.faithfulness.relation_claims import states_shared_topic, unstated_relation

__all__ = [
    "CHECKER",
    "COPIED_FAULTS",
    "MAX_TEXT",
    "RULES",
    "Report",
    "Source",
    "check",
    "is_foreign_language",
    "is_injection",
    "states_shared_topic",
    "unstated_relation",
    "without_injections",
    "without_outliers",
]
