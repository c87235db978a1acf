"""The end of a worker, in the middle of what it does."""

import asyncio
import threading
import time

import pytest
from dbos import _queue

from service.jobs import JobHandlers
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


@pytest.mark.filterwarnings("ignore::FutureWarning:sklearn.*")
def test_the_end_of_a_worker_breaks_a_layout_off_and_the_next_one_makes_it(small):
    job = small.jobs.lay_out_map()
    first, second = (
        JobHandlers(small.jobs, small.corpus, small.libraries, small.writer, small.digests) for _ in range(2)
    )
    first.end()

    async def broken_off() -> None:
        step = asyncio.create_task(first.step(job))
        done, _ = await asyncio.wait([step], timeout=2)
        assert not done  # it neither returns nor fails, or else it would be taken for done
        step.cancel()

    asyncio.run(broken_off())
    assert small.corpus.catalog.positions.all() == {}
    assert asyncio.run(second.step(job))
    assert len(small.corpus.catalog.positions.all()) == 60
