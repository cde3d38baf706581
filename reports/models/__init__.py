"""Figures at rest. One noun a file."""

from reports.models.cell import MeasureCell
from reports.models.claim import ClaimOutcome, OutsideClaim
from reports.models.demand import DemandAnswer, DemandKind, OutsideDemand
from reports.models.draft import MonthDraft
from reports.models.mailing import MailState, ReportMail, ReportSubscription
from reports.models.money import FederalMoney, Programme
from reports.models.plan import Plan
from reports.models.question import BoardQuestion
from reports.models.release import Release, ReleaseKind, Withdrawal
from reports.models.restatement import Restatement, RestatementState, WithdrawalDraft

__all__ = [
    "BoardQuestion",
    "ClaimOutcome",
    "DemandAnswer",
    "DemandKind",
    "FederalMoney",
    "MailState",
    "MeasureCell",
    "MonthDraft",
    "OutsideClaim",
    "OutsideDemand",
    "Plan",
    "Programme",
    "Release",
    "ReleaseKind",
    "ReportMail",
    "ReportSubscription",
    "Restatement",
    "RestatementState",
    "Withdrawal",
    "WithdrawalDraft",
]
