from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.actions.recording import number_hash
from bookings.forms.refusing import RefusingForm
from bookings.models import Booking, Clock


class HoldForm(RefusingForm):
    """Of a booking, found by its whole number; without one, of everything in the county."""

    number = forms.CharField(label=_("Booking number, whole; empty: the whole county"), max_length=60, required=False)
    reason = forms.CharField(label=_("Why it is held: the case or the demand. Name nobody who was held."), max_length=300)

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.booking = county, None

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if number:
            self.booking = Booking.objects.filter(county=self.county, number_hash=number_hash(self.county, number)).first()
            if self.booking is None:
                raise forms.ValidationError(_("No booking of the county has exactly this number."))
        return number


class WhyForm(RefusingForm):
    why = forms.CharField(label=_("Why"), max_length=300)


class ProposeForm(RefusingForm):
    clock = forms.ChoiceField(choices=Clock.choices, widget=forms.HiddenInput)


class DecideForm(RefusingForm):
    """Approval needs no word; a refusal says why."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    why = forms.CharField(label=_("Why it is refused"), max_length=300, required=False)
