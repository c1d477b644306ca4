"""Where a flow's call may go: the public internet, and what an admin allowed by name."""

import pytest

from bot.calling.addresses import may_reach

PUBLIC = ("93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::")
PRIVATE = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "192.0.0.8",
    "198.18.0.1", "192.0.2.1", "240.0.0.1", "::1", "fc00::1", "fd12:3456::1", "fec0::1", "2001:db8::1", "::127.0.0.1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::",
    "2002:a00:1::", "2001:0:a00:1::808:808",
)  # fmt: skip
NEVER = (
    "169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "0.0.0.0", "::", "224.0.0.1", "239.255.255.250", "ff02::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",  # noqa: S104
    "2002:a9fe:a9fe::", "not an address", "",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_can_be_called(address: str) -> None:
    assert may_reach(address, private=False)
    assert may_reach(address, private=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_networks_only_where_an_admin_allowed_it(address: str) -> None:
    assert not may_reach(address, private=False)
    assert may_reach(address, private=True)


@pytest.mark.parametrize("address", NEVER)
def test_what_tells_a_machine_its_credentials_is_out_of_reach_even_when_allowed(address: str) -> None:
    assert not may_reach(address, private=False)
    assert not may_reach(address, private=True)
