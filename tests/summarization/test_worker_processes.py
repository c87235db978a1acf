"""Text workers as real processes: the same texts as here, whoever is killed, and nobody left behind."""

import asyncio
import gc
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from service.summarization.claim_verification import verify_claims
from service.summarization.output_parser import Claim
from service.summarization.quotation import quote
from service.summarization.verification import source_sentences
from service.summarization.worker_processes import TextWorkers
from tests.corpora import samples

PAPERS = samples(40)
COUNT = 2
REQUESTS = [(paper, kind, PAPERS[:2], 120, None) for paper in PAPERS for kind in ("summary", "blurb")]


@pytest.fixture
def text_workers() -> Iterator[TextWorkers]:
    """Two processes that are ready."""
    text_workers = TextWorkers(COUNT)
    text_workers.open()
    yield text_workers
    text_workers.close()


def children() -> list[int]:
    return [child.pid for child in multiprocessing.active_children()]


def quoted_here():
    return [quote(*request) for request in REQUESTS]


async def killed_at_work(text_workers: TextWorkers, kills: int):
    """The texts, with a process killed so often while they are written, each time one of a new pool."""
    work, known = asyncio.create_task(text_workers.quote(REQUESTS)), set[int]()
    for _ in range(kills):
        # Both are there: a death while the pool is still starting one makes Python's own thread for it fail.
        while len(fresh := set(children()) - known) < COUNT:  # of a process there is no event
            assert not work.done()
            await asyncio.sleep(0.01)
        known |= set(children())
        os.kill(min(fresh), signal.SIGKILL)
        await asyncio.sleep(0.01)
    return await work


def test_texts_are_the_same_bytes_as_those_that_are_written_here(text_workers):
    made = asyncio.run(text_workers.quote(REQUESTS))
    assert [text.model_dump_json() for text in made] == [text.model_dump_json() for text in quoted_here()]


def test_verdicts_are_the_same_as_those_that_are_made_here(text_workers):
    paper = PAPERS[0]
    told = source_sentences((paper,))
    claims = [Claim(line.text, line.text, (number,)) for number, line in enumerate(told, 1)]
    claims.append(Claim("It cures 93 owls.", "It cures 93 owls.", (1,)))
    found = asyncio.run(text_workers.verify(claims, paper, told))
    assert found == verify_claims(claims, paper, told)
    assert found.failures


def test_a_process_that_is_killed_at_work_loses_no_text_and_is_replaced(text_workers):
    before = set(children())
    assert asyncio.run(killed_at_work(text_workers, 1)) == quoted_here()
    assert set(children()) - before


def test_texts_are_written_here_when_processes_die_again_and_again(text_workers):
    assert asyncio.run(killed_at_work(text_workers, 2)) == quoted_here()
    assert children() == []


def test_work_that_python_forgot_when_a_process_died_is_done_again(text_workers, monkeypatch):
    submit, forgotten = ProcessPoolExecutor.submit, []

    def forgetful(pool, work, *values):
        if forgotten:
            return submit(pool, work, *values)
        os.kill(children()[0], signal.SIGKILL)
        forgotten.append(Future())
        return forgotten[0]

    monkeypatch.setattr(ProcessPoolExecutor, "submit", forgetful)
    assert asyncio.run(text_workers.quote(REQUESTS[:2])) == quoted_here()[:2]
    assert forgotten[0].cancelled()


def test_before_they_are_opened_and_after_they_are_closed_the_work_is_done_here():
    text_workers = TextWorkers(2)
    first = asyncio.run(text_workers.quote(REQUESTS[:4]))
    assert children() == []
    text_workers.open()
    assert len(children()) == 2
    text_workers.close()
    assert children() == []
    assert asyncio.run(text_workers.quote(REQUESTS[:4])) == first
    assert children() == []


def test_they_may_be_closed_while_they_are_opened():
    text_workers = TextWorkers(COUNT)
    with ThreadPoolExecutor(1) as aside:
        opening = aside.submit(text_workers.open)
        while not children():
            time.sleep(0.001)
        text_workers.close()
        assert opening.exception() is None
    assert children() == []


def test_none_at_all_is_a_choice():
    text_workers = TextWorkers(0)
    text_workers.open()
    assert asyncio.run(text_workers.quote(REQUESTS[:2])) == quoted_here()[:2]
    assert children() == []


def test_a_fault_of_the_work_is_the_callers_and_no_reason_to_do_it_again(text_workers):
    before = children()
    with pytest.raises(IndexError):
        asyncio.run(text_workers.verify([], PAPERS[0], ()))
    assert children() == before


def test_where_the_system_has_no_room_for_them_the_work_is_done_here():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    gc.collect()  # what nobody holds any more must not make room meanwhile
    text_workers, lowest = TextWorkers(COUNT), os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 1, hard))  # room for one more file, and a pipe is two
    try:
        text_workers.open()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert children() == []
    assert asyncio.run(text_workers.quote(REQUESTS[:2])) == quoted_here()[:2]
