"""Forms of notifications that ask for more than the columns of their table."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import County, Role, User
from bookings.forms.facts import form_for
from bookings.forms.moments import MINUTES, MomentField
from bookings.forms.refusing import RefusingForm
from bookings.languages import LANGUAGES
from notifications.models import Office, OfficeKind, Representation
from notifications.texts import LANGUAGES as WRITTEN

_Base: Any = form_for(Representation)


class NewRepresentationForm(_Base):
    """A designee's name and address are asked once, sealed at once and never shown in a list."""

    contact_name = forms.CharField(label=_("designee’s name"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("designee’s e-mail address"), required=False)


_End: Any = form_for(Representation, *("stands", "office", "began", "how_known", "source", "staff_minutes", "remarks"))


class EndRepresentationForm(_End):
    """When it ended: now, unless another time is typed."""

    ended = MomentField(label=_("ended or revoked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ended"] = [timezone.now().astimezone(self.zone).date(), None, MINUTES]


class Defenders(forms.ModelMultipleChoiceField):
    """The county's defenders, of whom an office's members are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def place(self, county: County) -> None:
        here = User.objects.filter(is_active=True, memberships__county=county, memberships__role=Role.DEFENDER)
        self.queryset = here.distinct().order_by("name", "email")
        if not self.queryset.exists():
            self.help_text = _("Nobody is a defender in this county yet: an administrator gives people that role.")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.email})" if obj.name else str(obj.email)


class OfficeForm(RefusingForm):
    """A law office: where its alerts go, and who of the county's defenders belongs to it."""

    name = forms.CharField(label=_("name of the office"), max_length=120)
    kind = forms.ChoiceField(label=_("kind of office"), choices=OfficeKind.choices)
    email = forms.EmailField(label=_("address for alerts"))
    second_email = forms.EmailField(label=_("second address, if the first fails or nobody confirms"), required=False)
    language = forms.ChoiceField(label=_("language of its alerts"), choices=[(code, LANGUAGES[code]) for code in WRITTEN])
    members = Defenders(label=_("members"), help_text=_("They see the bookings in which the office represents the person, and no other."))

    def __init__(self, data: Any = None, *, county: County, office: Office | None = None) -> None:
        asked = ("name", "kind", "email", "second_email", "language")
        now = {name: getattr(office, name) for name in asked} | {"members": office.members.all()} if office else {}
        super().__init__(data, initial=now)
        field: Any = self.fields["members"]
        field.place(county)

    def parts(self) -> list[dict[str, Any]]:
        return [{"title": None, "fields": list(self), "folds": False}]

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"members": tuple(self.cleaned_data["members"])}

    def changes(self) -> dict[str, Any]:
        """Members who can no longer be chosen (no defender here any more) leave with the next change."""
        return {name: value for name, value in self.values().items() if name in self.changed_data}
