"""Imports run one way. The contract stands in pyproject.toml; here it is kept, and a planted breach is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jailwatch.env import BASE_DIR

APPS = ("accounts", "bookings", "notifications", "reports", "jailwatch")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for app in APPS:
        shutil.copytree(BASE_DIR / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BASE_DIR / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_run_one_way() -> None:
    done = lint_imports(BASE_DIR)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("app", "above"),
    [
        ("accounts", "bookings"),
        ("accounts", "jailwatch"),
        ("bookings", "notifications"),
        ("bookings", "reports"),
        ("notifications", "reports"),
    ],
)
def test_an_import_from_the_right_is_found(copy: Path, app: str, above: str) -> None:
    (copy / app / "planted.py").write_text(f"import {above}\n")
    done = lint_imports(copy)
    assert done.returncode == 1
    assert f"{app}.planted -> {above}" in done.stdout


def test_an_import_inside_a_function_is_found_too(copy: Path) -> None:
    (copy / "accounts" / "planted.py").write_text("def late() -> None:\n    import reports\n")
    assert lint_imports(copy).returncode == 1
