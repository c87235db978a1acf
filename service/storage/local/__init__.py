"""The data folder: its lock, what lies in it, and whether its files were closed in order.

It never looks into the files: the database is `storage.sql`'s, the index is `storage.chroma`'s.
"""

from service.storage.local.data_folder import (
    DATABASE_FILE,
    INDEX_FOLDER,
    JOBS_FILE,
    LOCK_FILE,
    SNAPSHOTS_FOLDER,
    DataFolder,
    announced,
    require_database,
    serving_url,
)
from service.storage.local.mapped_arrays import MappedArrays
from service.storage.local.shutdown_marker import ShutdownMarker

__all__ = [
    "DATABASE_FILE",
    "INDEX_FOLDER",
    "JOBS_FILE",
    "LOCK_FILE",
    "SNAPSHOTS_FOLDER",
    "DataFolder",
    "MappedArrays",
    "ShutdownMarker",
    "announced",
    "require_database",
    "serving_url",
]
