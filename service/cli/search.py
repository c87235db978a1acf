"""`paperlark search`: find papers by what somebody types."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from service.cli import console
from service.cli.arguments import DataDir, Json, Limit
from service.cli.connection import Server, connected
from service.cli.json_output import show

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Both days count.")]
Category = Annotated[list[str] | None, typer.Option(help="Any of these; may be repeated.")]
Source = Annotated[list[str] | None, typer.Option(help="Any of these; may be repeated.")]
Venue = Annotated[list[str] | None, typer.Option(help="Any of these, by their whole names; may be repeated.")]
Cursor = Annotated[str | None, typer.Option(help="Where the page before ends, as it says.")]
Mode = Annotated[
    Literal["hybrid", "semantic", "keyword"],
    typer.Option(help="By words and meaning in equal parts, or by meaning or words alone."),
]
Sort = Annotated[
    Literal["relevance", "published", "added", "popular"],
    typer.Option(help="Other than by relevance: the papers with half of the best score or more."),
]


def search(
    query: Annotated[list[str], typer.Argument(help='Words, "phrases", -without, title:, author:, id:, or a link.')],
    mode: Mode = "hybrid",
    sort: Sort = "relevance",
    published_after: Day = None,
    published_before: Day = None,
    category: Category = None,
    source: Source = None,
    venue: Venue = None,
    has_abstract: Annotated[bool | None, typer.Option(help="Only papers with an abstract, or without.")] = None,
    user: Annotated[str | None, typer.Option(help="Whose papers, with --within or --collection.")] = None,
    within: Annotated[Literal["likes"] | None, typer.Option(help="likes: only among what this user likes.")] = None,
    collection: Annotated[str | None, typer.Option(help="Only among what is in this collection of the user's.")] = None,
    limit: Limit = 10,
    cursor: Cursor = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Find papers by words, by what they are about, by title, author or id."""
    with connected(data_dir, server) as client:
        found = client.search(
            " ".join(query),
            limit,
            mode=mode,
            sort=sort,
            published_after=published_after and published_after.date().isoformat(),
            published_before=published_before and published_before.date().isoformat(),
            category=category,
            source=source,
            venue=venue,
            has_abstract=has_abstract,
            user=user,
            within=within,
            collection=collection,
            cursor=cursor,
        )
    show(found, console.search, as_json=as_json)
