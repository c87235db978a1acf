"""What fits the weights shipped in `service/`: run by hand, `python -m evals.training.NAME`, never by a suite.

NAME is checker, salience, votes or word_vectors. None of them reports what its weights are worth: the suites do.
"""

__all__ = []
