"""Small made-up Excel files, written by hand: the product reads such files and never writes one with these means."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel counts days of the wall clock
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Style 1 shows a day and time, 2 a day, 3 a time of day.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy hh:mm"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="170" applyNumberFormat="1"/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """`sheets` by name: rows of texts, numbers, dates, times; None leaves a cell out."""
    names = list(enumerate(sheets, 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _types(len(sheets)))
        file.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        listed = "".join(_entry(name, number, name in hidden) for number, name in names)
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>')
        parts = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _ in names]
        file.writestr("xl/_rels/workbook.xml.rels", _relations([*parts, ("rId99", "styles", "styles.xml")]))
        file.writestr("xl/styles.xml", STYLES)
        for number, name in names:
            file.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(sheets[name]))
    return path


def _entry(name: str, number: int, hidden: bool) -> str:
    state = ' state="hidden"' if hidden else ""
    return f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"{state}/>'


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}.{what}+xml"/>' for part, what in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{rels}{listed}</Types>'


def _relations(targets: list[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{RELATED}/{what}" Target="{target}"/>' for key, what, target in targets)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _sheet(rows: list[list[Any]]) -> str:
    lines = [f'<row r="{number}">{"".join(map(_cell, row, _places(number)))}</row>' for number, row in enumerate(rows, 1) if row]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _places(row: int) -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [f"{before}{letter}{row}" for before in ("", *letters) for letter in letters]


def _cell(value: Any, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, date | time):
        style, days = _days(value)
        return f'<c r="{place}" s="{style}"><v>{days!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _days(value: date | time) -> tuple[int, float]:
    if isinstance(value, datetime):
        return 1, (value - EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return 2, (value - EPOCH.date()).days
    assert isinstance(value, time)
    return 3, (value.hour * 60 + value.minute) / 1440
