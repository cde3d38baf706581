"""What an officer says when drafting, restating or sending back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.refusing import RefusingForm

PUBLIC = _("Everybody will read it. Name nobody who was held, and no reason that somebody else wrote down.")


class DraftForm(RefusingForm):
    """`seen` stands for the figures on the page: others are not drafted by it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RestateForm(DraftForm):
    reason = forms.CharField(
        label=_("Why the figures changed, for the public"), max_length=500, help_text=PUBLIC, widget=forms.Textarea(attrs={"rows": 3})
    )


class BackForm(RefusingForm):
    why = forms.CharField(label=_("Why it is sent back"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ApproveForm(RefusingForm):
    """The button alone."""


class WithdrawForm(RefusingForm):
    table = forms.ChoiceField(label=_("Table"))
    reason = forms.CharField(
        label=_("Why the table is withdrawn, for the public"), max_length=300, help_text=PUBLIC, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, tables: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", _("choose")), *tables]  # type: ignore[attr-defined]
