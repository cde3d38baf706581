"""The report of a reading: its head and all sections in their order. Pure."""

from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports import display
from reports.measures import DEFINITIONS
from reports.report import annex, headlines, people, sections, standing
from reports.report.model import Report, Section
from reports.report.reading import Reading


def report(reading: Reading) -> Report:
    shown = two_pages(reading)
    return Report(
        edition="office draft - not for publication" if reading.is_office else "published",
        county=reading.county.slug,
        place=place(reading),
        period=reading.span.code,
        title=title(reading),
        made_up=reading.county.made_up,
        language=get_language() or "en",
        address=f"{settings.SITE_URL}{reading.address}",
        as_of=reading.release.as_of,
        head=head(reading),
        foot=foot(reading),
        warning=warning(reading),
        release=reading.release.release,
        revision=reading.release.revision,
        sha256=reading.release.sha256,
        sections=shown,
        annex=after(reading, shown),
    )


def two_pages(reading: Reading) -> list[Section]:
    makers = (
        headlines.section,
        sections.stock,
        sections.notice,
        sections.outcomes,
        sections.contacts,
        people.section,
        sections.led_to,
        sections.consular,
        standing.costs,
        sections.policies,
        standing.restatements,
        standing.questions,
    )
    return [maker(reading) for maker in makers]


def after(reading: Reading, shown: list[Section]) -> list[Section]:
    some = [annex.months(reading), annex.by_group(reading), *annex.of_people(reading), annex.everything(reading), annex.quality(reading)]
    some += [
        one for one in (standing.was_and_now(reading), standing.in_their_words(reading), sections.in_force(reading)) if has_content(one)
    ]
    there = used([*shown, *some])
    codes = [code for code in DEFINITIONS if code in there]
    return [*some, annex.definitions(reading, codes), annex.sources(reading)]


def has_content(section: Section) -> bool:
    return bool(section.sentences or any(table.lines for table in section.tables))


def used(some: list[Section]) -> set[str]:
    """The measures of which the report has a figure."""
    lines = [line for section in some for table in section.tables for line in table.lines]
    return {line.code for line in lines} | {cell.figure.measure for line in lines for cell in line.cells if cell.figure}


def place(reading: Reading) -> str:
    return f"{reading.county.name}, {reading.county.state}"


def title(reading: Reading) -> str:
    return _("%(county)s and ICE: %(period)s") % {"county": place(reading), "period": reading.span.name}


def head(reading: Reading) -> tuple[tuple[str, str], ...]:
    release, county = reading.release, reading.county
    found = [
        (_("Period"), reading.span.name),
        (_("Edition"), edition_words(reading)),
        (_("As of"), display.moment(release.as_of, county) or _("no data")),
    ]
    if release.release:
        found.insert(
            1, (_("Release"), _("%(release)s, revision %(revision)s") % {"release": release.release, "revision": release.revision})
        )
        found.append((_("Published"), display.moment(release.published_at, county)))
    return (*found, (_("Next report due"), due(reading)))


def due(reading: Reading) -> str:
    """The first Tuesday of the second month after: the late-entry days have passed, and the board meets."""
    return date_format(first_tuesday(reading.span.last.shift(2 + len(reading.span.months)).first_day), "DATE_FORMAT")


def first_tuesday(first: date) -> date:
    return first.fromordinal(first.toordinal() + (1 - first.weekday()) % 7)


def edition_words(reading: Reading) -> str:
    if reading.is_office:
        return _("office draft, not for publication")
    restated = (reading.release.revision or 1) > 1
    return _("published, restated") if restated else _("published")


def warning(reading: Reading) -> str:
    """What stands on every page of every dress."""
    said = [made_up()] if reading.county.made_up else []
    said += [_("Office draft: exact figures, not for publication.")] if reading.is_office else []
    return " ".join(said)


def made_up() -> str:
    return _("Made-up data: nothing in it happened. Do not quote it.")


def foot(reading: Reading) -> str:
    release, address = reading.release, f"{settings.SITE_URL}{reading.address}"
    parts = [place(reading), reading.span.name]
    if release.release:
        parts.append(_("release %(release)s, revision %(revision)s") % {"release": release.release, "revision": release.revision})
        parts.append(f"sha256 {release.sha256[:12]}…")
    else:
        parts.append(_("not for publication"))
    return " · ".join([*parts, address])
