"""Figures at rest. One noun a file."""

from reports.models.cell import MeasureCell

__all__ = ["MeasureCell"]
