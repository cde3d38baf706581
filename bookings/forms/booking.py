"""A complete booking on one page: what the county's profile lets staff ask, and up to five charges."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import County, CountyProfile
from bookings.actions.recording import number_hash
from bookings.forms.facts import form_for
from bookings.forms.refusing import RefusingForm
from bookings.models import Answer, Booking, Facility, Level

LINES = 5
QUESTIONS = {"birth": "asks_birthplace", "citizen": "asks_citizenship"}
ASKED_OF = ("answer", "country", "text", "asked_by", "basis")
_Base: Any = form_for(Booking, "court", "released", "release_kind", "release_reason", "notice_version")


class NewBookingForm(_Base):
    """`profile` is the one in force today; the verb checks again by the day of the booking."""

    number = forms.CharField(
        label=_("booking number"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    facility = forms.ModelChoiceField(label=_("building"), queryset=Facility.objects.none(), required=False)
    birth_answer = forms.ChoiceField(label=_("birthplace asked"), choices=Answer.choices, widget=forms.RadioSelect, required=False)
    citizen_answer = forms.ChoiceField(label=_("citizenship asked"), choices=Answer.choices, widget=forms.RadioSelect, required=False)
    apart = ("number", "facility")

    def __init__(self, data: Any = None, *, county: County, profile: CountyProfile, **kwargs: Any) -> None:
        super().__init__(data, zone=county.zone, **kwargs)
        self.county, self.profile = county, profile
        today = timezone.now().astimezone(county.zone).date()
        in_use = Q(in_use_until=None) | Q(in_use_until__gt=today)
        buildings = Facility.objects.filter(in_use, county=county).order_by("name")
        self.fields["facility"].queryset = buildings
        self.fields["facility"].initial = buildings[0] if len(buildings) == 1 else None
        for name in self._unasked():
            del self.fields[name]

    def _unasked(self) -> list[str]:
        names = [f"{stem}_{part}" for stem, asked in QUESTIONS.items() if not getattr(self.profile, asked) for part in ASKED_OF]
        names += [] if self.profile.asks_race else ["race"]
        return names + ([] if self.profile.notice_required else ["notice", "notice_language"])

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if Booking.objects.current().filter(county=self.county, number_hash=number_hash(self.county, number)).exists():
            raise ValidationError(_("This county already has a booking with this number. Find it by its number to add to it."))
        return number

    def values(self) -> dict[str, Any]:
        """A question that the page did not put is recorded as not asked, one left open as unknown."""
        values: dict[str, Any] = super().values()
        for stem, asked in QUESTIONS.items():
            open_answer = Answer.UNKNOWN if getattr(self.profile, asked) else Answer.NOT_ASKED
            values[f"{stem}_answer"] = values.get(f"{stem}_answer") or open_answer
        if values.get("notice"):
            values["notice_version"] = self.profile.notice_version
        return values


class ChargeLine(RefusingForm):
    """One line of the booking's charges. An empty line is no charge."""

    statute = forms.CharField(label=_("statute"), max_length=60, required=False)
    description = forms.CharField(label=_("description"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("level"), choices=Level.choices, initial=Level.UNKNOWN, required=False)

    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("statute") or self.cleaned_data.get("description"))

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("statute") and not found.get("description"):
            self.add_error("description", _("Describe the charge."))
        return found

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"level": self.cleaned_data.get("level") or Level.UNKNOWN}


def charge_lines(data: Any = None) -> list[ChargeLine]:
    return [ChargeLine(data, prefix=f"charge{place}") for place in range(1, LINES + 1)]
