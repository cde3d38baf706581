"""Figures at rest. One noun a file."""

from reports.models.cell import MeasureCell
from reports.models.plan import Plan
from reports.models.release import Release, ReleaseKind, Withdrawal

__all__ = ["MeasureCell", "Plan", "Release", "ReleaseKind", "Withdrawal"]
