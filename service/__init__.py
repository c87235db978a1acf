"""Paperlark: what to read next, why, and what each paper says."""

import os
from importlib.metadata import version

# onnxruntime reports its use to its maker from 1.29 on, unless this stands in the environment before its import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = version("paperlark")
