"""Published figures as files. Every row names its unit, definition, period, as-of time and release; the four statuses stay apart."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.models import County
from accounts.spreadsheet import defused
from reports.dresses import as_of, result
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public.book import REST
from reports.public.groups import group_name

HEADER = (
    "edition", "county", "period", "measure", "name", "unit", "grouping", "group", "label", "value", "denominator",
    "status", "row", "as_of", "release", "definition", "threshold", "groups_in_rest", "withdrawn",
)  # fmt: skip
KINDS = ("csv", "xlsx", "json")
MADE_UP = "made-up data"
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)  # not the time of day: the same figures make the same bytes


class FileKind:
    """The end of a file's address."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def edition(made_up: bool) -> str:
    return MADE_UP if made_up else "published"


def definition_url(measure: str) -> str:
    return f"{settings.SITE_URL}/definitions/#{measure}"


def row(figure: Figure, made_up: bool, together: int | None = None) -> list[str | int | None]:
    return [
        edition(made_up),
        figure.county,
        figure.period,
        figure.measure,
        str(DEFINITIONS[figure.measure].name),
        figure.unit,
        figure.by,
        figure.group,
        group_name(figure),
        figure.value,
        figure.denominator,
        str(figure.status),
        figure.row,
        as_of(figure),
        figure.release,
        definition_url(figure.measure),
        figure.threshold,
        together,
        figure.reason,
    ]


def rows(figures: Sequence[Figure], made_up: bool) -> Iterator[list[str | int | None]]:
    """Of a table of people each row names the threshold and how many groups stand in its rest row, so that it says so alone."""
    together = groups_in_rest(figures)
    return (row(one, made_up, together.get(table(one), 0) if one.threshold else None) for one in figures)


def groups_in_rest(figures: Sequence[Figure]) -> dict[tuple[str, str, str, str], int]:
    with_rest = {table(one) for one in figures if one.group == REST}
    return Counter(table(one) for one in figures if one.status == Status.SUPPRESSED and table(one) in with_rest) if with_rest else {}


def table(figure: Figure) -> tuple[str, str, str, str]:
    return figure.measure, figure.by, figure.period, figure.row


def csv_text(figures: Sequence[Figure], made_up: bool) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([defused(cell) for cell in cells] for cells in rows(figures, made_up))
    return out.getvalue()


def json_text(figures: Sequence[Figure], made_up: bool) -> dict[str, Any]:
    together = groups_in_rest(figures)
    return {"edition": edition(made_up), "results": [result(one) | protection(one, together) for one in figures]}


def protection(figure: Figure, together: Mapping[tuple[str, str, str, str], int]) -> dict[str, Any]:
    """What a figure of a table of people says of its protection; nothing of any other."""
    if not figure.threshold and not figure.reason:
        return {}
    known = {"threshold": figure.threshold, "groups_in_rest": together.get(table(figure), 0)}
    return known | ({"withdrawn": figure.reason} if figure.reason else {})


def xlsx_bytes(figures: Sequence[Figure], made_up: bool, title: str) -> bytes:
    """Two sheets: the figures, and what they count. Texts are written as texts, so that none is run as a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": WRITTEN})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("figures")
        sheet.write_row(0, 0, HEADER, bold)
        for place, cells in enumerate(rows(figures, made_up), start=1):
            write_cells(sheet, place, cells)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(figures), 1), len(HEADER) - 1)
        about(book.add_worksheet("about"), figures, made_up, title)
    return out.getvalue()


def write_cells(sheet: Any, place: int, cells: Sequence[str | int | None]) -> None:
    """A missing value is an empty cell; its status stands beside it."""
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(place, column, cell)
        elif cell:
            sheet.write_string(place, column, str(defused(cell)))


def about(sheet: Any, figures: Sequence[Figure], made_up: bool, title: str) -> None:
    lines = [(title, edition(made_up)), ("", ""), (_("status"), _("meaning")), *STATUSES, ("", "")]
    for code in dict.fromkeys(one.measure for one in figures):
        measure = DEFINITIONS[code]
        lines += [(code, str(measure.name)), (_("unit"), str(measure.unit)), (_("counts"), str(measure.counts))]
        lines += [(_("leaves out"), str(measure.leaves_out)), (_("definition"), definition_url(code)), ("", "")]
    for place, pair in enumerate(lines):
        for column, text in enumerate(pair):
            sheet.write_string(place, column, str(defused(text)))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)


STATUSES = (
    ("published", "the value is public"),
    ("suppressed", "protected, so that nobody can be singled out; the value is not given"),
    ("no_data", "nobody recorded this; it is not zero"),
    ("not_yet", "shown after the period ends"),
    ("withdrawn", "the table proved gravely wrong after its publication; it is not replaced"),
)


def answer(kind: str, figures: Sequence[Figure], county: County | None, name: str, title: str, made_up: bool) -> HttpResponse:
    return WRITERS[kind](figures, made_up, f"{county.slug}-{name}" if county else name, title)


def as_csv(figures: Sequence[Figure], made_up: bool, name: str, _title: str) -> HttpResponse:
    return attached(csv_text(figures, made_up).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(figures: Sequence[Figure], made_up: bool, name: str, title: str) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attached(xlsx_bytes(figures, made_up, title), kind, f"{name}.xlsx")


def as_json(figures: Sequence[Figure], made_up: bool, _name: str, _title: str) -> HttpResponse:
    return JsonResponse(json_text(figures, made_up))


def attached(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


WRITERS: dict[str, Callable[[Sequence[Figure], bool, str, str], HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
