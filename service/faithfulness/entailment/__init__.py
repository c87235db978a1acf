"""Does a sentence follow from the sentences that it cites? Judged by the edits that make it of them.

Natural logic on the surface of the text (MacCartney & Manning 2007, 2009): align, find the edits, ask of each whether
it leaves the claim equal or wider. No parser and no model: what is not shown to be harmless counts as a fault.
"""

from service.faithfulness.entailment.edits import Edit
from service.faithfulness.entailment.judge import judge

__all__ = ["Edit", "judge"]
