"""Whether an installation can serve: looked at once for all who ask, and anew after what was wrong."""

import asyncio
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.corpus import Check
from service.jobs import Readiness


class Looks:
    """A check of which is counted how often it was made, and a clock that is put on by hand."""

    count, ok, now = 0, True, 0.0

    def __call__(self):
        self.count += 1
        return [Check("a", self.ok, f"look {self.count}")]

    def clock(self):
        return self.now


async def crowd(readiness):
    return await asyncio.gather(*(readiness.checks() for _ in range(50)))


@pytest.mark.parametrize("ok", [True, False])
def test_one_look_answers_all_who_ask_meanwhile_well_or_not(ok):
    looks = Looks()
    looks.ok = ok
    found = asyncio.run(crowd(Readiness(looks)))
    assert [each[0].detail for each in found] == ["look 1"] * 50


def test_that_all_is_well_holds_for_a_second_and_a_fault_is_looked_at_anew():
    looks = Looks()
    readiness = Readiness(looks, looks.clock)

    async def asked_at(now, ok):
        looks.now, looks.ok = now, ok
        return (await readiness.checks())[0].ok

    async def go():
        return [await asked_at(*each) for each in [(5, True), (5.9, False), (6.1, False), (6.2, True), (6.3, False)]]

    assert asyncio.run(go()) == [True, True, False, True, True]
    assert looks.count == 3


def test_readyz_is_answered_by_it(small):
    looks = Looks()
    services = replace(small, readiness=Readiness(looks, looks.clock))
    with TestClient(create_app(services)) as client:
        told = [client.get("/readyz").json()["checks"] for _ in range(3)]
    assert told == [[{"name": "a", "ok": True, "detail": "look 1"}]] * 3
