"""How addresses are written."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.errors import UsageError
from qmigui.qemufile.addresses import TcpAddress, UnixAddress, parse


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("unix:x", UnixAddress("x")),
        ("unix:/a b/c,d:e", UnixAddress("/a b/c,d:e")),
        ("tcp:4444", TcpAddress("127.0.0.1", 4444)),
        ("tcp::4444", TcpAddress("127.0.0.1", 4444)),
        ("tcp:127.0.0.1:1", TcpAddress("127.0.0.1", 1)),
        ("tcp:localhost:65535", TcpAddress("localhost", 65535)),
        ("tcp:0.0.0.0:5", TcpAddress("0.0.0.0", 5)),
        ("tcp:[::]:5", TcpAddress("::", 5)),
        ("tcp:[::1]:5", TcpAddress("::1", 5)),
        ("tcp:[fe80::1%eth0]:5", TcpAddress("fe80::1%eth0", 5)),
        ("other:4444", None),
        ("plain", None),
        ("", None),
        ("C:\\file", None),
    ],
)
def test_what_is_written_and_what_it_means(name, address):
    assert parse(name) == address
    if address is not None:
        assert parse(str(address)) == address


@pytest.mark.parametrize(
    "port", ["", "0", "65536", "-1", "1x", "x", "99999999999", "\u0661", " 1", "0x10", "4444,to=4450"]
)
@pytest.mark.parametrize("host", ["", ":", "127.0.0.1:", "[::1]:"])
def test_ports_that_are_none(host, port):
    with pytest.raises(UsageError) as caught:
        parse(f"tcp:{host}{port}")
    assert caught.value.source == f"tcp:{host}{port}"


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("::1", "needs brackets"),
        ("fe80::1", "needs brackets"),
        ("[::1", "in brackets|bracket is not closed"),
        ("[::g]", "in brackets must be an IPv6 address"),
        ("[127.0.0.1]", "in brackets must be an IPv6 address"),
        ("[]", "in brackets must be an IPv6 address"),
        ("[::1]x", "in brackets|bracket is not closed"),
    ],
)
def test_hosts_that_are_none(host, message):
    with pytest.raises(UsageError, match=message):
        parse(f"tcp:{host}:4444")


@pytest.mark.parametrize(
    ("name", "everywhere"),
    [
        ("tcp:0.0.0.0:1", True),
        ("tcp:[::]:1", True),
        ("tcp:1", False),
        ("tcp:[::0]:1", False),
        ("tcp:0:1", False),
    ],
)
def test_only_two_spellings_mean_all_addresses(name, everywhere):
    address = parse(name)
    assert isinstance(address, TcpAddress)
    assert address.is_everywhere is everywhere


@given(st.sampled_from(["tcp:", "unix:", "vsock:", "rdma:", "exec:", "fd:", ""]), st.text(string.printable))
def test_any_text(scheme, rest):
    try:
        address = parse(scheme + rest)
    except UsageError:
        return
    if address is not None:
        assert parse(str(address)) == address
