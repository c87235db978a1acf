"""The configured language models: as writers whose texts are recorded, and as a judge.

Off by default, and never beyond the budget of the settings.
"""

__all__ = []
