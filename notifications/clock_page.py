"""The release clock of one booking as a page shows it: its moments and its intervals, as the facts stand now. No verdict words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils.translation import gettext as _

from bookings.models import Booking, EligibleReason
from bookings.models.handover import Mode
from bookings.wording import WORD, when, whole_minute
from notifications.gather import cases
from notifications.models import Answered, Outcome, ReleaseTiming, Way
from notifications.models.notification import RELEASE_TOPICS, TO_LAWYERS
from notifications.rules.clock import Case, Clocks, Mark, Reply, Step, Taken, Try, clocks
from notifications.rules.intervals import Reading, by_code, intervals
from notifications.rules.lengths import in_words
from notifications.rules.moments import MOMENTS

# What may rightly not happen: its absence, once the person has left, is no gap in the record.
MAY_BE_MISSING = frozenset({"t2", "t3", "t4", "t5", "t6", "t8"})


@dataclass(frozen=True, slots=True)
class Moment:
    code: str
    name: str
    time: str
    more: str
    known: bool
    anchor: str


def clock_of(booking: Booking, case: Case | None = None) -> dict[str, Any] | None:
    """Moments and intervals; nothing where there is no interval to ask for."""
    case = case or cases([booking])[booking.pk]
    at = clocks(case)
    values = {} if booking.entered_in_error else intervals(case, at)
    if not values:
        return None
    zone = booking.county.zone
    lengths = [(code, str(name), str(counts), in_words(values[code])) for code, name, counts, _source in by_code() if code in values]
    return {"moments": list(moments(case, at, zone)), "intervals": lengths, "logged": logged(booking, zone)}


def moments(case: Case, at: Clocks, zone: ZoneInfo) -> Iterator[Moment]:
    for code, name, _rule in MOMENTS:
        mark = getattr(at, code)
        time = when(mark.when, zone) if mark else str(absent(code, at))
        yield Moment(code, str(name), time, more(code, mark, case, at, zone), mark is not None, anchor(mark))


def absent(code: str, at: Clocks) -> Any:
    if not at.over:
        return _("not yet")
    return (Reading.NEVER if code in MAY_BE_MISSING else Reading.UNKNOWN).label


def more(code: str, mark: Mark | None, case: Case, at: Clocks, zone: ZoneInfo) -> str:
    """What the fact says besides its time."""
    if code == "t6" and mark is None:
        return only_sent(case, zone)
    if isinstance(mark, Step) and mark.reason:
        return str(EligibleReason(mark.reason).label)
    if isinstance(mark, Try):
        return f"{Way(mark.channel).label}, {Outcome(mark.outcome).label}"
    if isinstance(mark, Reply):
        return answers(mark, at)
    return str(Mode(mark.mode).label) if isinstance(mark, Taken) else ""


def answers(first: Reply, at: Clocks) -> str:
    """The first answer; and the one that counts, where it is another."""
    said = str(Answered(first.answer).label)
    return said if at.answer in ("", first.answer) else _("%(first)s; later: %(last)s") % {"first": said, "last": Answered(at.answer).label}


def only_sent(case: Case, zone: ZoneInfo) -> str:
    """A mail that was sent has told nobody yet."""
    sent = [one for one in case.tries if one.recipient in TO_LAWYERS and one.about in RELEASE_TOPICS and one.outcome == Outcome.SENT]
    if not sent:
        return ""
    return _("a mail was sent %(time)s; nobody confirmed it") % {"time": whole_minute(min(one.when.at for one in sent), zone)}


def anchor(mark: Mark | None) -> str:
    """Where the fact stands on the timeline."""
    if mark is None:
        return ""
    model: Any = apps.get_model(mark.label)
    return f"{WORD.get(model, 'booking')}-{mark.key}"


def logged(booking: Booking, zone: ZoneInfo) -> str:
    """When the worker last wrote this clock down."""
    row = ReleaseTiming.objects.filter(booking=booking).values_list("timed_at", flat=True).first()
    return whole_minute(row, zone) if row else ""
