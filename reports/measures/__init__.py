"""What is counted, and how: the definitions by code, in the order in which they are shown."""

from reports.measures.definition import ALL, Cells, Group, Grouping, Label, Measure
from reports.measures.record import Record, load
from reports.measures.table import TABLE

MEASURES: dict[str, Measure] = {measure.code: measure for measure in TABLE}

__all__ = ["ALL", "MEASURES", "Cells", "Group", "Grouping", "Label", "Measure", "Record", "load"]
