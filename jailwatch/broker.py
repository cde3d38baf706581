"""Which broker a laptop uses: the one named, else a private `redis-server`, else the embedded one, all speaking Redis."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from jailwatch.env import BASE_DIR

OLDEST = (6, 2)
# The kernel cuts the path of a socket at 108 bytes on Linux and 104 on macOS.
LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True)
class Broker:
    """A place to reach, a sentence for people, and the command that starts it (none for a server that already runs)."""

    url: str
    says: str
    argv: tuple[str, ...] = ()
    scratch: Path | None = None


def choose(var: Path, given: str, name: str) -> Broker:
    if given:
        return Broker(given, f"the Redis server that REDIS_URL names ({urlsplit(given).hostname or 'a local socket'})")
    server = redis_server()
    return private(server, var, name) if server else embedded()


def redis_server() -> str | None:
    """The `redis-server` on PATH, if it is new enough."""
    path = shutil.which("redis-server")
    if not path:
        return None
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"v=(\d+)\.(\d+)", answer)
    return path if found and (int(found[1]), int(found[2])) >= OLDEST else None


def private(server: str, var: Path, name: str) -> Broker:
    """A Redis on a socket only this account can open: no port, nothing written to disk."""
    scratch = None
    path = var / f"{name}.sock"
    if len(str(path).encode()) > LONGEST_SOCKET_PATH:
        scratch = Path(tempfile.mkdtemp(prefix="jailwatch-"))
        path = scratch / "broker.sock"
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(path.parent),
        "loglevel": "warning",
        "logfile": str(var / f"{name}.log"),
    }
    argv = (server, *(part for key, value in options.items() for part in (f"--{key}", value)))
    return Broker(f"redis+socket://{quote(str(path))}", f"a private redis-server ({server}) on a socket", argv, scratch)


def embedded() -> Broker:
    """Without Redis: a small stand-in of our own. Work is kept as rows in the database, so nothing hangs on it."""
    port = free_port()
    argv = (sys.executable, "-m", "jailwatch.broker", str(port))
    return Broker(f"redis://127.0.0.1:{port}/0", f"the embedded broker on port {port} (no redis-server 6.2 or newer was found)", argv)


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def reachable(url: str, timeout: float = 1.0) -> bool:
    from redis import Redis, RedisError

    try:
        with Redis.from_url(url.replace("redis+socket://", "unix://"), socket_timeout=timeout, socket_connect_timeout=timeout) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def serve(port: int) -> None:
    """The embedded broker, until it is told to stop. Loopback only: it knows no password."""
    from fakeredis import TcpFakeServer

    server = TcpFakeServer(("127.0.0.1", port))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    server.daemon_threads = True
    server.block_on_close = False
    server.serve_forever()


if __name__ == "__main__":
    sys.path.insert(0, str(BASE_DIR))
    serve(int(sys.argv[1]))
