"""Forms of the record: what a clerk types becomes validated values, which a verb writes."""

from bookings.forms import detainer as detainer
from bookings.forms import handover as handover
from bookings.forms.facts import FactForm, form_for
from bookings.forms.moments import MomentField

__all__ = ["FactForm", "MomentField", "form_for"]
