"""What a verifier's word is worth, kept by the model's key."""

import pytest

from service.storage import CalibrationRecords
from service.storage.sql import write_text


def test_a_calibration_is_there_for_every_process_until_another_one_takes_its_place(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        CalibrationRecords(database).keep("a", {"auc": 0.9, "useless": ""})
        CalibrationRecords(database).keep("a", {"auc": 0.5, "useless": "it guesses"})
        assert CalibrationRecords(database).get("a") == {"auc": 0.5, "useless": "it guesses"}
        assert CalibrationRecords(database).get("b") is None


@pytest.mark.parametrize("damaged", ["", "{", "[1]", "null"])
def test_one_that_cannot_be_read_is_absent(stores, tmp_path, damaged):
    with stores.opened(tmp_path) as database:
        with database.write() as connection:
            write_text(connection, "calibration a", damaged)
        assert CalibrationRecords(database).get("a") is None
