"""Which addresses of the internet a flow's call may reach.

Whoever draws flows chooses where the product connects to, from inside the company's network. So what is not on the
public internet is refused, unless an admin has allowed the host by name. An address within another (IPv4 in IPv6, by
any of the ways there are) counts as what is inside. What tells a machine its credentials is never reached.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL = (IPv4Network("192.0.0.0/24"), IPv6Network("64:ff9b:1::/48"))
"""Special by IANA's registers, and not by those that Python 3.11 was released with."""
_METADATA = frozenset(map(ip_address, ("168.63.129.16", "fd00:ec2::254", "100.100.100.200", "192.0.0.192")))
"""Where clouds tell a machine its credentials (Azure, AWS by IPv6, Alibaba, Oracle); the rest use 169.254.0.0/16."""


def may_reach(address: str, *, private: bool) -> bool:
    """May a call connect here? `private`: the host may be in a private network."""
    try:
        every = list(_within(ip_address(address)))
    except ValueError:
        return False
    return not any(_never(each) for each in every) and (private or all(_public(each) for each in every))


def _within(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address itself, or those that it carries."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    elif address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address


def _public(address: IPv4Address | IPv6Address) -> bool:
    old = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (old or address.is_reserved or any(address in network for network in _LOCAL))


def _never(address: IPv4Address | IPv6Address) -> bool:
    unreal = address.is_multicast or address.is_unspecified
    return unreal or address.is_link_local or address in _METADATA
