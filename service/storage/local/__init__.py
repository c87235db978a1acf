"""The data folder of a single process: its lock, and whether its files were closed in order."""

from service.storage.local.clean_shutdown import CleanShutdown
from service.storage.local.data_folder import DATABASE, INDEX, DataFolder

__all__ = ["DATABASE", "INDEX", "CleanShutdown", "DataFolder"]
