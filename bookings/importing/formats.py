"""Dates as a file writes them: formats are tried in order, and no text can be read in two ways."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import combinations
from zoneinfo import ZoneInfo

from bookings.importing.shapes import fold
from bookings.spans import Span

Parse = Callable[[str], Span | None]
ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
CLOCK = ("%H", "%I", "%X", "%c", "%T", "%R")
PROBES = [datetime(2026, 10, 31, 13, 40), datetime(2026, 5, 7, 13, 40)]  # noqa: DTZ001 - wall clocks, to try a format on
EXCEL_BEGAN = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of Excel's calendar
# The span that says: the file has a date here that stands for none. Compared by identity.
STAND_IN = Span.minute(datetime.fromisoformat("1900-01-01T00:00:00+00:00"))
# What systems write where no date is known: their first day, their last day, or a row of ones.
NO_DATES = frozenset(
    date.fromisoformat(day)
    for day in (
        *("0001-01-01", "1111-11-11", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01"),
        *("1969-12-31", "1970-01-01", "2079-06-06", "2099-12-31", "2999-12-31", "3000-01-01", "9999-01-01", "9999-12-31"),
    )
)


def holds_a_date(pattern: str) -> bool:
    """A format without a year would put everything into 1900; an hour of twelve without am or pm is half an hour of the day."""
    if pattern == "excel":
        return True
    try:
        back = datetime.strptime(_written(PROBES[0], pattern), pattern)  # noqa: DTZ007
    except ValueError:
        return False
    return back.date() == PROBES[0].date() and (not _has_clock(pattern) or back.hour == PROBES[0].hour)


def clash(patterns: list[str]) -> str:
    """A sentence if two of the formats read one text as two different days."""
    for one, other in combinations([pattern for pattern in patterns if pattern != "excel"], 2):
        for probe in PROBES:
            text = _written(probe, one)
            if (read := _tried(other, text)) is not None and read.date() != probe.date():
                return f"{one!r} and {other!r} read {text!r} as two different days. Keep the one by which the file is written"
    return ""


def parser(formats: tuple[str, ...], zone: ZoneInfo, unknown: frozenset[str]) -> Parse:
    """A format without a time of day makes the whole local day; "a..b" is the span of both. The ISO forms are always known."""
    patterns = (*formats, *(pattern for pattern in ISO if pattern not in formats))
    readers = [(reader(pattern), _has_clock(pattern)) for pattern in patterns if pattern != "excel"]
    readers += [(_excel_day, False), (_excel_time, True)] if "excel" in patterns else []

    def one(text: str) -> Span:
        for read, has_clock in readers:
            try:
                wall = read(text)
            except (ValueError, OverflowError):
                continue
            return _span(wall, has_clock, zone)
        if not text.strip("0-/.: T"):
            return STAND_IN
        raise ValueError(f"{text!r} is no date of the form {' or '.join(formats)}.")

    @lru_cache(maxsize=20_000)
    def parse(text: str) -> Span | None:
        if unknown and fold(text) in unknown:
            return None
        first, dots, last = text.partition("..")
        return _both(text, one(first.strip()), one(last.strip())) if dots else one(text)

    return parse


def reader(pattern: str) -> Callable[[str], datetime]:
    """`strptime`, or for the ISO forms the built-in reader, which is many times as fast and here held to the very form.

    By itself it would take weeks, fractions of a second and offsets for other forms of the same length.
    """
    if pattern not in ISO:
        return _strict(pattern)
    form = re.compile(re.sub(r"%[mdHMS]", "[0-9]{2}", pattern.replace("%Y", "[0-9]{4}")))

    def read(text: str) -> datetime:
        if form.fullmatch(text) is None:
            return datetime.strptime(text, pattern)  # noqa: DTZ007
        return datetime.fromisoformat(text)

    return read


def _strict(pattern: str) -> Callable[[str], datetime]:
    """Numbers that touch (%H%M) have all their digits, else "30" would be three o'clock and not half past midnight."""
    runs = [len(run) // 2 for run in re.findall(r"(?:%[mdyYHIMSjf])+", pattern)]
    wide = [sum(4 if letter == "Y" else 2 for letter in run[1::2]) for run in re.findall(r"(?:%[mdyYHIMSjf])+", pattern)]
    touching = [(place, wide[place]) for place, parts in enumerate(runs) if parts > 1]

    def read(text: str) -> datetime:
        if "%f" in pattern:
            text = re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text)
        digits = re.findall("[0-9]+", text) if touching else []
        if any(place >= len(digits) or len(digits[place]) != width for place, width in touching):
            raise ValueError(text)
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the county's wall clock, zoned by the caller

    return read


def _excel_time(text: str) -> datetime:
    """Excel's own number of a day, as it stands in a CSV that was saved without showing dates."""
    if not re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        raise ValueError(text)
    return (EXCEL_BEGAN + timedelta(days=float(text), milliseconds=500)).replace(microsecond=0)


def _excel_day(text: str) -> datetime:
    return _excel_time(text if text.isdigit() else "")


def _both(text: str, first: Span, last: Span) -> Span:
    if STAND_IN in (first, last) or first.at >= last.until:
        raise ValueError(f"{text!r} is no stretch of time: write the earliest time, two dots, the latest.")
    return Span(first.at, last.until)


def _written(wall: datetime, pattern: str) -> str:
    return wall.replace(tzinfo=UTC if "%z" in pattern else None).strftime(pattern)


def _tried(pattern: str, text: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007
    except ValueError:
        return None


def _has_clock(pattern: str) -> bool:
    return any(part in pattern for part in CLOCK)


def _span(wall: datetime, has_clock: bool, zone: ZoneInfo) -> Span:
    if wall.date() in NO_DATES:
        return STAND_IN
    if not 1901 <= wall.year <= 2200:  # months are counted from 1900, in any zone
        raise ValueError(f"the year {wall.year} cannot be right.")
    if wall.tzinfo is not None:
        return Span.minute(wall)
    if not has_clock:
        return Span.local_day(wall.date(), zone)
    return Span.local_minute(wall, zone)
