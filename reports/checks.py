"""Whether a month adds up. What does not is shown to the officer and cannot be published; the roll-up never stops for it.

Three things are asked of the cells: groups make their whole; a part is no more than its whole; and the detainers open at the start,
plus those received, less those ended, are those open at the end, which the next month with figures opens with.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from bookings.models import Booking, Detainer, Handover
from reports.measures import MEASURES
from reports.models import MeasureCell
from reports.rollup import CLOSING, OPENING, carried_wrongly

RECEIVED, ENDED = "DT-001", "DT-009"
Cells = dict[tuple[str, str, str], tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence, the measure in which it shows, the bookings to look at (their public ids), and which question found it."""

    says: str
    measure: str
    rows: tuple[str, ...] = ()
    kind: str = ""


PARTITION, BOUND, STOCK = "partition", "bound", "stock"


def problems(county: County, month: Month) -> list[Problem]:
    """Nothing of a month without figures."""
    cells = MeasureCell.objects.filter(county=county, month=month.first_day)
    found: Cells = {(one.measure, one.grouping, one.group): (one.numerator, one.denominator) for one in cells}
    if not found:
        return []
    seen = {PARTITION: partitions(month, found), STOCK: stock(county, month, found), BOUND: parts(month, found)}
    return [Problem(says, code, rows(county, month, code), kind) for kind, some in seen.items() for code, says in some]


def partitions(month: Month, found: Cells) -> Iterator[tuple[str, str]]:
    for measure in MEASURES.values():
        for grouping in measure.groupings:
            if grouping.several:
                continue
            sum_of = sum(value for (code, by, _group), (value, _whole) in found.items() if (code, by) == (measure.code, grouping.code))
            whole = found.get((grouping.adds_up_to, "", ""), (0, None))
            right = whole[1] if measure.is_part and grouping.adds_up_to == measure.code else whole[0]
            if sum_of != right:
                words = {"month": month, "measure": measure.code, "parts": sum_of, "whole": right, "other": grouping.adds_up_to}
                yield (
                    measure.code,
                    _("%(month)s does not add up: the groups of %(measure)s make %(parts)s, and %(other)s is %(whole)s.") % words,
                )


def parts(month: Month, found: Cells) -> Iterator[tuple[str, str]]:
    for (code, by, _group), (value, whole) in found.items():
        if not by and whole is not None and value > whole:
            yield code, _("%(month)s does not add up: %(measure)s is %(part)s of only %(whole)s.") % {
                "month": month, "measure": code, "part": value, "whole": whole
            }  # fmt: skip


def stock(county: County, month: Month, found: Cells) -> Iterator[tuple[str, str]]:
    opening, received, ended, closing = (found.get((code, "", ""), (0, None))[0] for code in (OPENING, RECEIVED, ENDED, CLOSING))
    if opening + received - ended != closing:
        words = {"month": month, "opening": opening, "received": received, "ended": ended, "closing": closing}
        yield (
            CLOSING,
            _(
                "%(month)s does not add up: %(opening)s detainers open at its start and %(received)s received, less %(ended)s ended, "
                "are not the %(closing)s open at its end."
            )
            % words,
        )
    later = carried_wrongly(county, month)
    if later is not None:
        yield OPENING, _("%(later)s does not open with the detainers with which %(month)s closed.") % {"later": later, "month": month}


def rows(county: County, month: Month, code: str) -> tuple[str, ...]:
    """The bookings that a measure of detainers or handovers counts in the month."""
    facts = {"DT": Detainer.objects.counted().received_in(county, month), "HO": Handover.objects.counted().made_in(county, month)}
    some = facts.get(code[:2])
    if some is None:
        return ()
    ids = Booking.objects.filter(pk__in=some.values("booking")).order_by("booked_at", "pk").values_list("public_id", flat=True)
    return tuple(str(one) for one in ids)
