"""Uploaded files on their way: in a folder of the server's own account, under names that say nothing, away once they are done with."""

import csv
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from bookings.importing.progress import Trace
from bookings.importing.report import defused
from bookings.models import ImportRun

ENDING = re.compile(r"(\.[a-z0-9]{1,5}){1,2}$")


def folder() -> Path:
    settings.IMPORTS.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(settings.IMPORTS)


def keep(upload: UploadedFile) -> str:
    """Write an uploaded file down; its new name. The ending stays, since it may say how the file is packed."""
    ending = ENDING.search((upload.name or "").lower())
    name = secrets.token_hex(16) + (ending.group() if ending else "")
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for block in upload.chunks():
            file.write(block)
    return name


def path_of(run: ImportRun) -> Path:
    return folder() / run.stored


def trace_of(run: ImportRun) -> Trace:
    return Trace(folder() / f"{run.stored}.progress")


def rejected_of(run: ImportRun) -> Path:
    return folder() / f"{run.stored}.rejected.csv"


def forget_file(run: ImportRun) -> None:
    """The file has done its work. Its rejected rows stay for a while, to be mended."""
    if run.stored:
        path_of(run).unlink(missing_ok=True)
        trace_of(run).path.unlink(missing_ok=True)


def forget(run: ImportRun) -> None:
    if run.stored:
        forget_file(run)
        rejected_of(run).unlink(missing_ok=True)


def rejected_rows(run: ImportRun) -> Iterator[list[str]]:
    """The rejected rows as a spreadsheet may safely open them."""
    with rejected_of(run).open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            yield [defused(cell) for cell in row]
