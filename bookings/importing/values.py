"""How one value of a row is read: compiled once for a mapping and a header, then called for every row.

A reader takes a row (a list of texts) and gives the value, or raises `ValueError` with a sentence.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, DecimalField, Field, IntegerField, JSONField, Model

from bookings.countries import code_of
from bookings.importing.formats import Parse, parser
from bookings.importing.shapes import Spec, When, fold
from bookings.models import Told
from bookings.spans import Span

Row = Sequence[str]
Read = Callable[[Row], Any]
YES, NO = frozenset({"1", "Y", "YES", "TRUE", "T", "X"}), frozenset({"", "0", "N", "NO", "FALSE", "F"})
POINT = re.compile(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+")
COMMA = re.compile(r"([0-9]{1,3}(\.[0-9]{3})+|[0-9]+),[0-9]{1,2}|[0-9]{1,3}(\.[0-9]{3}){2,}")
DOUBLE_MEANING = re.compile(r"\s*\$?\s*[1-9][0-9]{0,2}\.[0-9]{3}\s*")
ZEROS = re.compile(r"(?<=[0-9])[.,]0+$")
# A note of a few words beside "..., MEXICO" can make another country of it: American Samoa, the Virgin Islands.
UNSURE = ("ISLAND", "SAMOA", "REPUBLIC")


class Compiler:
    """Readers for the columns of one file under one mapping. A column that the file may leave out and does is blank in every row."""

    def __init__(self, header: Sequence[str], zone: ZoneInfo, formats: tuple[str, ...], unknown: frozenset[str] = frozenset()) -> None:
        self.index = {name: place for place, name in enumerate(header)}
        self.zone, self.formats, self.unknown = zone, formats, unknown
        self.parsers: dict[tuple[str, ...], Parse] = {}

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
        if isinstance(column, JSONField):
            return _several(self._conditional(self._raw(spec), spec.when), spec, str(column.verbose_name))
        read = self.text(spec)
        if column.choices:
            _check_targets(column, spec)
            return _choice(read, column, "" if column.blank else str(column.get_default() or ""))
        if isinstance(column, BooleanField):
            return _yes_or_no(read, str(column.verbose_name), bool(column.get_default()))
        if isinstance(column, IntegerField):
            return _number(read, str(column.verbose_name))
        if isinstance(column, DecimalField):
            return _amount(read, str(column.verbose_name))
        return _limited(read, str(column.verbose_name), column.max_length or 10_000)

    def moment(self, spec: Spec) -> Callable[[Row], Span | None]:
        formats = spec.formats or self.formats
        if not formats:
            raise ValueError('the mapping has no formats. Write formats = ["%Y-%m-%d %H:%M"] as the dates of the file are written.')
        parse = self.parsers.setdefault(formats, parser(formats, self.zone, self.unknown))
        read = self.text(spec)
        return _tried(lambda row: parse(text) if (text := read(row)) else None, spec)

    def when(self, conditions: tuple[When, ...]) -> Callable[[Row], bool]:
        """Whether all of the conditions hold."""
        tests = [self._condition(condition) for condition in conditions]
        if not tests:
            return lambda row: True
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def _condition(self, condition: When) -> Callable[[Row], bool]:
        values, negated = condition.values, condition.negated
        read = self._column(condition.column)
        words = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(values)) or "(?!)")

        @lru_cache(maxsize=10_000)
        def holds(text: str) -> bool:
            found = words.search(fold(text)) is not None if condition.words else fold(text) in values
            return found is not negated

        return lambda row: holds(read(row))

    def country(self, spec: Spec, *, birthplace: bool) -> Callable[[Row], str]:
        """The ISO code by the mapping's crosswalk, else by name; nothing where that is not sure."""
        read, crosswalk = self._raw(spec), spec.crosswalk or {}

        def of(name: str) -> str:
            return crosswalk.get(fold(name)) or code_of(name, birthplace=birthplace)

        @lru_cache(maxsize=10_000)
        def code(name: str) -> str:
            return of(name) or (_last_part(name, of) if birthplace else "")

        return lambda row: code(read(row))

    def _raw(self, spec: Spec) -> Callable[[Row], str]:
        if spec.value is not None:
            constant = spec.value
            return lambda row: constant
        if len(spec.columns) == 1:
            return self._column(spec.columns[0])
        parts, joint = [self._column(name) for name in spec.columns], spec.joint
        return lambda row: joint.join(text for part in parts if (text := part(row)))

    def _column(self, name: str) -> Callable[[Row], str]:
        if name not in self.index:
            return lambda row: ""
        place = self.index[name]
        return lambda row: row[place].strip()

    def _conditional(self, read: Callable[[Row], str], conditions: tuple[When, ...]) -> Callable[[Row], str]:
        if not conditions:
            return read
        holds = self.when(conditions)
        return lambda row: read(row) if holds(row) else ""


def _last_part(name: str, of: Callable[[str], str]) -> str:
    """ "Guadalajara, Mexico" is Mexico, unless another part is a country too ("Puerto Rico, USA") or may make it one."""
    before, comma, last = name.rpartition(",")
    sure = bool(comma) and not any(word in fold(before) for word in UNSURE) and not any(of(part) for part in before.split(","))
    return of(last) if sure else ""


def _tried(read: Read, spec: Spec) -> Read:
    """A constant that cannot be right is a mistake of the mapping, not of every row."""
    if spec.value is not None and not spec.when:
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
    values = [str(value) for value, _ in column.flatchoices]
    known = {fold(value): value for value in values} | {value: value for value in values}
    name = column.verbose_name

    def choose(row: Row) -> str:
        value = read(row) or default
        found = known.get(value) or known.get(fold(value), "")
        if value and not found:
            raise ValueError(f"{value!r} is not one of the values of {name} ({', '.join(sorted(set(known.values())))}).")
        return found

    return choose


def _several(read: Callable[[Row], str], spec: Spec, name: str) -> Read:
    """Several values of a closed list in one cell, parted by commas, semicolons or bars."""
    crosswalk, known = spec.crosswalk or {}, {fold(value): value for value in Told.values}

    def one(part: str) -> str:
        found = crosswalk.get(fold(part), spec.other) if spec.crosswalk is not None else part
        if (value := known.get(fold(found or ""))) is None:
            raise ValueError(f"{part!r} is not one of the values of {name} ({', '.join(sorted(Told.values))}).")
        return value

    return lambda row: list(dict.fromkeys(one(part) for cell in re.split("[;,|]", read(row)) if (part := cell.strip())))


def _amount(read: Callable[[Row], str], name: str) -> Read:
    def amount(row: Row) -> str | None:
        text = read(row)
        if not text:
            return None
        if DOUBLE_MEANING.fullmatch(text):
            raise ValueError(f"{text!r} may be thousands or dollars and cents for {name}. Export it with two digits of cents.")
        plain = _plain(text.replace("$", "").strip())
        if plain is None or plain >= 10**10 or (exact := plain.quantize(Decimal("0.01"))) != plain:
            raise ValueError(f"{text!r} is no amount of dollars for {name}.")
        return str(exact)

    return amount


def _plain(text: str) -> Decimal | None:
    """1,250.00 and 1250.0000, or with a decimal comma 1.250,00 and 1250,00."""
    if POINT.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(".", "").replace(",", ".")) if COMMA.fullmatch(text) else None


def _yes_or_no(read: Callable[[Row], str], name: str, default: bool) -> Read:
    def ticked(row: Row) -> bool:
        text = read(row)
        if not text:
            return default
        if (said := fold(text)) not in YES | NO:
            raise ValueError(f"{text!r} is neither yes nor no for {name}. Name a crosswalk to yes and no.")
        return said in YES

    return ticked


def _number(read: Callable[[Row], str], name: str) -> Read:
    def number(row: Row) -> int | None:
        text = read(row)
        if not text:
            return None
        whole = ZEROS.sub("", text)
        if not (whole.isascii() and whole.isdigit()) or int(whole) > 32_767:
            raise ValueError(f"{text!r} is no whole number for {name}.")
        return int(whole)

    return number


def _limited(read: Callable[[Row], str], name: str, most: int) -> Read:
    def limited(row: Row) -> str:
        text = read(row)
        if len(text) > most:
            raise ValueError(f"{name} is longer than {most} characters: {text[:30]!r}...")
        return text

    return limited
