"""A country by its name, in English or Spanish; the form's list suggests, the record keeps the ISO code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings import countries

LIST_ID = "countries"


class CountryField(forms.CharField):
    """Typed by name, cleaned to a code. Two capital letters are taken as the code itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)
        self.widget.attrs |= {"list": LIST_ID, "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        known = isinstance(value, str) and value in countries.codes()
        return countries.name_of(value, get_language() or "en") if known else value

    def clean(self, value: Any) -> str:
        name = str(super().clean(value))
        if not name or name in countries.codes():
            return name
        code = countries.code_of(name)
        if not code:
            raise ValidationError(_("No country of this name is known. Choose one from the list, or write it as it was said."))
        return code


def suggestions() -> list[str]:
    """The names that the list offers, in the reader's language."""
    language = get_language() or "en"
    return sorted(countries.name_of(code, language) for code in countries.codes())
