"""What the releases of a span tell beside their figures: where the journal ended, corrections since, the registers, federal money. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reports.registers.declared import COUNTED
from reports.report.reading import Money, Register
from reports.report.span import Span

Told = Mapping[str, Any]


def signed_of(span: Span, kept: Sequence[Any]) -> Any:
    """The release that a report is called by: of its own period, or of a fiscal year the last month's."""
    here = [one for one in kept if one.period == span.code] or months_of(span, kept)[-1:]
    return max(here, key=lambda one: (one.revision, one.county_id is not None), default=None)


def months_of(span: Span, kept: Sequence[Any]) -> list[Any]:
    """The newest revision of each of its months."""
    periods = {str(month) for month in span.months}
    found = sorted((one for one in kept if one.kind == "month" and one.period in periods), key=lambda one: (one.period, one.revision))
    return list({one.period: one for one in found}.values())


def registers(span: Span, told: Sequence[Told]) -> list[Register] | None:
    """None where a month is missing, or was published before the registers were frozen."""
    months = [one.get("registers") for one in told]
    if len(months) < len(span.months) or None in months:
        return None
    return [register(code, [one.get(code, {}) for one in months if one is not None]) for code in COUNTED]


def register(code: str, months: Sequence[Mapping[str, int]]) -> Register:
    came, ended = (sum(one.get(name, 0) for one in months) for name in ("came", "ended"))
    return Register(code, str(COUNTED[code].heading), months[0].get("open_before", 0), came, ended, months[-1].get("open_after", 0))


def corrected(told: Sequence[Told]) -> dict[str, int]:
    """By year, as the last of the months tells it."""
    return dict(told[-1].get("corrected", {})) if told else {}


def money(told: Sequence[Told]) -> list[Money]:
    return [payment(one) for month in told for one in month.get("federal_money", ())]


def payment(one: Mapping[str, Any]) -> Money:
    """From its form in a release, or from the record's own values."""
    days = {name: date.fromisoformat(str(one[name])) for name in ("received_on", "first_day", "last_day")}
    return Money(str(one["programme"]), Decimal(one["amount"]), source=str(one["source"]), **days)
