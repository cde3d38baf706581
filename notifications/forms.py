"""Forms of notifications that ask for more than the columns of their table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.facts import form_for
from notifications.models import Representation

_Base: Any = form_for(Representation)


class NewRepresentationForm(_Base):
    """A designee's name and address are asked once, sealed at once and never shown in a list."""

    contact_name = forms.CharField(label=_("designee’s name"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("designee’s e-mail address"), required=False)
