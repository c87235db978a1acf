"""What a migration does stays what it was, whatever becomes of the code."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from service.storage import sql
from tests.storage.sql.test_other_ids import NOW, keep, put_back
from tests.stores import InFolders

VERSIONS = sorted((Path(sql.__file__).parent / "migrations" / "versions").glob("*.py"))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_calls_no_code_that_may_change(path: Path):
    assert "service" not in {
        word for line in path.read_text("utf-8").splitlines() for word in line.split(".")[0].split()
    }


def test_titles_and_ids_of_papers_kept_before_are_read_as_they_were_then(stores: InFolders, tmp_path: Path):
    ids = {
        "ArXiv": "math.GT/0309136v1",
        "DOI": "10.48550/arXiv.1711.09995",
        "CorpusId": "77",
        "PubMed": "30112239",
        "PMC": "PMC12.1",
        "isbn": "1",
        "openalex": "W9",
    }
    with stores.opened(tmp_path) as database:
        put_back(database)
        keep(database, "oa:1", NOW, external_ids=ids, url="https://openreview.net/forum?id=rkgMkCEtPB")
        keep(database, "hf:a-title-of-hf-a-title-of-hf", NOW)
        keep(database, "oa:x", NOW)
        with database.write() as connection:
            old = sa.Table("papers", sa.MetaData(), autoload_with=connection)
            rename = sa.update(old)
            connection.execute(rename.where(old.c.id == "oa:x").values(title="Łódź & Çay–2: a* search"))
            connection.execute(rename.where(old.c.id.like("hf:%")).values(title="A title of hf; a Title of HF"))
        database.migrate()
        with database.read() as connection:
            papers = {row.id: (row.title_key, row.minted) for row in connection.execute(sa.select(sql.papers))}
            named = set(connection.scalars(sa.select(sql.other_ids.c.id)))
    assert papers == {
        "oa:1": ("hf:a-title-of-oa-1", False),
        "hf:a-title-of-hf-a-title-of-hf": ("hf:a-title-of-hf-a-title-of-hf", True),
        "oa:x": ("hf:lodz-and-cay-2-a-search--7b983af4d7", False),
    }
    assert named == {
        "arxiv:math/0309136", "arxiv:1711.09995", "corpusid:77", "pmid:30112239", "pmcid:PMC12", "openalex:W9",
        "openreview:rkgMkCEtPB",
    }  # fmt: skip
