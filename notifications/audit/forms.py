"""The filters of the auditor's pages. They stand in the address; one that cannot be read is refused and never left out."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import County, Origin
from notifications.audit import trail
from notifications.audit.sampling import MOST

ANY = [("", _("all"))]
LARGEST = 2**63 - 1


def day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=["%Y-%m-%d"], widget=widget)


class TrailForm(forms.Form):
    who = forms.ChoiceField(label=_("who"), required=False)
    what = forms.ChoiceField(label=_("what"), required=False, choices=[*ANY, *((code, label) for code, (label, _q) in trail.WHAT.items())])
    booking = forms.CharField(
        label=_("booking"),
        required=False,
        max_length=8,
        help_text=_("Its key in lists, as in 1A2B3C4D."),
        validators=[RegexValidator(r"\A[0-9A-Fa-f]{8}\Z", _("A booking’s key has eight digits or letters from A to F."))],
    )
    origin = forms.ChoiceField(label=_("origin"), required=False, choices=[*ANY, *Origin.choices])
    since = day(_("from"))
    until = day(_("to (this day too)"))
    before = forms.IntegerField(
        required=False, widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(LARGEST)], max_value=LARGEST
    )

    def __init__(self, data: Any, county: County) -> None:
        super().__init__(data)
        who: Any = self.fields["who"]
        who.choices = [*ANY, *trail.people(county), (trail.MACHINES, _("tasks and commands"))]

    def asked(self) -> trail.Asked:
        return trail.Asked(**self.cleaned_data)


class MonthForm(forms.Form):
    month = forms.CharField(label=_("month"), max_length=7, help_text=_("As in 2026-10."))


class SampleForm(MonthForm):
    size = forms.IntegerField(label=_("how many"), min_value=1, max_value=MOST)
    seed = forms.RegexField(r"\A[A-Za-z0-9-]{1,40}\Z", label=_("seed"), help_text=_("The same seed draws the same bookings again."))
