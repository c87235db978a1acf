"""Calibrations: what the yes and no of a model that verifies are worth, as it was found out once."""

import json
from collections.abc import Mapping
from typing import Any, cast

from service.storage.sql import Database, read_text, write_text


class CalibrationRecords:
    """The calibrations of one installation, by a key that says of which model; one that cannot be read is absent."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> dict[str, Any] | None:
        """What is kept under this key."""
        with self._db.read() as connection:
            kept = read_text(connection, _name(key))
        try:
            found: object = json.loads(kept or "")
        except ValueError:
            return None
        return cast("dict[str, Any]", found) if isinstance(found, dict) else None

    def keep(self, key: str, calibration: Mapping[str, Any]) -> None:
        """Keep one, in the place of another one of this key."""
        with self._db.write() as connection:
            write_text(connection, _name(key), json.dumps(dict(calibration), allow_nan=False))


def _name(key: str) -> str:
    return f"calibration {key}"
