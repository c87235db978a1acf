"""The end of a worker, in the middle of what it does."""

import threading
import time

from dbos import _queue

from tests.api.test_jobs import begun, ended
from tests.corpora import serving


def test_a_server_stopped_while_it_takes_up_a_job_says_nothing_wrong_and_the_next_one_does_it(
    stores, small_folder, tmp_path, open_services, monkeypatch, caplog
):
    taking, take = threading.Event(), _queue.execute_dequeued_workflow

    def slow(*args):
        taking.set()
        time.sleep(1)
        return take(*args)

    folder = stores.copy(small_folder, tmp_path / "data")
    monkeypatch.setattr(_queue, "execute_dequeued_workflow", slow)
    with open_services(folder) as services, serving(services) as client:
        job = begun(client, services.corpus.catalog.first_ids(3))
        assert taking.wait(30)
    assert not [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    monkeypatch.setattr(_queue, "execute_dequeued_workflow", take)
    with open_services(folder, jobs={"dead_after_s": 3}) as services, serving(services) as client:
        assert ended(client, job)["status"] == "completed"
