#!/usr/bin/env python3
"""Runs JailWatch on a laptop, or its tests, with nothing but Python 3.11 or newer.

python3 run.py                                     run it; the address is printed
python3 run.py test [--require-all] [arguments]    run all tests (other arguments go to pytest)

Settings come from the environment or from a file `.env`: PORT, HOST, DATABASE_URL, REDIS_URL ... (see README.md).
"""

# An old Python must be able to read this file to the end, to say in one sentence that it is too old.
import contextlib
import ctypes
import errno
import hashlib
import http.client
import importlib.util
import os
import platform
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON, OLDEST_SQLITE = (3, 11), (3, 31)
LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
OFFLINE = (
    "NewConnectionError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "Network is unreachable",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
)


class Refused(Exception):
    """Why JailWatch cannot start here, in one sentence a person can act on."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked for an end."""


def say(text: str) -> None:
    print(text, flush=True)


# What must be true before anything is made.


def check_python(version: tuple = sys.version_info) -> None:
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise Refused(f"JailWatch needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}.")


def check_system(name: str = os.name) -> None:
    if name != "posix":
        raise Refused("JailWatch runs on Linux and macOS; on Windows use the Windows Subsystem for Linux.")


def check_ensurepip(found: bool) -> None:
    if not found:
        raise Refused("This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv")


def check_folder(root: Path) -> None:
    """By writing: as root, or on a read-only disk, permission bits say nothing."""
    try:
        for folder in (root, root / "var"):
            folder.mkdir(mode=0o700, exist_ok=True)
            probe = folder / f".write-probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
    except OSError as error:
        raise Refused(f"The folder {root} cannot be written to ({error.strerror}).") from None


def check_sqlite(version: tuple = sqlite3.sqlite_version_info) -> None:
    if tuple(version[:2]) < OLDEST_SQLITE:
        found = ".".join(str(part) for part in version)
        raise Refused(f"JailWatch needs SQLite 3.31 or newer; this Python brings {found}.")


def read_settings(root: Path) -> tuple:
    """HOST and PORT, after every setting was read once: a wrong one is named here and not by a child process."""
    reader = load_module("jailwatch_env", root / "jailwatch" / "env.py")
    try:
        env = reader.Env(root / ".env")
        env.flag("DEBUG")
        env.database("DATABASE_URL", root / "var" / "jailwatch.sqlite3")
        env.redis("REDIS_URL")
        env.email("EMAIL_URL", root / "var" / "outbox")
        return env.text("HOST", "127.0.0.1"), env.port("PORT", 8000)
    except reader.BadSetting as error:
        raise Refused(str(error)) from None


def load_module(name: str, file: Path) -> Any:
    """One module by its path: the package around it wants Celery, which may not be installed yet."""
    spec = importlib.util.spec_from_file_location(name, str(file))
    if spec is None or spec.loader is None:
        raise Refused(f"{file} is missing; get JailWatch again.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bind_error(host: str, port: int) -> int:
    """The errno that serving there would meet, or 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except socket.gaierror:
            return errno.EADDRNOTAVAIL
        except OSError as error:
            return error.errno or errno.EINVAL
    return 0


def check_port(host: str, port: int) -> None:
    problem = bind_error(host, port)
    if problem == errno.EADDRINUSE:
        free = next((other for other in range(port + 1, 65536) if not bind_error(host, other)), 0)
        raise Refused(f"Port {port} is taken. Set PORT to another one, as in: PORT={free or 8000} python3 run.py")
    if problem == errno.EACCES:
        raise Refused(f"Port {port} is for the system's own services. Set PORT to one above 1023.")
    if problem:
        raise Refused(f"HOST={host} is no address of this machine ({os.strerror(problem)}).")


# One virtual environment, one stamp for each lock that stands in it.


def venv_python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def stamp(root: Path, kind: str) -> Path:
    return root / ".venv" / f"{kind}.stamp"


def wanted(root: Path, kind: str) -> str:
    digest = hashlib.sha256((root / LOCKS[kind]).read_bytes()).hexdigest()
    return f"{digest} Python {platform.python_version()}\n"


def is_installed(root: Path, kind: str) -> bool:
    file = stamp(root, kind)
    return venv_python(root).exists() and file.exists() and file.read_text() == wanted(root, kind)


def install(root: Path, kind: str) -> None:
    """The stamp is written last and taken away first, so an installation that was interrupted starts over."""
    if is_installed(root, kind):
        say("Packages: unchanged.")
        return
    grows = kind == "test" and is_installed(root, "run")
    for one in LOCKS:
        if stamp(root, one).exists():
            stamp(root, one).unlink()
    if not grows:
        say("Packages: making the environment .venv ...")
        make_venv(root)
    count = (root / LOCKS[kind]).read_text().count("==")
    say(f"Packages: installing {count} of them; the first time this takes a minute or two ...")
    pip_install(root, LOCKS[kind])
    for one in ["run", "test"] if kind == "test" else ["run"]:
        stamp(root, one).write_text(wanted(root, one))


def make_venv(root: Path) -> None:
    python = getattr(sys, "_base_executable", sys.executable)
    logged(root, [python, "-m", "venv", "--clear", str(root / ".venv")])


def pip_install(root: Path, lock: str) -> None:
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    logged(root, [str(venv_python(root)), "-m", "pip", "install"] + options + ["-r", str(root / lock)])


def logged(root: Path, command: list) -> None:
    log = root / "var" / "install.log"
    with log.open("wb") as file:
        code = call(command, stdout=file, stderr=subprocess.STDOUT, cwd=str(root))
    if code:
        raise Refused(install_problem(log.read_text(errors="replace")))


def install_problem(text: str) -> str:
    if any(sign in text for sign in OFFLINE):
        return "The packages could not be fetched: there is no network. The first start needs one (var/install.log has the details)."
    last = (text.strip().splitlines() or ["no output"])[-1]
    return "The packages could not be installed: {} (var/install.log has the details).".format(last.strip().rstrip("."))


# Children: each leads a group of its own, so that Ctrl-C reaches only us and we can stop them in order.


def follow_parent() -> None:
    """On Linux: stop when this process is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)


def start(command: list, **options: Any) -> subprocess.Popen:
    return subprocess.Popen(command, start_new_session=True, preexec_fn=follow_parent, **options)


def call(command: list, **options: Any) -> int:
    process = start(command, **options)
    try:
        return process.wait()
    finally:
        stop(process, 5)


def stop(process: subprocess.Popen, patience: float) -> None:
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def manage(root: Path, command: str) -> subprocess.Popen:
    environ = dict(os.environ, LOCAL="1", DJANGO_SETTINGS_MODULE="jailwatch.settings", PYTHONUNBUFFERED="1")
    return start([str(venv_python(root)), str(root / "manage.py"), command], env=environ, cwd=str(root))


def on_signal(*_: object) -> None:
    raise Stopped()


# The two things this file is for.


def run(root: Path) -> int:
    host, port = read_settings(root)
    check_port(host, port)
    install(root, "run")
    progress = root / "var" / "progress.json"
    remove(progress)
    try:
        preparing = manage(root, "prepare")
        try:
            code = preparing.wait()
        finally:
            stop(preparing, 5)
        return code or serve(root, host, port, progress)
    finally:
        remove(progress)


def serve(root: Path, host: str, port: int, progress: Path) -> int:
    up = manage(root, "up")
    try:
        if answers(up, host, port):
            say(f"JailWatch is at http://{reachable_host(host)}:{port}/ (Ctrl-C ends it)")
            if progress.exists():
                load_demo(root, up, progress)
        return up.wait()
    except Stopped:
        signal.signal(signal.SIGINT, lambda *_: up.terminate())
        say("Stopping ...")
        stop(up, 45)
        return up.returncode
    finally:
        stop(up, 45)


def load_demo(root: Path, up: subprocess.Popen, progress: Path) -> None:
    """The made-up county of a first start. The pages say how far it is, since the web is already up."""
    say("The database is empty: loading a made-up county ...")
    demo = manage(root, "demo")
    try:
        while demo.poll() is None and up.poll() is None:
            time.sleep(0.1)
    finally:
        stop(demo, 5)
        remove(progress)
    if demo.returncode:
        say("The made-up county could not be loaded; JailWatch runs without it.")
    else:
        say("The made-up county is loaded.")


def reachable_host(host: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}.get(host, host)  # noqa: S104
    return f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown


def answers(up: subprocess.Popen, host: str, port: int) -> bool:
    """Whether the web has come up; it has not when its supervisor has ended."""
    while up.poll() is None:
        connection = http.client.HTTPConnection(reachable_host(host), port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return True
        time.sleep(0.1)
    return False


def test(root: Path, arguments: list) -> int:
    install(root, "test")
    python = str(venv_python(root))
    os.chdir(str(root))
    os.execv(python, [python, "-m", "tests.passes"] + arguments)  # noqa: S606
    return 0


def remove(file: Path) -> None:
    if file.exists():
        file.unlink()


def start_checks(root: Path) -> None:
    check_python()
    check_system()
    check_ensurepip(importlib.util.find_spec("ensurepip") is not None)
    check_folder(root)
    check_sqlite()


def main(arguments: list, root: Path = ROOT) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        say(__doc__.strip())
        return 0
    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    try:
        start_checks(root)
        if arguments[:1] == ["test"]:
            return test(root, arguments[1:])
        if arguments:
            raise Refused(f"Unknown argument {arguments[0]}. See: python3 run.py --help")
        return run(root)
    except Refused as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 2
    except Stopped:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
