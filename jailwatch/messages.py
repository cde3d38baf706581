"""Compiles translations with Babel, since a laptop has no gettext: `python -m jailwatch.messages`."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from jailwatch.env import BASE_DIR


def compile_all(folder: Path = BASE_DIR / "locale") -> list[Path]:
    """Every `.po` below the folder that is newer than its `.mo`; returns what was written."""
    stale = [source for source in sorted(folder.rglob("*.po")) if is_stale(source)]
    return [compile_one(source) for source in stale]


def is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_one(source: Path) -> Path:
    """Written beside and then renamed: a process that reads meanwhile sees the old file or the new one."""
    target, fresh = source.with_suffix(".mo"), source.with_suffix(f".{os.getpid()}.part")
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)
    return target


if __name__ == "__main__":
    compile_all()
