"""A small mail server of our own, which notes what it takes and can misbehave as real ones do. Loopback only."""

import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

MODES = ("take", "refuse", "busy", "hang", "drop")


@dataclass
class MailServer:
    """`mode` may change at any time: take, refuse (550), busy (450), hang (no answer at all), drop (hang up on a message it took)."""

    mode: str = "take"
    takes: float = 0.0  # seconds for one message
    port: int = 0
    taken: list[tuple[str, float]] = field(default_factory=list)
    calls: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=1"

    def copies(self) -> Counter[str]:
        """How often each message came, by its Message-ID without the host."""
        return Counter(key for key, _ in self.taken)

    def note(self, data: bytes) -> None:
        found = re.search(rb"(?mi)^Message-ID: <([^@>]+)@", data)
        self.taken.append((found[1].decode() if found else "", time.monotonic()))


class Session(socketserver.StreamRequestHandler):
    server: Any

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        mail: MailServer = self.server.mail
        mail.calls += 1
        if mail.mode == "hang":
            mail.over.wait(30)
            return
        self.say("220 made up")
        try:
            while (line := self.rfile.readline()) and self.answer(line.split()[0].upper() if line.split() else b""):
                continue
        except OSError:  # the worker was killed while it spoke
            return

    def answer(self, word: bytes) -> bool:
        mail: MailServer = self.server.mail
        if word == b"DATA":
            return self.take()
        refusal = {"refuse": "550 no such user", "busy": "450 busy, later"}.get(mail.mode, "") if word == b"RCPT" else ""
        self.say(refusal or ("221 bye" if word == b"QUIT" else "250 ok"))
        return word != b"QUIT"

    def take(self) -> bool:
        mail: MailServer = self.server.mail
        self.say("354 go on")
        data = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            data += line
        if not line:
            return False
        time.sleep(mail.takes)
        mail.note(data)
        if mail.mode == "drop":
            return False
        self.say("250 taken")
        return True


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed leaves its line open."""


@contextmanager
def mail_server(**values: Any) -> Iterator[MailServer]:
    mail = MailServer(**values)
    with Listener(("127.0.0.1", 0), Session) as listener:
        listener.mail = mail  # type: ignore[attr-defined]
        mail.port = listener.server_address[1]
        threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield mail
        finally:
            mail.over.set()
            listener.shutdown()
