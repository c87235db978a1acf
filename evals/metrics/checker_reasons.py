"""What the checker holds against a text, in words."""

from service.faithfulness import Report


def reasons(report: Report) -> str:
    """The reasons of the whole text, then those of each sentence beside its first 120 characters; "" without any."""
    parts = [f"{', '.join(s.reasons)}: {s.text[:120]}" for s in report.sentences if s.reasons]
    form = [reason for reason in report.reasons if not any(reason in s.reasons for s in report.sentences)]
    return "; ".join([*form, *parts])
