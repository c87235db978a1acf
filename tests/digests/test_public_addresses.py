"""No spelling of an address of this machine or of a private network counts as public."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.digests.public_addresses import is_public, resolved
from service.errors import BadInput

OURS = (
    "127.0.0.1", "127.255.0.9", "0.0.0.0",  # noqa: S104
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
    "fd12::1", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe", "2001:db8::1", "fe80::1%eth0", "", "localhost",
)  # fmt: skip
SPELLINGS = ("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost")


@pytest.mark.parametrize("text", OURS)
def test_an_address_of_ours_is_not_public(text):
    assert not is_public(text)


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "2002:101:101::"]
)
def test_an_address_of_the_internet_is(text):
    assert is_public(text)


@pytest.mark.parametrize("host", SPELLINGS)
def test_another_spelling_leads_to_the_same_refusal(host):
    with pytest.raises(BadInput, match="not public"):
        asyncio.run(resolved(host, 80, private=False))
    assert asyncio.run(resolved(host, 80, private=True))


def test_names_are_looked_up_in_threads_of_their_own():
    go_on = threading.Event()

    async def while_all_others_are_busy():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        busy = loop.run_in_executor(None, go_on.wait, 10)
        try:
            async with asyncio.timeout(5):
                return await resolved("localhost", 80, private=True)
        finally:
            go_on.set()
            await busy

    assert asyncio.run(while_all_others_are_busy())


def test_a_name_with_no_address_has_none():
    with pytest.raises(socket.gaierror):
        asyncio.run(resolved("no-such-name.invalid", 80, private=True))
