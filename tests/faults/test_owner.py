"""Two processes and one folder; a folder that cannot be written."""

import os

import pytest

from service.api import Services
from tests.corpora import answers
from tests.faults.processes import PAPERLARK, run

pytestmark = pytest.mark.embedded("one process owns a data folder")


def test_a_second_process_ends_with_one_sentence_that_names_the_first(small: Services):
    before = answers(small)
    second = run("-c", PAPERLARK, "reindex", "--data-dir", small.settings.data_dir)
    assert second.returncode == 1
    assert second.stdout == ""
    sentence = " ".join(second.stderr.split())
    assert f"process {os.getpid()} on" in sentence
    assert "stop that process or name another --data-dir" in sentence
    assert "Traceback" not in second.stderr
    assert answers(small) == before
    assert small.corpus.is_complete()
