"""Webhooks call the internet, never the provider's own network, whatever a name says."""

import socket

import pytest

from outbox.destinations import DestinationRefused, check_url, destination_of, is_public, machine_of


@pytest.fixture(autouse=True)
def outside_development(settings):
    settings.WEBHOOKS_MAY_STAY_INSIDE = False


def resolves_to(monkeypatch, *answers):
    """Let names mean these addresses, one list for each look-up."""
    left = [list(each) for each in answers]

    def getaddrinfo(host, port, **_how):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:7f00:1::",
    ],
)  # fmt: skip
def test_these_are_no_public_addresses(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_these_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks", "ftp://example.com/", "http://example.com/", "https://", "https:///x",
        "https://user:secret@example.com/", "https://example.com/#part", "https://example.com:99999/",
        "https://[::1", "https://exämple.com/", "https://example.com/\r\nX: y", "file:///etc/passwd",
        "https://example.com/\x00", "https://example.com/a b",
    ],
)  # fmt: skip
def test_these_are_no_addresses_to_call(url):
    with pytest.raises(DestinationRefused):
        check_url(url)


def test_what_is_no_address_is_not_asked_to_begin_otherwise():
    with pytest.raises(DestinationRefused, match="no address"):
        check_url("https://example.com/a b")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("https://example.com/in/k3y", "https://example.com/…"),
        ("https://example.com/?token=t0ken", "https://example.com/…"),
    ],
)
def test_an_address_is_told_no_further_than_its_machine(url, shown):
    assert machine_of(url) == shown


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_it_is_written(host):
    with pytest.raises(DestinationRefused):
        destination_of(f"https://{host}/")


def test_one_private_answer_among_public_ones_is_enough(monkeypatch):
    resolves_to(monkeypatch, ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(DestinationRefused):
        destination_of("https://hooks.example/")


def test_the_connection_goes_where_the_look_up_pointed(monkeypatch):
    """A name that means another machine a moment later is not asked again (DNS rebinding)."""
    resolves_to(monkeypatch, ["1.1.1.1"], ["127.0.0.1"])
    found = destination_of("https://hooks.example:8443/in?key=1")
    assert (found.address, found.host, found.port) == ("1.1.1.1", "hooks.example", 8443)
    assert found.path == "/in?key=1"


def test_a_name_that_means_nothing_is_refused(monkeypatch):
    def nowhere(*_args, **_how):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(DestinationRefused):
        destination_of("https://hooks.example/")


def test_in_development_this_machine_may_be_called(settings):
    settings.WEBHOOKS_MAY_STAY_INSIDE = True
    assert destination_of("http://127.0.0.1:9/").address == "127.0.0.1"
