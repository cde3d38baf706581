"""What mails say: the report's own computed sentences and where it stands; of a revision what was, what is now and why."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import County
from reports import figures
from reports.mailing import links
from reports.measures import DEFINITIONS
from reports.models import Release, ReportMail, ReportSubscription, Withdrawal
from reports.releases.reading import restatements
from reports.report import build, headlines, published, standing
from reports.report.span import Span, span_of


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


def of(mail: ReportMail, kept: dict[tuple[int, str, str], Text]) -> Text:
    """`kept` holds what was written already: the same release says the same to all readers of a language."""
    row = mail.subscription
    with override(row.language):
        if mail.withdrawal is not None:
            found = withdrawn(row.county, mail.withdrawal)
        elif mail.release is not None:
            key = mail.release.pk, row.county.slug, row.language
            found = kept[key] = kept.get(key) or released(row.county, mail.release, row.language)
        else:
            return already(row) if row.confirmed_at else asked(row)
        return Text(found.subject, f"{found.body}\n\n{foot(row)}\n")


def asked(row: ReportSubscription) -> Text:
    words = {"county": place(row.county), "days": links.DAYS, "link": links.confirming(row)}
    body = _(
        "Somebody asked that the reports of %(county)s be mailed to this address. If it was you, confirm within %(days)s days: "
        "%(link)s\n\nIf not, do nothing: no report will come, and this address is forgotten."
    )
    return Text(_("JailWatch: confirm that you want the reports of %(county)s") % words, f"{body % words}\n")


def already(row: ReportSubscription) -> Text:
    words = {"county": place(row.county)}
    body = _("Somebody asked that the reports of %(county)s be mailed to this address. They are already; nothing has changed.") % words
    return Text(_("JailWatch: you get the reports of %(county)s") % words, f"{body}\n\n{foot(row)}\n")


def released(county: County, release: Release, language: str) -> Text:
    span = span_of(release.period)
    reading = published.read(county, span, figures.releases(county), release.revision if span.is_month else None)
    found = headlines.section(reading).sentences if reading else ()
    parts = [
        *warning(county),
        where(county, span, release, language),
        "\n".join(f"- {one}" for one in found),
        *what_changed(county, release),
        _("Release %(number)s, revision %(revision)s, sha256 %(hash)s.")
        % {"number": release.number, "revision": release.revision, "hash": release.sha256},
    ]
    return Text(subject(county, span, release), "\n\n".join(filter(None, parts)))


def subject(county: County, span: Span, release: Release) -> str:
    words = {"county": place(county), "period": span.name, "revision": release.revision}
    if release.revision > 1:
        return _("JailWatch: %(county)s, %(period)s restated as revision %(revision)s") % words
    return _("JailWatch: %(county)s, report of %(period)s") % words


def where(county: County, span: Span, release: Release, language: str) -> str:
    base = settings.SITE_URL + reverse("report", args=[county.slug, span.code]).rstrip("/")
    query = (f"?revision={release.revision}&" if span.is_month else "?") + f"lang={language}"
    words = {"title": _("%(county)s and ICE: %(period)s") % {"county": place(county), "period": span.name}}
    return "\n".join([words["title"], f"{base}/{query}", _("As PDF: %(link)s") % {"link": f"{base}.pdf{query}"}])


def what_changed(county: County, release: Release) -> list[str]:
    """Was, now and why, of a revision after the first."""
    here = (one for one in restatements(county.slug) if (one.period, one.revision) == (release.period, release.revision))
    found = next(here, None) if release.revision > 1 else None
    if found is None:
        return []
    table = standing.changed(found)
    words = ({"figure": line.label, "was": line.cells[0].text, "now": line.cells[1].text} for line in table.lines)
    lines = [_("%(figure)s: was %(was)s, now %(now)s") % one for one in words]
    return ["\n".join([standing.restated_words(found), *(f"- {one}" for one in lines), *filter(None, [table.note])])]


def withdrawn(county: County, withdrawal: Withdrawal) -> Text:
    release, measure = withdrawal.release, DEFINITIONS[withdrawal.measure]
    grouping = measure.grouping(withdrawal.grouping)
    words = {
        "county": place(county),
        "period": release.period,
        "table": f"{measure.name}: {grouping.name if grouping else withdrawal.grouping}",
        "why": withdrawal.reason,
        "link": settings.SITE_URL + reverse("report", args=[county.slug, release.period]),
    }
    body = _(
        "A published table of people of %(period)s was withdrawn: %(table)s. Nothing takes its place; do not use it any more.\n"
        "Why: %(why)s\n%(link)s"
    )
    return Text(_("JailWatch: %(county)s, a table of %(period)s withdrawn") % words, "\n\n".join([*warning(county), body % words]))


def warning(county: County) -> list[str]:
    return [build.made_up()] if county.made_up else []


def foot(row: ReportSubscription) -> str:
    return _("You asked for the reports of %(county)s at this address. To get no more of them: %(link)s") % {
        "county": place(row.county),
        "link": links.stopping(row),
    }


def place(county: County) -> str:
    return f"{county.name}, {county.state}"
