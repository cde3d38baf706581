"""A mapping: a TOML file that says where each fact of a booking stands in a jail's export. Read and checked here.

A *field* is a column's name, or a table with one of `column`, `value`, `within`, and any of:
`crosswalk` (a table of [crosswalk.*]; "iso" stands for the codes of ISO 3166 themselves), `other` (what a value not in the
crosswalk becomes), `formats`, `when`.
"""

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bookings.countries import codes
from bookings.importing.errors import CannotRead

SHIPPED = Path(__file__).resolve().parent.parent / "mappings"
TOP = {
    "title",
    "rows",
    "timezone",
    "delimiter",
    "encoding",
    "formats",
    "county",
    "booking",
    "stay",
    "charge",
    "detainer",
    "handover",
    "crosswalk",
}
SPEC = {"column", "value", "within", "crosswalk", "other", "formats", "when"}
REPEATED = ("stay", "detainer", "handover")
# A booking is told by every row, a charge by each.
NOT_OF = {"booking": {"when", "per"}, "charge": {"per"}}
WORDS = ("unknown", "declined", "not_asked")
PROBE = datetime(2026, 10, 31, 13, 40)  # noqa: DTZ001 - a wall clock, to see whether a format holds a whole date
QUESTIONS: tuple[str, ...] = ("birth", "citizen")


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a row: the column holds one of these values (or, with `isnt`, none of them)."""

    column: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """Where one value comes from."""

    column: str = ""
    value: str | None = None
    within: str = ""
    crosswalk: dict[str, str] | None = None
    other: str | None = None
    formats: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of one fact, and the condition under which a row tells of it at all."""

    fields: dict[str, Spec]
    when: When | None = None
    every_row: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question such as birthplace: the text, the country, and the values that mean something other than an answer."""

    text: Spec | None
    country: Spec | None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def decides(self) -> Spec:
        """Where it says whether there was an answer, and which country it was."""
        return self.country or self.written

    @property
    def written(self) -> Spec:
        """Where the answer stands as it was written."""
        found = self.text or self.country
        assert found is not None  # noqa: S101 - the parser refuses a question without either
        return found


@dataclass(frozen=True, slots=True)
class Mapping:
    name: str
    title: str
    rows: str
    zone: ZoneInfo
    delimiter: str
    encoding: str
    formats: tuple[str, ...]
    county: dict[str, str]
    booking: Section
    questions: dict[str, Answered]
    charge: Section | None
    repeated: dict[str, tuple[Section, ...]]

    def columns(self) -> set[str]:
        """Every column that the file must have."""
        return {name for section in self._sections() for name in _columns_of(section)} | set(self._asked())

    def _sections(self) -> list[Section]:
        return [self.booking, *([self.charge] if self.charge else []), *(one for many in self.repeated.values() for one in many)]

    def _asked(self) -> Iterator[str]:
        for question in self.questions.values():
            yield from (spec.column for spec in (question.text, question.country) if spec and spec.column)


def load(name_or_path: str) -> Mapping:
    """A shipped mapping by its name, or any mapping by its path."""
    path = Path(name_or_path)
    if not name_or_path.endswith(".toml"):
        path = SHIPPED / f"{name_or_path}.toml"
        if not path.is_file():
            shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
            raise CannotRead(f"There is no mapping {name_or_path!r}. Shipped: {shipped}; or give the path of a .toml file.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotRead(f"The mapping {path} cannot be read: {getattr(problem, 'strerror', '') or 'it is not UTF-8 text'}.") from None
    except tomllib.TOMLDecodeError as problem:
        raise CannotRead(f"The mapping {path} is not valid TOML: {problem}.") from None
    return Parser(path.stem, content).mapping()


class Parser:
    """Turns the TOML tables into a `Mapping`, or says which entry is wrong."""

    def __init__(self, name: str, content: dict[str, Any]) -> None:
        self.name = name
        self.content = content
        self.crosswalks: Any = content.get("crosswalk", {})

    def mapping(self) -> Mapping:
        self.only(self.content, TOP, "the mapping")
        rows = self.content.get("rows", "charge")
        if rows not in ("charge", "booking"):
            raise self.wrong("rows", 'write "charge" (one row a charge) or "booking" (one row a booking)')
        if not isinstance(self.crosswalks, dict):
            raise self.wrong("crosswalk", "write tables such as [crosswalk.sex]")
        booking = dict(self.table(self.content, "booking", "the mapping"))
        questions: dict[str, Answered] = {name: self.question(name, booking.pop(name)) for name in QUESTIONS if name in booking}
        for needed in ("number", "booked"):
            if needed not in booking:
                raise self.wrong(f"booking.{needed}", "every mapping needs it")
        if not isinstance(booking["number"], str):
            raise self.wrong("booking.number", "write the name of its column in quotes")
        return Mapping(
            name=self.name,
            title=str(self.content.get("title", self.name)),
            rows=rows,
            zone=self.zone(),
            delimiter=self.delimiter(),
            encoding=self.encoding(),
            formats=self.formats(self.content, "formats"),
            county=self.county(),
            booking=self.section("booking", booking),
            questions=questions,
            charge=self.section("charge", self.content["charge"]) if "charge" in self.content else None,
            repeated={name: self.sections(name) for name in REPEATED if name in self.content},
        )

    def wrong(self, entry: str, says: str) -> CannotRead:
        return CannotRead(f"Mapping {self.name}, {entry}: {says}.")

    def only(self, table: Table[str, Any], allowed: set[str], where: str) -> None:
        unknown = sorted(set(table) - allowed)
        if unknown:
            raise self.wrong(where, f"{unknown[0]!r} is not known here. Known: {', '.join(sorted(allowed))}")

    def table(self, parent: Table[str, Any], key: str, where: str) -> dict[str, Any]:
        value = parent.get(key)
        if not isinstance(value, dict):
            raise self.wrong(where, f"the table [{key}] is missing")
        return value

    def county(self) -> dict[str, str]:
        content = self.content.get("county", {})
        if not isinstance(content, dict):
            raise self.wrong("county", "write a table [county] with fips, name, state")
        self.only(content, {"fips", "name", "state"}, "county")
        return {key: str(value) for key, value in content.items()}

    def zone(self) -> ZoneInfo:
        name = str(self.content.get("timezone", ""))
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise self.wrong("timezone", f"{name!r} is no time zone. Write one such as America/Chicago") from None

    def delimiter(self) -> str:
        value = self.content.get("delimiter", ",")
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\0':
            raise self.wrong("delimiter", "write one character, such as ; or \\t")
        return value

    def encoding(self) -> str:
        value = self.content.get("encoding", "utf-8")
        if value not in ("utf-8", "windows-1252"):
            raise self.wrong("encoding", "write utf-8 or windows-1252")
        return str(value)

    def formats(self, table: Table[str, Any], where: str) -> tuple[str, ...]:
        value = table.get("formats", [])
        if not isinstance(value, list) or not all(isinstance(item, str) and "%" in item for item in value):
            raise self.wrong(where, 'write a list of formats such as ["%Y-%m-%d %H:%M"]')
        for item in value:
            if not _holds_a_date(item):
                raise self.wrong(where, f"{item!r} does not hold a day with its year, or has a letter after % that is not known")
        return tuple(value)

    def sections(self, name: str) -> tuple[Section, ...]:
        content = self.content[name]
        many = content if isinstance(content, list) else [content]
        return tuple(self.section(name, one) for one in many)

    def section(self, name: str, content: Any) -> Section:
        if not isinstance(content, dict):
            raise self.wrong(name, f"write [{name}] and its fields")
        for key in sorted(NOT_OF.get(name, set()) & set(content)):
            raise self.wrong(f"{name}.{key}", f"it is not known of a {name}")
        when = self.when(f"{name}.when", content["when"]) if "when" in content else None
        per = content.get("per", "booking")
        if per not in ("booking", "row"):
            raise self.wrong(f"{name}.per", 'write "booking" (once a booking) or "row" (once a row)')
        fields = {key: self.spec(f"{name}.{key}", value) for key, value in content.items() if key not in {"when", "per"}}
        return Section(fields, when, per == "row")

    def question(self, name: str, content: Any) -> Answered:
        where = f"booking.{name}"
        if not isinstance(content, dict):
            raise self.wrong(where, "write a table with text, country, and lists unknown, declined, not_asked")
        self.only(content, {"text", "country", "unknown", "declined", "not_asked"}, where)
        words = {fold(word): answer for answer in WORDS for word in self.texts(f"{where}.{answer}", content.get(answer, []))}
        text, country = (self.asked(f"{where}.{key}", content[key]) if key in content else None for key in ("text", "country"))
        if not (text or country):
            raise self.wrong(where, "name the column of the text or of the country")
        return Answered(text, country, words)

    def asked(self, where: str, content: Any) -> Spec:
        """A column of a question: read as it is written, and through a crosswalk to the codes of countries."""
        if isinstance(content, dict):
            self.only(content, {"column", "value", "crosswalk"}, where)
        spec = self.spec(where, content)
        for code in (spec.crosswalk or {}).values():
            if code and code not in codes():
                raise self.wrong(where, f"{code!r} is no code of a country (ISO 3166), such as MX")
        return spec

    def spec(self, where: str, content: Any) -> Spec:
        if isinstance(content, str) and content:
            return Spec(column=content)
        if not isinstance(content, dict):
            raise self.wrong(where, 'write a column\'s name in quotes, or a table such as { value = "..." }')
        self.only(content, SPEC, where)
        if len({"column", "value", "within"} & set(content)) != 1:
            raise self.wrong(where, "give exactly one of column, value, within")
        if content.get("column", "-") in ("", None) or not isinstance(content.get("column", ""), str):
            raise self.wrong(where, "write the column's name in quotes")
        if content.get("within", "booking") != "booking":
            raise self.wrong(where, 'only within = "booking" is known: some time between booking and release')
        if "within" in content and where.partition(".")[0] not in REPEATED:
            raise self.wrong(where, "a time within the booking is known only of a stay, a detainer and a handover")
        if "other" in content and "crosswalk" not in content:
            raise self.wrong(where, "other says what becomes of a value that the crosswalk lacks: name a crosswalk")
        return Spec(
            column=str(content.get("column", "")),
            value=str(content["value"]) if "value" in content else None,
            within=content.get("within", ""),
            crosswalk=self.crosswalk(where, content["crosswalk"]) if "crosswalk" in content else None,
            other=str(content["other"]) if "other" in content else None,
            formats=self.formats(content, where),
            when=self.when(where, content["when"]) if "when" in content else None,
        )

    def crosswalk(self, where: str, name: Any) -> dict[str, str]:
        found = self.crosswalks.get(name) if isinstance(name, str) else None
        if name == "iso" and found is None:
            return {code: code for code in codes()}
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise self.wrong(where, f"there is no table [crosswalk.{name}] of values in quotes")
        return {fold(key): value for key, value in found.items()}

    def texts(self, where: str, values: Any) -> list[str]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(where, 'give a list of values in brackets, such as ["1", "YES"]')
        return values

    def when(self, where: str, content: Any) -> When:
        if not isinstance(content, dict) or "column" not in content or len({"is", "isnt"} & set(content)) != 1:
            raise self.wrong(where, 'write { column = "...", is = ["..."] } or isnt in place of is')
        self.only(content, {"column", "is", "isnt"}, where)
        values = self.texts(where, content.get("is", content.get("isnt")))
        return When(str(content["column"]), frozenset(map(fold, values)), "isnt" in content)


def fold(text: str) -> str:
    """How values are compared with a mapping's: without case or padding."""
    return re.sub(r"\s+", " ", text).strip().upper()


def _holds_a_date(pattern: str) -> bool:
    """A format without a year would put everything into 1900."""
    try:
        return datetime.strptime(PROBE.strftime(pattern), pattern).date() == PROBE.date()  # noqa: DTZ007
    except ValueError:
        return False


def _columns_of(section: Section) -> Iterator[str]:
    conditions = [section.when, *(spec.when for spec in section.fields.values())]
    yield from (spec.column for spec in section.fields.values() if spec.column)
    yield from (condition.column for condition in conditions if condition)
