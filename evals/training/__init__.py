"""Scripts that fit the files of weights shipped in `service/`: run as `python -m evals.training.NAME`, by hand.

They write weights and never a figure that is reported: what the weights are worth is measured by the suites.
"""

__all__ = []
