"""How one value of a row is read: compiled once for a mapping and a header, then called for every row.

A reader takes a row (a list of texts) and gives the value, or raises `ValueError` with a sentence.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Field, IntegerField, Model

from bookings.countries import code_of
from bookings.importing.mapping import Spec, When, fold
from bookings.spans import Span

Row = Sequence[str]
Read = Callable[[Row], Any]
ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
YES, NO = frozenset({"1", "Y", "YES", "TRUE", "T", "X"}), frozenset({"", "0", "N", "NO", "FALSE", "F"})
CLOCK = ("%H", "%I", "%M", "%X", "%c", "%T", "%R")


class Compiler:
    """Readers for the columns of one file under one mapping."""

    def __init__(self, header: Sequence[str], zone: ZoneInfo, formats: tuple[str, ...]) -> None:
        self.index = {name: place for place, name in enumerate(header)}
        self.zone = zone
        self.formats = formats
        self.parsers: dict[tuple[str, ...], Callable[[str], Span]] = {}

    def text(self, spec: Spec) -> Callable[[Row], str]:
        """The text of a column (trimmed) or the constant, through the crosswalk, under the condition."""
        read = self._raw(spec)
        if spec.crosswalk is not None:
            read = _crossed(read, spec.crosswalk, spec.other)
        return self._conditional(read, spec.when)

    def field(self, model: type[Model], name: str, spec: Spec) -> Read:
        """A value for a plain field of a model: closed lists, numbers and lengths are checked."""
        column: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
        return _tried(self._field(column, spec), spec)

    def _field(self, column: "Field[Any, Any]", spec: Spec) -> Read:
        read = self.text(spec)
        if column.choices:
            _check_targets(column, spec)
            return _choice(read, column, "" if column.blank else str(column.get_default() or ""))
        if isinstance(column, BooleanField):
            return _yes_or_no(read, str(column.verbose_name))
        if isinstance(column, IntegerField):
            return _number(read, str(column.verbose_name))
        return _limited(read, str(column.verbose_name), column.max_length or 10_000)

    def moment(self, spec: Spec) -> Callable[[Row], Span | None]:
        formats = spec.formats or self.formats
        if not formats:
            raise ValueError('the mapping has no formats. Write formats = ["%Y-%m-%d %H:%M"] as the dates of the file are written.')
        parse = self.parsers.setdefault(formats, _parser(formats, self.zone))
        read = self.text(spec)
        return _tried(lambda row: parse(text) if (text := read(row)) else None, spec)

    def when(self, condition: When | None) -> Callable[[Row], bool]:
        if condition is None:
            return lambda row: True
        place, values, negated = self.index[condition.column], condition.values, condition.negated
        return lambda row: (fold(row[place]) in values) is not negated

    def country(self, spec: Spec, *, birthplace: bool) -> Callable[[Row], str]:
        """The ISO code by the mapping's crosswalk, else by name; nothing where that is not sure."""
        read, crosswalk = self._raw(spec), spec.crosswalk or {}

        @lru_cache(maxsize=10_000)
        def code(name: str) -> str:
            return crosswalk.get(fold(name)) or code_of(name, birthplace=birthplace)

        return lambda row: code(read(row))

    def _raw(self, spec: Spec) -> Callable[[Row], str]:
        if spec.value is not None:
            constant = spec.value
            return lambda row: constant
        place = self.index[spec.column]
        return lambda row: row[place].strip()

    def _conditional(self, read: Callable[[Row], str], condition: When | None) -> Callable[[Row], str]:
        if condition is None:
            return read
        holds = self.when(condition)
        return lambda row: read(row) if holds(row) else ""


def _tried(read: Read, spec: Spec) -> Read:
    """A constant that cannot be right is a mistake of the mapping, not of every row."""
    if spec.value is not None and spec.when is None:
        read(())
    return read


def _check_targets(column: "Field[Any, Any]", spec: Spec) -> None:
    """What a crosswalk makes of values must be in the closed list."""
    known = {str(value) for value, _ in column.flatchoices}
    for target in (*(spec.crosswalk or {}).values(), spec.other or ""):
        if target and target not in known:
            raise ValueError(f"the crosswalk makes {target!r}, which is none of {', '.join(sorted(known))}.")


def _crossed(read: Callable[[Row], str], crosswalk: dict[str, str], other: str | None) -> Callable[[Row], str]:
    @lru_cache(maxsize=10_000)
    def cross(text: str) -> str:
        if (known := crosswalk.get(fold(text))) is not None:
            return known
        if other is not None or not text:
            return (other or "") if text else ""
        raise ValueError(f'{text!r} is not in the mapping\'s crosswalk. Add it, or give other = "...".')

    return lambda row: cross(read(row))


def _choice(read: Callable[[Row], str], column: "Field[Any, Any]", default: str) -> Read:
    known = {str(value) for value, _ in column.flatchoices}
    name = column.verbose_name

    def choose(row: Row) -> str:
        value = read(row) or default
        if value and value not in known:
            raise ValueError(f"{value!r} is not one of the values of {name} ({', '.join(sorted(known))}).")
        return value

    return choose


def _yes_or_no(read: Callable[[Row], str], name: str) -> Read:
    def ticked(row: Row) -> bool:
        text = read(row)
        if (said := fold(text)) not in YES | NO:
            raise ValueError(f"{text!r} is neither yes nor no for {name}. Name a crosswalk to yes and no.")
        return said in YES

    return ticked


def _number(read: Callable[[Row], str], name: str) -> Read:
    def number(row: Row) -> int | None:
        text = read(row)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text) > 32_767:
            raise ValueError(f"{text!r} is no whole number for {name}.")
        return int(text)

    return number


def _limited(read: Callable[[Row], str], name: str, most: int) -> Read:
    def limited(row: Row) -> str:
        text = read(row)
        if len(text) > most:
            raise ValueError(f"{name} is longer than {most} characters: {text[:30]!r}...")
        return text

    return limited


def _parser(formats: tuple[str, ...], zone: ZoneInfo) -> Callable[[str], Span]:
    """Tries the formats in order; a format without a time of day makes the whole local day."""
    readers = [(_reader(pattern), any(part in pattern for part in CLOCK)) for pattern in formats]

    @lru_cache(maxsize=20_000)
    def parse(text: str) -> Span:
        for read, has_clock in readers:
            try:
                wall = read(text)
            except ValueError:
                continue
            return _span(wall, has_clock, zone)
        raise ValueError(f"{text!r} is no date of the form {' or '.join(formats)}.")

    return parse


def _reader(pattern: str) -> Callable[[str], datetime]:
    """`strptime`, or for the ISO forms the built-in reader, which is many times as fast and here held to the very form.

    By itself it would take weeks, fractions of a second and offsets for other forms of the same length.
    """
    if pattern not in ISO:
        return lambda text: datetime.strptime(text, pattern)  # noqa: DTZ007 - the county's wall clock, zoned by the caller
    form = re.compile(re.sub(r"%[mdHMS]", "[0-9]{2}", pattern.replace("%Y", "[0-9]{4}")))

    def read(text: str) -> datetime:
        if form.fullmatch(text) is None:
            return datetime.strptime(text, pattern)  # noqa: DTZ007
        return datetime.fromisoformat(text)

    return read


def _span(wall: datetime, has_clock: bool, zone: ZoneInfo) -> Span:
    if not 1901 <= wall.year <= 2200:  # months are counted from 1900, in any zone
        raise ValueError(f"the year {wall.year} cannot be right.")
    if wall.tzinfo is not None:
        return Span.minute(wall)
    if not has_clock:
        return Span.local_day(wall.date(), zone)
    return Span.local_minute(wall, zone)
