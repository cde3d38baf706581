"""A list of the auditor's: shown as a table, and taken away as a file with the very same rows."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.http import HttpResponse

from accounts.spreadsheet import defused

Cell = str | int | None


@dataclass
class Table:
    """Titles and rows. A row begins with what it is about; `notes` are lines of label and value that stand above the table."""

    columns: Sequence[Any]
    rows: list[list[Cell]]
    notes: list[tuple[Any, Any]] = field(default_factory=list)


def csv_text(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([str(one) for one in columns])
    for row in rows:
        writer.writerow([defused(cell if cell is None or isinstance(cell, int | str) else str(cell)) for cell in row])
    return out.getvalue()


def csv_file(name: str, text: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
