"""A report as a page: the document, and what of it a template needs to draw."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reports.report.drawn import PAPER, on_page
from reports.report.model import Report, Section

# Of a page that stands alone: the colours of paper, the wide drawings only.
SHEET: SafeString = mark_safe(  # noqa: S308 - this module's own
    "body{font:16px/1.5 'Public Sans',system-ui,sans-serif;color:#111;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1,h2,h3{font-family:'Source Serif 4',Georgia,serif}table{border-collapse:collapse;margin:.5rem 0}"
    "caption{text-align:left;font-weight:600}"
    "td,th{padding:.2rem .6rem;border-bottom:1px solid #bbb;text-align:left}.number{text-align:right;font-variant-numeric:tabular-nums}"
    ".chart svg{width:100%;max-width:50rem;height:auto}.narrow{display:none}.quiet{color:#444}"
    ".visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}" + PAPER
)


def context(report: Report, around: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": report,
        "sections": [drawn(one) for one in report.sections],
        "annex": [drawn(one) for one in report.annex],
        "is_office": report.release is None,
        "kinds": ("pdf", "csv", "xlsx", "json"),
        "sheet": SHEET,
        **around,
    }


def drawn(section: Section) -> dict[str, Any]:
    return {"section": section, "charts": [(one, on_page(one)) for one in section.charts]}
