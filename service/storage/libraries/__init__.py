"""A user's library beside what the user says of papers: collections, followed authors, saved searches, imports.

What a user was shown is here, too, and up to when the user has seen what is new.

Papers stand under the ids that the user gave: whoever reads them finds the paper that an id names now, so that a merge
takes them along and a split gives them back.
"""

from service.storage.libraries.alert_marks import AlertMarkRecords
from service.storage.libraries.authors import AuthorRecords, FollowedAuthor
from service.storage.libraries.collection import CollectedPaper, Collection, CollectionRecords
from service.storage.libraries.imports import Imported, ImportedPaper, ImportRecords, LibraryImport, Undone
from service.storage.libraries.impressions import Impression, ImpressionRecords, Place, record_shown
from service.storage.libraries.searches import SavedSearch, SearchRecords
from service.storage.sql import Database

__all__ = [
    "CollectedPaper",
    "Collection",
    "FollowedAuthor",
    "Imported",
    "ImportedPaper",
    "Impression",
    "Libraries",
    "LibraryImport",
    "Place",
    "SavedSearch",
    "Undone",
    "record_shown",
]


class Libraries:
    """The libraries of all users of one installation."""

    def __init__(self, database: Database) -> None:
        self.collections = CollectionRecords(database)
        self.authors = AuthorRecords(database)
        self.searches = SearchRecords(database)
        self.imports = ImportRecords(database)
        self.impressions = ImpressionRecords(database)
        self.alert_marks = AlertMarkRecords(database)

    def delete_user(self, user: str) -> None:
        """Remove all of a user's library."""
        kept = (self.imports, self.collections, self.authors, self.searches, self.impressions, self.alert_marks)
        for records in kept:
            records.delete_user(user)
