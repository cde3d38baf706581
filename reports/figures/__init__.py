"""The one reading door: every page, chart, file and answer is a dress of the `Figure`s that are read here.

The office reads cells as they stand (`office`); the public reads releases only (`public`), and nothing there knows of cells.
"""

from reports.figures.figure import OFFICE, PUBLISHED, Figure, Status, UnknownMeasure, UnknownPeriod, last_as_of
from reports.figures.office import all_figures, covered_months, office_figures, running_month, stale
from reports.figures.public import (
    all_published,
    annual,
    definition,
    latest,
    newest,
    outages_known,
    outages_of,
    policies_known,
    policies_of,
    published,
    releases,
    releases_of_months,
    several,
    told_beside,
    totals_of,
    version,
)

__all__ = [
    "OFFICE",
    "PUBLISHED",
    "Figure",
    "Status",
    "UnknownMeasure",
    "UnknownPeriod",
    "all_figures",
    "all_published",
    "annual",
    "covered_months",
    "definition",
    "last_as_of",
    "latest",
    "newest",
    "office_figures",
    "outages_known",
    "outages_of",
    "policies_known",
    "policies_of",
    "published",
    "releases",
    "releases_of_months",
    "running_month",
    "several",
    "told_beside",
    "totals_of",
    "stale",
    "version",
]
