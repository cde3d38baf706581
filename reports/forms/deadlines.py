"""The calendar of a county's own statutory forms, as the office's page shows it and as an .ics file."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, County
from reports import display
from reports.forms.declared import Form
from reports.forms.due import Date, calendar
from reports.forms.page import fiscal_month, query, spoken
from reports.forms.table import FORMS

OCTETS = 74


def own(county: County) -> list[Form]:
    """The forms that this county files: of its state, and where a city's law is meant, of its counties."""
    here = (one for one in FORMS.values() if one.state == county.state)
    return [one for one in here if not one.counties or county.fips in one.counties]


def dates(county: County, now: datetime) -> list[tuple[Form, Date]]:
    forms = own(county)
    today = now.astimezone(county.zone).date()
    return [(forms[one.place], one) for one in calendar([(form.usual, form.rule) for form in forms], today, fiscal_month(county, now))]


def context(county: County, now: datetime) -> dict[str, Any]:
    forms, taken = own(county), made(county)
    return {
        "dates": [row(form, one, county, now, taken) for form, one in dates(county, now)],
        "whenever": [form for form in forms if form.rule is None],
        "ics_url": reverse("forms_calendar") + f"?county={county.slug}",
    }


def row(form: Form, one: Date, county: County, now: datetime, taken: dict[tuple[str, str], datetime]) -> dict[str, Any]:
    at = taken.get((form.code, one.period.code))
    begun = one.period.bounds(county.zone)[0] <= now
    return {
        "form": form,
        "due": one.due,
        "is_past": one.due < now.astimezone(county.zone).date(),
        "period": spoken(one.period),
        "url": reverse("form", args=[form.code]) + query(county, one.period) if begun else "",
        "is_over": one.period.is_over(now, county.zone),
        "made": display.moment(at, county) if at else "",
    }


def made(county: County) -> dict[tuple[str, str], datetime]:
    """When a file of a form was last made for a period, by the journal. Filing itself happens outside."""
    found = AuditEntry.objects.filter(county_id=county.pk, verb="export_form").order_by("pk").values_list("detail", "recorded_at")
    return {(detail["form"], detail["period"]): at for detail, at in found}


def ics(county: County, now: datetime) -> str:
    """RFC 5545, with the same days. Nothing in it is of the record."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//JailWatch//statutory forms//EN"]
    for form, one in dates(county, now):
        lines += event(form, one, county, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def event(form: Form, one: Date, county: County, now: datetime) -> list[str]:
    made_up = _("Made-up data") + ": " if county.made_up else ""
    words = {"form": form.law, "county": county.name, "period": one.period.code}
    says = _("Filed with: %(with)s. Due: %(due)s. Law checked on %(day)s.") % {
        "with": form.filed_with, "due": form.due, "day": form.checked_on,
    }  # fmt: skip
    return [
        "BEGIN:VEVENT",
        f"UID:{county.fips}-{form.code}-{one.period.code}@jailwatch",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{plain(one.due)}",
        f"DTEND;VALUE=DATE:{plain(one.due + timedelta(days=1))}",
        "SUMMARY:" + escaped(made_up + _("%(form)s, %(county)s: report for %(period)s is due") % words),
        "DESCRIPTION:" + escaped(says),
        "URL:" + settings.SITE_URL + reverse("form", args=[form.code]) + query(county, one.period),
        "END:VEVENT",
    ]


def plain(day: date) -> str:
    return f"{day:%Y%m%d}"


def escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A long line goes on after a space; no letter is cut in two."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > OCTETS:
            yield part
            part = " "
        part += sign
    yield part
