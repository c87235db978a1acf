"""What a user takes away as a file: likes, a collection, recommendations, what a search found."""

from service.corpus import Corpus
from service.discovery.for_user import likes_of_user
from service.discovery.result import Recommendations
from service.discovery.search import SearchPage
from service.discovery.user_collections import collection_content
from service.export import Entry
from service.storage import Libraries


def like_entries(corpus: Corpus, user: str) -> list[Entry]:
    """The likes of a user with their dates, oldest first."""
    return [Entry(paper, at) for paper, at in likes_of_user(corpus, user)]


def collection_entries(corpus: Corpus, libraries: Libraries, user: str, name: str) -> list[Entry]:
    """What is in a collection, with notes; raises BadInput, NotInLibrary."""
    items = collection_content(corpus, libraries, user, name).items
    return [Entry(each.paper, each.added_at, each.note) for each in items if each.paper]


def recommended_entries(found: Recommendations) -> list[Entry]:
    """Recommended papers, best first."""
    return [Entry(item.paper) for item in found.data]


def found_entries(found: SearchPage) -> list[Entry]:
    """What a search found, best first."""
    return [Entry(hit.paper) for hit in found.data]
