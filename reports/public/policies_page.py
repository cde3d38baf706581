"""The county's policies by date, each with counts of the months before and after. No word about a cause: other things changed too. Pure."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.charts import Mark, columns
from reports.figures import Figure
from reports.measures import DEFINITIONS
from reports.public import choice, comparing
from reports.public.book import Book
from reports.public.comparing import Total
from reports.public.facts import CountyFacts, PolicyFact, before_and_after, note
from reports.public.panel import Cell, Panel, Row, point


def context(county: County, book: Book, known: CountyFacts, last: Month | None) -> dict[str, Any]:
    return {"county": county, "policies": [entry(one, place, book, last) for place, one in numbered(known)], "gaps": known.gaps}


def numbered(known: CountyFacts) -> list[tuple[int, PolicyFact]]:
    """The newest first, each under its number by date."""
    return list(reversed(list(enumerate(known.policies, start=1))))


def panels(book: Book, known: CountyFacts, last: Month | None) -> dict[str, Panel]:
    found = [panel(one, place, book, last) for place, one in numbered(known)]
    return {one.key: one for one in found}


def entry(policy: PolicyFact, place: int, book: Book, last: Month | None) -> dict[str, Any]:
    return {"policy": policy, "place": place, "panel": panel(policy, place, book, last)}


def codes(policy: PolicyFact) -> list[str]:
    """The counts that the rule is about; handovers and detainers where it is about none that is counted."""
    return choice.known(choice.BESIDE_POLICY.get(policy.rule, ())) or choice.known(choice.USUAL_BESIDE)


def panel(policy: PolicyFact, place: int, book: Book, last: Month | None) -> Panel:
    """Counts of the twelve months before and after, a month on average, and of how many months each is."""
    before, after = before_and_after(policy)
    after = [month for month in after if last and month <= last]
    rows, figures = [], []
    for code in codes(policy):
        pair = [book.series(code, before), book.series(code, after)]
        figures += [one for series in pair for one in series]
        rows.append(row(code, *map(comparing.total, pair)))
    heads = (_("Count"), _("12 months before"), _("a month"), _("12 months after"), _("a month"))
    if all(one.value is None for one in figures):
        return Panel(f"policy-{place}", str(DEFINITIONS[codes(policy)[0]].name), figures, heads, (), withheld=nothing_beside())
    title = sentence(first := codes(policy)[0], book.series(first, before), book.series(first, after))
    drawn = chart(title, policy, first, book, before, after)
    return Panel(f"policy-{place}", title, figures, heads, tuple(rows), drawn, notes=(spans(before, after),))


def sentence(code: str, before: Sequence[Figure], after: Sequence[Figure]) -> str:
    """The two monthly averages of the count that is drawn, where both are known; no word on the difference."""
    first, second = comparing.total(before), comparing.total(after)
    name = str(DEFINITIONS[code].name)
    if not first.known or not second.known:
        return name
    words = {"name": name, "before": display.tenths(first.value / first.known), "after": display.tenths(second.value / second.known)}
    return _("%(name)s: %(before)s a month before, %(after)s a month after") % words


def nothing_beside() -> str:
    return _("No count of the twelve months before this date or after it has been published, so there is nothing to set side by side.")


def chart(title: str, policy: PolicyFact, code: str, book: Book, before: Sequence[Month], after: Sequence[Month]) -> str:
    """The months of the table as columns, the policy between them. A month in which it began midway is in neither part, nor drawn."""
    months = [*before, *after]
    points = [point(book.figure(code, month), month) for month in months]
    return columns(title, points, marks=[Mark(len(before), note(policy))]) if after else ""


def spans(before: Sequence[Month], after: Sequence[Month]) -> str:
    if not after:
        return _("Before: %(before)s. No whole month after it has been published.") % {"before": span(before)}
    return _("Before: %(before)s. After: %(after)s.") % {"before": span(before), "after": span(after)}


def span(months: Sequence[Month]) -> str:
    words = {"first": display.month_name(months[0]), "last": display.month_name(months[-1])}
    return _("%(first)s to %(last)s") % words


def row(code: str, before: Total, after: Total) -> Row:
    return Row(str(DEFINITIONS[code].name), (*sides(before), *sides(after)))


def sides(part: Total) -> tuple[Cell, Cell]:
    """A sum and its monthly average; where months are missing the sum says of how many it is."""
    if not part.known:
        return Cell(_("no data"), "no_data"), Cell(_("no data"), "no_data")
    text = display.number(part.value) if part.known == 12 else comparing.per_month(part)
    return Cell(text), Cell(display.tenths(part.value / part.known))


def read_codes() -> list[str]:
    """Every measure that the page may need, so that it is read at once."""
    return choice.known(dict.fromkeys([*choice.USUAL_BESIDE, *(code for some in choice.BESIDE_POLICY.values() for code in some)]))


def span_of(known: CountyFacts, last: Month) -> tuple[Month, Month]:
    """From a year before the first policy to the last published month."""
    first = min((before_and_after(one)[0][0] for one in known.policies), default=last)
    return min(first, last), last


def figures_of(found: dict[str, Panel]) -> list[Figure]:
    return [one for panel in found.values() for one in panel.figures]
