"""Paperlark: what to read next, why, and what each paper says."""

import os
from importlib.metadata import version

# onnxruntime reports its use to its maker from 1.29 on, unless this stands in the environment before its import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# numpy's matrices are multiplied by the thread that asks: among many requests, threads of their own only fight for the
# cores (on two, a list for 20 likes at 784 papers takes a fifth longer, a digest half as long again).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = version("paperlark")
