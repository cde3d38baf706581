"""A report in one of its dresses, as bytes."""

import json

from django.template.loader import render_to_string

from reports.report import files, page, pdf
from reports.report.model import Report

KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
FILES = tuple(kind for kind in KINDS if kind != "html")
PAPERS = pdf.PAPERS


def body(report: Report, kind: str, paper: str = "letter") -> bytes:
    if kind == "pdf":
        return pdf.of(report, paper)
    if kind == "xlsx":
        return files.xlsx_bytes(report)
    return text(report, kind).encode()


def text(report: Report, kind: str) -> str:
    if kind == "html":
        return render_to_string("reports/alone.html", page.context(report, {}))
    return files.csv_text(report) if kind == "csv" else json.dumps(files.as_json(report), ensure_ascii=False)
