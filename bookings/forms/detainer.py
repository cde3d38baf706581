"""A new detainer. The same form on the same day is shown before saving, with the two things it can be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.guards import same_paper
from bookings.forms.facts import NEW, form_for
from bookings.models import Detainer
from bookings.models.moments import spans_to_columns

SAME, ANOTHER = "same", "another"
_Base: Any = form_for(Detainer, "duplicate_of", "duplicate_reason")


class NewDetainerForm(_Base):
    same_paper = forms.ChoiceField(
        label=_("This paper is"),
        choices=[(SAME, _("the same paper again: count it once")), (ANOTHER, _("another detainer: count both"))],
        widget=forms.RadioSelect,
        required=False,
    )
    duplicate_reason = forms.CharField(label=_("How you can tell"), max_length=300, required=False)
    apart = ("same_paper", "duplicate_reason")
    existing: Detainer | None = None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        if found.get("received") and not self.errors:
            self.existing = same_paper(Detainer(booking=self.booking, **spans_to_columns(Detainer, self.values_typed(found))))
        if self.existing is not None:
            self._check_choice(found)
        return found

    def values_typed(self, found: dict[str, Any]) -> dict[str, Any]:
        return {name: found[name] for name in ("received", "form", "came_from")}

    def _check_choice(self, found: dict[str, Any]) -> None:
        if not found.get("same_paper"):
            self.add_error("same_paper", _("The same form came for this booking on the same day. Say which it is."))
        if not found.get("duplicate_reason"):
            self.add_error("duplicate_reason", _("Say how you can tell, for example by the time on the fax."))

    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = super().values()
        if self.existing is not None:
            again = self.cleaned_data["same_paper"] == SAME
            values |= {"duplicate_of": self.existing if again else None, "duplicate_reason": self.cleaned_data["duplicate_reason"]}
        return values


NEW[Detainer] = NewDetainerForm
