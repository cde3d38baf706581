"""A new handover. Of somebody still in custody it is asked once whether it is the release, or came after one.

A custody transfer is itself the release, so there the question may be left open; nothing else is guessed.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.facts import NEW, form_for
from bookings.forms.moments import MomentField
from bookings.models import Handover, Mode, ReleaseKind
from bookings.models.handover import TRANSFERS

WITH, FIRST, LATER = "with", "first", "later"
ARRESTS = frozenset({Mode.ARREST_NON_PUBLIC, Mode.ARREST_PUBLIC})
_Base: Any = form_for(Handover)


class NewHandoverForm(_Base):
    release = forms.ChoiceField(
        label=_("The release"),
        choices=[
            (WITH, _("the handover is the release: record both, at the same time")),
            (FIRST, _("released on the street first, then arrested: two moments")),
            (LATER, _("record no release now")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Left open, a custody transfer is recorded as the release."),
    )
    released = MomentField(label=_("released on the street"), required=False)
    apart = ("release", "released")
    moments = (*_Base.moments, "released")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.booking is not None and self.booking.released_at is not None:
            for name in self.apart:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        mode = found.get("mode")
        chosen = found["release"] = found.get("release") or (WITH if mode in TRANSFERS else "")
        if not chosen and "release" in self.fields and "release" not in self.errors:
            self.add_error("release", _("Say whether the handover was the release, or came after one."))
        if chosen == WITH and mode in ARRESTS:
            self.add_error("release", _("Arrested after a release, the person was released first: say so, and give both times."))
        if chosen == FIRST and mode in TRANSFERS:
            self.add_error("release", _("A custody transfer is itself the release. If there was one before it, choose an arrest above."))
        if chosen == FIRST and "released" not in self.errors:
            self._check_order(found)
        return found

    def _check_order(self, found: dict[str, Any]) -> None:
        released, handed = found.get("released"), found.get("handed")
        if released is None:
            self.add_error("released", _("Give the time of the release, too."))
        elif handed is not None and handed.until <= released.at:
            self.add_error("released", _("The handover is before this release: check both times."))

    def the_release(self) -> dict[str, Any]:
        """What the verb that records the release takes, if it is recorded in one go."""
        typed = self.cleaned_data
        if typed.get("release") == WITH:
            return {"released": typed["handed"], "kind": ReleaseKind.ICE}
        return {"released": typed["released"], "kind": ReleaseKind.STREET} if typed.get("release") == FIRST else {}


NEW[Handover] = NewHandoverForm
