"""Backups of a data folder: one file, made while the service goes on, verified by its SHA-256 when it is restored.

In it is the database alone: the index and the file of jobs are made anew from it. What lies in PostgreSQL is for
PostgreSQL's own tools.
"""

from service.storage.backup.archive import Manifest
from service.storage.backup.making import make_backup
from service.storage.backup.restoring import restore_backup

__all__ = ["Manifest", "make_backup", "restore_backup"]
