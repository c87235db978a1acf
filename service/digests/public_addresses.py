"""Which addresses anybody may have us connect to: public ones alone, however they are spelled."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from service.errors import BadInput

Address = IPv4Address | IPv6Address

_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # NAT64, RFC 6052 and RFC 8215

_LOOK_UPS = ThreadPoolExecutor(4, "webhook-names")  # of their own: a name that is slow to look up holds up nothing else


async def resolved(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host, in the order to try them.

    Raises BadInput where one of them is not public and `private` ones are not allowed, OSError where there is none.
    Whoever connects to one of these, and to nothing that the name says later, connects to what was checked.
    """
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_LOOK_UPS, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not private and not all(map(is_public, addresses)):
        raise BadInput.at("/url", "leads to an address that is not public; see PAPERLARK_WEBHOOKS__PRIVATE.")
    return addresses


def is_public(text: str) -> bool:
    """Whether an IP address is anybody's on the internet, and not of this machine or a private network."""
    try:
        return _is_public(ip_address(text))
    except ValueError:
        return False


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        if any(address in network for network in _TRANSLATED):
            return False
        within = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if within:
            return _is_public(within)
        if address.is_site_local or int(address) >> 32 == 0:  # ::a.b.c.d, which was once an IPv4 address
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
