"""No test reaches the internet: only loopback, sockets of this machine, and the servers that the settings name."""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

NAMES = {"", "localhost", "localhost.localdomain", "0.0.0.0", "::"}


class NetworkBlocked(AssertionError):
    """Not an OSError: code that expects a flaky network must not swallow it."""


class Guard:
    """Which hosts may be spoken to, and the socket functions that ask it."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self.hosts = NAMES | {host.lower() for host in hosts}
        self.connect, self.connect_ex, self.sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
        self.getaddrinfo = socket.getaddrinfo

    def check(self, host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if name.lower() not in self.hosts and not is_loopback(name):
            raise NetworkBlocked(f"A test tried to reach {name}; only this machine may be reached.")

    def check_address(self, sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            self.check(address[0])

    def install(self) -> None:
        guard = self

        def connect(sock: socket.socket, address: Any) -> None:
            guard.check_address(sock, address)
            return guard.connect(sock, address)

        def connect_ex(sock: socket.socket, address: Any) -> int:
            guard.check_address(sock, address)
            return guard.connect_ex(sock, address)

        def sendto(sock: socket.socket, data: bytes, *rest: Any) -> int:
            guard.check_address(sock, rest[-1])
            return guard.sendto(sock, data, *rest)

        def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
            guard.check(host)
            found = guard.getaddrinfo(host, *rest, **options)
            guard.hosts |= {str(entry[4][0]) for entry in found}
            return found

        socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto  # type: ignore[method-assign]
        socket.getaddrinfo = getaddrinfo


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def hosts_of(*urls: str) -> set[str]:
    return {urlsplit(url).hostname or "" for url in urls}
