from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.keys import LONGEST_OVERLAP, MOST_DAYS
from accounts.models import Scope


class Lasting(forms.Form):
    days = forms.IntegerField(label=_("good for (days)"), min_value=1, max_value=MOST_DAYS, initial=365)


class NewKey(Lasting):
    field_order = ("name", "scope", "days")
    name = forms.CharField(label=_("what it is for"), max_length=60, help_text=_("As in: jail system. Keys of one name are one machine."))
    scope = forms.ChoiceField(label=_("what it may"), choices=Scope.choices)


class Rotation(Lasting):
    overlap_days = forms.IntegerField(
        label=_("days for which the old key stays good beside the new one"),
        min_value=0,
        max_value=LONGEST_OVERLAP,
        initial=7,
        help_text=_("0 ends it at once. Switch the jail system over in this time."),
    )
