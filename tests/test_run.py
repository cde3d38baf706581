"""`run.py` before and around an installation. No test here starts pip or a server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import run
from jailwatch.env import BASE_DIR

OLD = [Path(path) for path in map(shutil.which, ("python3.6", "python3.8", "python3.10")) if path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What run.py needs of a checkout, in a folder with a space in its name."""
    folder = tmp_path / "jail watch"
    (folder / "jailwatch").mkdir(parents=True)
    (folder / "var").mkdir()
    for name in ("run.py", "requirements.txt", "requirements-dev.txt", "jailwatch/env.py"):
        shutil.copy(BASE_DIR / name, folder / name)
    return folder


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that an installation would run; making the environment makes its Python."""
    made: list[list[str]] = []

    def call(command: list[str], **options: Any) -> int:
        made.append(command)
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            shutil.rmtree(command[-1], ignore_errors=True)
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(run, "call", call)
    return made


def kinds(calls: list[list[str]]) -> list[str]:
    return ["venv" if "venv" in call else Path(call[-1]).name for call in calls]


def script(root: Path, *arguments: str, python: str = sys.executable, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "HOME": str(root), **environ}
    return subprocess.run([python, "run.py", *arguments], cwd=root, env=clean, capture_output=True, text=True, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    assert done.returncode == 2, done.stderr
    [sentence] = done.stderr.splitlines()
    return sentence


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(run.Refused, match=rf"needs Python 3\.11 or newer; this is Python {version[0]}\.{version[1]}\."):
        run.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2)])
def test_a_new_python_is_taken(version: tuple[int, ...]) -> None:
    run.check_python(version)


def test_an_old_python_can_read_the_file_to_the_end() -> None:
    """Its syntax is that of Python 3.6; where an old Python is installed, it is asked as well."""
    import ast

    text = (BASE_DIR / "run.py").read_text()
    ast.parse(text, feature_version=(3, 6))
    for python in OLD:
        done = subprocess.run([python, "-c", "compile(open('run.py').read(), 'run.py', 'exec')"], cwd=BASE_DIR, check=False)
        assert done.returncode in (0, 127), python


def test_an_old_python_gets_one_sentence_and_no_traceback(root: Path) -> None:
    text = (root / "run.py").read_text().replace("OLDEST_PYTHON, OLDEST_SQLITE = (3, 11)", "OLDEST_PYTHON, OLDEST_SQLITE = (9, 0)")
    (root / "run.py").write_text(text)
    assert said(script(root)).startswith("JailWatch needs Python 3.11 or newer")


def test_a_python_without_ensurepip_is_told_what_to_install() -> None:
    with pytest.raises(run.Refused, match="apt install python3-venv"):
        run.check_ensurepip(found=False)


def test_windows_is_told_of_its_subsystem() -> None:
    with pytest.raises(run.Refused, match="Windows Subsystem for Linux"):
        run.check_system("nt")


@pytest.mark.parametrize("version", [(3, 30, 1), (3, 7, 17)])
def test_an_old_sqlite_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(run.Refused, match=r"needs SQLite 3\.31 or newer; this Python brings 3\."):
        run.check_sqlite(version)


def test_a_folder_that_cannot_be_written_is_named(root: Path) -> None:
    shutil.rmtree(root / "var")
    (root / "var").write_text("in the way")
    with pytest.raises(run.Refused, match=r"The folder .*jail watch cannot be written to \("):
        run.check_folder(root)


def test_the_check_of_the_folder_leaves_nothing_in_it(root: Path) -> None:
    before = sorted(root.rglob("*"))
    run.check_folder(root)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("PORT", "http", "PORT='http' is no port. Use a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT='70000' is no port. Use a whole number from 1 to 65535."),
        ("DEBUG", "maybe", "DEBUG='maybe' is neither yes nor no. Use 1 or 0."),
        ("DATABASE_URL", "mysql://host/db", "DATABASE_URL must start with sqlite:/// or postgres://, not 'mysql'."),
        ("REDIS_URL", "amqp://host", "REDIS_URL must start with redis://, rediss:// or redis+socket://."),
    ],
)
def test_a_wrong_setting_is_said_before_anything_is_installed(root: Path, setting: str, value: str, says: str) -> None:
    assert said(script(root, **{setting: value})) == says
    assert not (root / ".venv").exists()


def test_an_unknown_name_in_the_dotenv_file_is_said_with_its_line(root: Path) -> None:
    (root / ".env").write_text("PROT=8001\n")
    assert said(script(root)).startswith(".env line 1: 'PROT' is no setting of JailWatch.")


def test_a_taken_port_names_the_next_free_one(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        sentence = said(script(root, PORT=str(port)))
    taken, free = sentence.split(" is taken. Set PORT to another one, as in: PORT=")
    assert taken == f"Port {port}"
    assert int(free.split()[0]) > port


def test_an_address_of_another_machine_is_refused(root: Path) -> None:
    assert said(script(root, HOST="192.0.2.1", PORT="8000")).startswith("HOST=192.0.2.1 is no address of this machine (")


def test_an_unknown_argument_is_refused(root: Path) -> None:
    assert said(script(root, "tset")) == "Unknown argument tset. See: python3 run.py --help"


def test_help_names_both_commands(root: Path) -> None:
    done = script(root, "--help")
    assert done.returncode == 0
    assert "python3 run.py   " in done.stdout
    assert "python3 run.py test" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "WARNING: Retrying (Retry(total=1 ...)) after connection broken by 'NewConnectionError(...)': /simple/babel/",
        "Temporary failure in name resolution\nERROR: No matching distribution found for babel==2.18.0",
    ],
)
def test_no_network_on_a_first_start_is_said_in_one_sentence(line: str) -> None:
    assert run.install_problem(line).startswith("The packages could not be fetched: there is no network.")


def test_another_failure_of_the_installation_gives_its_last_line() -> None:
    text = "Collecting babel\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES.\n"
    assert run.install_problem(text) == (
        "The packages could not be installed: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES (var/install.log has the details)."
    )


def test_a_first_start_without_network_stops_with_that_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip itself is asked here, for an index at a port where nobody listens."""
    monkeypatch.setattr(run, "make_venv", lambda root: None)
    monkeypatch.setattr(run, "venv_python", lambda root: Path(sys.executable))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setattr(run, "stamp", lambda root, kind: root / f"{kind}.stamp")
    (root / "requirements.txt").write_text("nobody-has-this==1.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(run.Refused, match="there is no network"):
        run.install(root, "run")
    assert not run.is_installed(root, "run")


def test_a_first_start_makes_the_environment_and_installs(root: Path, calls: list[list[str]]) -> None:
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements.txt"]
    assert "--require-hashes" in calls[1]


def test_a_second_start_calls_neither_venv_nor_pip(root: Path, calls: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    run.install(root, "run")
    calls.clear()
    run.install(root, "run")
    assert calls == []
    assert capsys.readouterr().out.endswith("Packages: unchanged.\n")


def test_the_tests_add_to_what_is_there(root: Path, calls: list[list[str]]) -> None:
    run.install(root, "run")
    run.install(root, "test")
    assert kinds(calls) == ["venv", "requirements.txt", "requirements-dev.txt"]


def test_who_has_run_the_tests_needs_nothing_more_to_run(root: Path, calls: list[list[str]]) -> None:
    run.install(root, "test")
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements-dev.txt"]


@pytest.mark.parametrize("end", [run.Stopped, KeyboardInterrupt, run.Refused])
def test_an_installation_that_was_interrupted_starts_over(
    root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    def interrupted(root: Path, lock: str) -> None:
        raise end

    run.install(root, "run")
    with monkeypatch.context() as patch:
        patch.setattr(run, "pip_install", interrupted)
        with pytest.raises(end):
            run.install(root, "test")
    calls.clear()
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements.txt"]


def test_a_changed_lock_starts_over(root: Path, calls: list[list[str]]) -> None:
    run.install(root, "run")
    (root / "requirements.txt").write_text("another==1\n")
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements.txt"] * 2


def test_another_python_starts_over(root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    run.install(root, "run")
    monkeypatch.setattr(run.platform, "python_version", lambda: "3.12.1")
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements.txt"] * 2


def test_an_environment_whose_python_is_gone_starts_over(root: Path, calls: list[list[str]]) -> None:
    run.install(root, "run")
    run.venv_python(root).unlink()
    run.install(root, "run")
    assert kinds(calls) == ["venv", "requirements.txt"] * 2


def test_a_child_that_will_not_stop_is_killed_with_its_group() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    child = run.start([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"up\n"
    run.stop(child, 0.01)
    assert child.returncode == -signal.SIGKILL
    child.stdout.close()


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("jail.example", "jail.example")],
)
def test_the_address_it_prints_can_be_opened(host: str, shown: str) -> None:
    assert run.reachable_host(host) == shown
