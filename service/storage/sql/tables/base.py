"""What the tables share."""

from typing import Final

import sqlalchemy as sa

metadata: Final = sa.MetaData()

# By code point, as SQLite and Python sort, whatever the language of the database.
TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text of any length."""
