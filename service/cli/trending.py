"""`paperlark trending`: what many here like of late, and what readers of the sources have voted for."""

from typing import Annotated, Literal

import typer

from service.cli import page_tables
from service.cli.arguments import DataDir, Json, Limit
from service.cli.connection import Server, connected
from service.cli.json_output import show
from service.cli.search import Category, Cursor, Day, Source, Venue

Window = Annotated[
    Literal["day", "week", "month", "1d", "7d", "30d"], typer.Option(help="So many whole days (UTC), and today.")
]


def trending(
    window: Window = "day",
    published_after: Day = None,
    published_before: Day = None,
    category: Category = None,
    source: Source = None,
    venue: Venue = None,
    has_abstract: Annotated[bool | None, typer.Option(help="Only papers with an abstract, or without.")] = None,
    limit: Limit = 10,
    cursor: Cursor = None,
    data_dir: DataDir = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List what is trending, and what each score is made of: likes here, and votes at the source."""
    with connected(data_dir, server) as client:
        found = client.trending(
            window,
            limit,
            published_after=published_after and published_after.date().isoformat(),
            published_before=published_before and published_before.date().isoformat(),
            category=category,
            source=source,
            venue=venue,
            has_abstract=has_abstract,
            cursor=cursor,
        )
    show(found, page_tables.trending, as_json=as_json)
