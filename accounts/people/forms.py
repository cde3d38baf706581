from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User

ROLES = [(role.value, role.label) for role in Role if role != Role.MACHINE]


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("e-mail address"), help_text=gettext_lazy("The invitation goes there."))
    name = forms.CharField(label=gettext_lazy("name"), max_length=120, help_text=gettext_lazy("It stands beside what the person records."))
    role = forms.ChoiceField(label=gettext_lazy("role"), choices=ROLES)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("role"), choices=ROLES)


class AcceptForm(forms.Form):
    """A new account: its name and its password, twice."""

    name = forms.CharField(label=gettext_lazy("your name"), max_length=120)
    password = forms.CharField(
        label=gettext_lazy("a password of at least 12 characters"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=gettext_lazy("the same password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, User(email=self.email))
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password" in given and given["password"] != given.get("again"):
            raise ValidationError({"again": _("The two passwords differ.")})
        return given
