"""A form with its numbers, ready to be dressed as a page or a file."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from accounts.models import County
from bookings.spans import Span
from reports.forms import reading
from reports.forms.declared import Form, Sheet
from reports.forms.period import Period
from reports.forms.record import date_and_time

STATUS = "exact, for filing with the named authority; not for publication"


@dataclass(frozen=True, slots=True)
class Filled:
    form: Form
    county: County
    period: Period
    as_of: datetime
    sheets: tuple[Sheet, ...]

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """What stands above the tables."""
        first, last = self.period.days
        return (
            ("Form", self.form.title),
            ("Law", self.form.law),
            ("Law checked on", f"{self.form.checked_on}"),
            ("Filed with", self.form.filed_with),
            ("Due", self.form.due),
            ("County", f"{self.county.name}, {self.county.state} ({self.county.fips})"),
            ("Period", self.period.code),
            ("From", first),
            ("To", last),
            ("Clock", self.county.timezone),
            ("As of", date_and_time(Span.minute(self.as_of), self.county.zone)),
            ("Status", f"MADE-UP DATA; {STATUS}" if self.county.made_up else STATUS),
        )

    @property
    def name(self) -> str:
        """Of its files."""
        return f"{self.county.slug}-{self.form.code}-{self.period.code}"


def fill(form: Form, county: County, period: Period, now: datetime) -> Filled:
    """In English whatever the reader's language: the words are those of the law and of what is filed."""
    with override("en"):
        return Filled(form, county, period, now, form.fill(reading.read(county, period, now)))
