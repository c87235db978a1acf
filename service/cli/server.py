"""Serving HTTP: the socket, the words at the start, and a graceful end."""

import gc
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from ipaddress import ip_address
from types import FrameType
from typing import NoReturn

from service.app import Services, create_server
from service.cli import console
from service.cli.open_files import raise_limit, watched
from service.errors import BadInput
from service.observability import log
from service.settings import is_loopback
from service.storage.local import announced
from service.summarization import quote_first_papers

_FULL = 500  # where Python has 10: looking through all that an import has in memory makes requests wait 50 ms
_SWITCH_S = 0.0005  # a request that waits for the interpreter beside a job would else wait ten times as long


def tune() -> None:
    """Make the interpreter quick to turn to a request beside long work, once all papers are loaded."""
    sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()  # the papers stay: to look through them again and again would make requests wait
    gc.set_threshold(*gc.get_threshold()[:2], _FULL)


def require_key(services: Services, *, make: bool) -> None:
    """See that whoever needs a key can have one; raises BadInput that says how."""
    if not services.settings.needs_keys:
        return
    if make and (made := services.keys.create_first()):
        console.say(f"The first key, with every scope; it is not shown again:\n{made.text}")
    elif not services.keys.has_any():
        raise BadInput(
            f"Others than this machine reach {services.settings.host}, and there is no key to let them in. Make one "
            "with `paperlark keys create NAME` on the same data, or start with --first-key; "
            "PAPERLARK_ACCESS__KEYS=off lets everybody in, as for a port that is published on 127.0.0.1 alone."
        )


def run(services: Services) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight get some seconds to finish.

    Raises BadInput that names the address when it cannot be listened on.
    """
    tune()
    host, port = services.settings.host, services.settings.port
    listener = _listen(host, port)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _end)
    if not (services.settings.needs_keys or is_loopback(host)):
        log.warning("open_to_the_network", host=host, advice="anybody who reaches this address can read and write")
    server = create_server(services)
    folder = None if services.settings.shared else services.settings.data_dir
    with announced(folder, reachable_url(listener)) if folder else nullcontext():
        raise_limit()
        console.welcome(host, listener.getsockname()[1], services.corpus.sample_ids())
        with watched(), ThreadPoolExecutor(1) as beside:
            beside.submit(quote_first_papers, services.corpus, services.writer)
            server.run(sockets=[listener])


def reachable_url(listener: socket.socket) -> str:
    """Where a process of this machine reaches what listens: of all addresses the loopback one."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "::1" if listener.family == socket.AF_INET6 else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    # Before uvicorn runs, a signal comes straight here; afterwards uvicorn has ended in good order and raises it again.
    sys.exit(0)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise BadInput(f"Cannot listen on {host}:{port} ({error.strerror}); choose another --port or --host.") from None
