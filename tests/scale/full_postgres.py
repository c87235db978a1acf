"""Fills the disk of a PostgreSQL while adding papers, and tells as JSON what happened.

python -m tests.scale.full_postgres FOLDER

The folder must be a small file system of its own. The write-ahead log lies elsewhere: PostgreSQL ends when it is full.
"""

import json
import shutil
import sys
from pathlib import Path

from starlette.testclient import TestClient

from service import settings
from service.app import build, create_app
from service.observability import configure
from service.settings import LogSettings
from tests.corpora import paper
from tests.servers import servers

TEXT = "We count what we see, and write it down. "


def main(folder: Path) -> None:
    """Add papers until PostgreSQL has no room, read on, make room, and write again."""
    told: dict[str, object] = {}
    with servers(folder) as (postgres, chroma):
        store, index = {"url": postgres.create("small")}, {"url": chroma.url}
        current = settings.load(store=store, index=index, hosts=("testserver",))
        with build(current) as services, TestClient(create_app(services)) as client:
            filler, kept, number = folder / "filler", list[str](), 0
            filler.write_bytes(b"\0" * (shutil.disk_usage(folder).free - 2**20))
            while (answer := _post(client, number)).is_success:
                kept += [item["id"] for item in answer.json()["data"]]
                number += 1
            problem = answer.json()
            told |= {"status": answer.status_code, "code": problem["code"], "detail": problem["detail"]}
            told["acknowledged"] = len(kept)
            told["reads_go_on"] = client.get(f"/v1/papers/{kept[0]}").is_success
            filler.unlink()
            told["half_written"] = services.corpus.catalog.count() - len(kept)
            told["lost"] = sorted(set(kept) - set(services.corpus.catalog.resolve(kept)))
            told["accepts_again"] = _post(client, number).is_success
    sys.stdout.write(json.dumps(told) + "\n")


def _post(client: TestClient, number: int):  # whatever client there is
    """Two papers of long texts, both or none of which are kept."""
    rows = [paper(2 * number + step, abstract=f"Season {number}. " + _long(number)) for step in (0, 1)]
    return client.post("/v1/papers", json={"papers": [{"title": row.title, "abstract": row.abstract} for row in rows]})


def _long(number: int) -> str:
    """What a database cannot pack well."""
    return " ".join(f"{number * word % 9973:x}{word * 7919 % 99991:x}" for word in range(4_000))


if __name__ == "__main__":
    configure(LogSettings(level="error"))
    main(Path(sys.argv[1]))
