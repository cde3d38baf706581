"""A document as PDF/UA-1, by typst. The texts go in as data and never as markup; the fonts are the house's own, never the machine's."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from reports.report.drawn import on_paper
from reports.report.model import Line, Report, Section, Table

HERE = Path(__file__).resolve().parent / "paper"
FONTS = ("public-sans-ttf-0.4.2", "source-serif-4-ttf-0.4.1")
PAPERS = {"letter": "us-letter", "a4": "a4"}
STRANGE = "\N{WHITE SQUARE}"
UNKNOWN = re.compile("[^\\n\\x20-\\x7e\\xa0-\\u024f–—‘’“”…•−≤≥€™]")


def of(report: Report, paper: str = "letter") -> bytes:
    return printed("report.typ", as_data(report), report.as_of, paper)


def printed(template: str, data: Mapping[str, Any], at: datetime | None, paper: str = "letter") -> bytes:
    """The same data are the same bytes: the moment inside is that of the figures."""
    text = json.dumps(printable({**data, "paper": PAPERS[paper]}), ensure_ascii=False)
    made: bytes = typst.compile(
        HERE / template,
        root=HERE,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": text},
        pdf_standards="ua-1",
        timestamp=int((at or datetime(2000, 1, 1, tzinfo=UTC)).timestamp()),
    )
    return made


@cache
def fonts() -> list[Path]:
    return [settings.BASE_DIR / "static" / "vendor" / name for name in FONTS]


def printable(value: Any) -> Any:
    """A sign that no font here has would stop the whole document; it becomes a box that nobody takes for the sign."""
    if isinstance(value, str):
        return UNKNOWN.sub(STRANGE, value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list | tuple) else value


def as_data(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "place": report.place,
        "language": report.language[:2],
        "head": [list(pair) for pair in report.head],
        "foot": report.foot,
        "warning": report.warning,
        "sections": [section_data(one) for one in report.sections],
        "annex": [section_data(one) for one in report.annex],
        "annex_title": _("Annex"),
        "page_of": _("Page {page} of {pages}"),
        "release": report.release,
    }


def section_data(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "sentences": list(section.sentences),
        "charts": [dict(zip(("svg", "alt"), on_paper(one), strict=True)) | {"title": one.title} for one in section.charts],
        "tables": [table_data(one) for one in section.tables],
        "notes": list(section.notes),
    }


def table_data(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "heads": list(table.heads),
        "lines": [line_data(one) for one in table.lines],
        "note": table.note,
        "words": table.is_words,
    }


def line_data(line: Line) -> dict[str, Any]:
    return {"label": line.label, "cells": [one.text for one in line.cells], "total": line.is_total}
