"""What is counted, and how: the definitions by code, in the order in which they are shown.

`MEASURES` are filled month by month by the roll-up, `ANNUAL` are the tables of people of annual releases; `DEFINITIONS` are both.
"""

from reports.measures.annual import ANNUAL
from reports.measures.definition import ALL, Cells, Group, Grouping, Label, Measure
from reports.measures.record import Record, load
from reports.measures.table import TABLE
from reports.measures.themes import THEMES

MEASURES: dict[str, Measure] = {measure.code: measure for measure in TABLE}
DEFINITIONS: dict[str, Measure] = MEASURES | ANNUAL

__all__ = ["ALL", "ANNUAL", "DEFINITIONS", "MEASURES", "THEMES", "Cells", "Group", "Grouping", "Label", "Measure", "Record", "load"]
