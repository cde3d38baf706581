"""A door in front of a server that several tests share: shut, it hangs up on everyone and lets nobody in, as a restart does."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator


class Gate:
    """Passes bytes between whoever comes to `port` and the server behind it."""

    def __init__(self, behind: Callable[[], socket.socket]) -> None:
        self.behind, self.port = behind, 0
        self.listener: socket.socket | None = None
        self.lines: list[socket.socket] = []

    def open(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._let_in, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        lines, self.lines = self.lines, []
        for line in filter(None, [self.listener, *lines]):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self.listener = None

    def restart(self, seconds: float) -> None:
        self.shut()
        time.sleep(seconds)
        self.open()

    def _let_in(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _from = listener.accept()
                server = self.behind()
                self.lines += [caller, server]
                for one, other in ((caller, server), (server, caller)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def gate(host: str, port: int) -> Iterator[Gate]:
    """Before a server of this machine: by its address, or (a path) by its socket as PostgreSQL names it."""

    def behind() -> socket.socket:
        if not host.startswith("/"):
            return socket.create_connection((host or "127.0.0.1", port))
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{host}/.s.PGSQL.{port}")
        return line

    made = Gate(behind)
    made.open()
    try:
        yield made
    finally:
        made.shut()
