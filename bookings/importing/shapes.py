"""What a mapping says, once it was read and found right: plain values, no file and no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is laid out, as far as the mapping says. What it leaves open ("") is seen from the file itself."""

    columns: frozenset[str] = frozenset()
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a row: the column holds one of these values, or these words (with `negated`, none of them)."""

    column: str
    values: frozenset[str]
    negated: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """Where one value comes from: columns (joined by `joint`), a constant, or some time within the booking."""

    columns: tuple[str, ...] = ()
    value: str | None = None
    within: bool = False
    crosswalk: dict[str, str] | None = None
    other: str | None = None
    formats: tuple[str, ...] = ()
    when: tuple[When, ...] = ()
    joint: str = " "

    def all_columns(self) -> tuple[str, ...]:
        return (*self.columns, *(condition.column for condition in self.when))


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of one fact, and the conditions under which a row tells of it at all.

    `label` is where the fact's own name in its booking stands, by which other facts of the booking name it. `split` parts cells
    that hold several facts.
    """

    fields: dict[str, Spec]
    when: tuple[When, ...] = ()
    every_row: bool = False
    label: Spec | None = None
    split: str = ""

    def columns(self) -> Iterator[str]:
        yield from (condition.column for condition in self.when)
        for spec in (*self.fields.values(), *([self.label] if self.label else [])):
            yield from spec.all_columns()


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

    def columns(self) -> Iterator[str]:
        for spec in (self.text, self.country):
            yield from spec.all_columns() if spec else ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """`zone` is None where the county's own clock is meant; with `optional` a file may leave out columns, but has no others."""

    name: str
    title: str
    rows: str
    zone: ZoneInfo | None
    delimiter: str
    encoding: str
    sheet: str
    optional: bool
    formats: tuple[str, ...]
    stand_ins: frozenset[str]
    county: dict[str, str]
    booking: Section
    questions: dict[str, Answered]
    repeated: dict[str, tuple[Section, ...]]

    @property
    def layout(self) -> Layout:
        return Layout(frozenset(self.needed()), self.delimiter, self.encoding, self.sheet)

    def columns(self) -> set[str]:
        """Every column that it reads."""
        return {name for _, columns in self.entries() for name in columns}

    def needed(self) -> set[str]:
        """Every column that the file must have."""
        if not self.optional:
            return self.columns()
        always = [self.booking.fields[name].all_columns() for name in ("number", "booked")]
        return {name for columns in always for name in columns} | {condition.column for condition in self.booking.when}

    def entries(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each entry of the mapping that names columns, as it stands there, and those columns."""
        for kind, section in self.sections():
            yield f"{kind}.when", tuple(condition.column for condition in section.when)
            yield f"{kind}.name", section.label.all_columns() if section.label else ()
            yield from ((f"{kind}.{name}", spec.all_columns()) for name, spec in section.fields.items())
        for name, asked in self.questions.items():
            yield f"booking.{name}", tuple(asked.columns())

    def sections(self) -> Iterator[tuple[str, Section]]:
        yield "booking", self.booking
        for kind, many in self.repeated.items():
            yield from ((kind, section) for section in many)


def fold(text: str) -> str:
    """How values are compared with a mapping's: without case or padding."""
    return re.sub(r"\s+", " ", text).strip().upper()
