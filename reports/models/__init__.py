"""Figures at rest. One noun a file."""

from reports.models.cell import MeasureCell
from reports.models.claim import ClaimOutcome, OutsideClaim
from reports.models.demand import DemandAnswer, DemandKind, OutsideDemand
from reports.models.plan import Plan
from reports.models.question import BoardQuestion
from reports.models.release import Release, ReleaseKind, Withdrawal

__all__ = [
    "BoardQuestion",
    "ClaimOutcome",
    "DemandAnswer",
    "DemandKind",
    "MeasureCell",
    "OutsideClaim",
    "OutsideDemand",
    "Plan",
    "Release",
    "ReleaseKind",
    "Withdrawal",
]
