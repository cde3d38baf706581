"""What a report is: sections of sentences, tables and charts, in order. Pure data; every dress shows the same cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reports.bars import Group
from reports.charts import Noted, Point
from reports.figures import Figure
from reports.strip import Apart, Bin, Middle

# The kinds of a cell that is no figure: words, and an amount of dollars, which stands at the right as counts do.
WORDS, MONEY = "words", "money"


@dataclass(frozen=True)
class Cell:
    """What a reader sees, and the figure behind it. `kind` is the figure's status, or `words`, or `money`."""

    text: str
    kind: str = WORDS
    value: int | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Line:
    """`is_total` is the line to which the others add up."""

    label: str
    cells: tuple[Cell, ...]
    code: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`key` is its name in files, the same in every language. `heads` begin with that of the labels."""

    key: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def is_words(self) -> bool:
        return all(cell.kind == WORDS for line in self.lines for cell in line.cells)


@dataclass(frozen=True)
class Columns:
    points: tuple[Point, ...]
    marks: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Whole:
    """One bar of 100 %."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Bars:
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Notice:
    bins: tuple[Bin, ...]
    apart: tuple[Apart, ...]
    middle: Middle | None


@dataclass(frozen=True)
class Chart:
    """`title` is the sentence that it shows; `table` the key of the table with the same figures."""

    key: str
    title: str
    shows: Columns | Whole | Bars | Notice
    table: str


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """`head` says whose, of when, which release; `sections` are the two pages, `annex` what stands after them."""

    edition: str
    county: str
    place: str
    period: str
    title: str
    made_up: bool
    language: str
    address: str
    as_of: datetime | None
    head: tuple[tuple[str, str], ...]
    foot: str
    warning: str = ""
    release: int | None = None
    revision: int | None = None
    sha256: str = ""
    sections: Sequence[Section] = field(default=())
    annex: Sequence[Section] = field(default=())

    @property
    def all_sections(self) -> list[Section]:
        return [*self.sections, *self.annex]

    @property
    def tables(self) -> Iterator[tuple[Section, Table]]:
        return ((section, table) for section in self.all_sections for table in section.tables)

    @property
    def name(self) -> str:
        """Of its files."""
        kept = f"-r{self.revision}" if self.revision else "-office-draft"
        return f"{self.county}-{self.period}{kept}"
