import socket
import threading
from pathlib import Path

import pytest

from tests.support.network import Guard, NetworkBlocked, hosts_of

# From the blocks kept for documentation (RFC 5737, RFC 3849): nobody answers there, should the block fail.
FOREIGN = [(socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET6, ("2001:db8::1", 80))]


@pytest.mark.parametrize(("family", "address"), FOREIGN)
def test_a_connection_to_another_machine_is_refused(family: int, address: tuple[str, int]) -> None:
    with socket.socket(family) as one, pytest.raises(NetworkBlocked, match="only this machine"):
        one.connect(address)
    with socket.socket(family) as one, pytest.raises(NetworkBlocked):
        one.connect_ex(address)


@pytest.mark.parametrize(("family", "address"), FOREIGN)
def test_a_datagram_to_another_machine_is_refused(family: int, address: tuple[str, int]) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as one, pytest.raises(NetworkBlocked):
        one.sendto(b"x", address)


@pytest.mark.parametrize("name", ["jailwatch.example", b"jailwatch.example"])
def test_a_name_of_another_machine_is_not_even_looked_up(name: str | bytes) -> None:
    with pytest.raises(NetworkBlocked):
        socket.getaddrinfo(name, 80)


def test_the_refusal_is_not_taken_for_a_flaky_network() -> None:
    assert not issubclass(NetworkBlocked, OSError)


def test_loopback_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
        with socket.create_connection(("localhost", server.getsockname()[1]), 10) as one:
            assert one.recv(1) == b""


def test_a_socket_of_this_machine_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as one:
        server.bind(str(tmp_path / "s"))
        server.listen()
        one.connect(str(tmp_path / "s"))


def test_the_servers_that_the_settings_name_may_be_reached() -> None:
    guard = Guard(hosts_of("postgres://u:p@db.example/jail", "redis://192.0.2.7:6379"))
    guard.check("db.example")
    guard.check("192.0.2.7")
    with pytest.raises(NetworkBlocked):
        guard.check("192.0.2.8")
