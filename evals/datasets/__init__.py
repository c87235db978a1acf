"""What is read: benchmark files as published, the sample corpus and the cases written about it.

Every fault of a file is named with its line. It measures nothing, and changes no file.
"""

__all__ = []
