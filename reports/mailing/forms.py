from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.languages import LANGUAGES as NAMES
from notifications.addresses import is_federal
from reports.models.mailing import LANGUAGES


class AskForm(forms.Form):
    address = forms.EmailField(
        label=_("e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    language = forms.ChoiceField(label=_("language"), choices=[(code, NAMES[code]) for code in LANGUAGES])

    def clean_address(self) -> Any:
        """In small letters: the same address typed otherwise is the same reader."""
        address = str(self.cleaned_data["address"]).lower()
        if not address.isascii():
            raise ValidationError(_("Write the address in plain letters."))
        if is_federal(address):
            raise ValidationError(_("Reports are not mailed to an address of a federal immigration agency; they are public anyway."))
        return address
