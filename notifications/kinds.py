"""The kinds of fact that this app adds to a booking."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from bookings import registry
from bookings.api.serializers import BASES, FactSerializer
from notifications import actions, guards
from notifications.forms import NewRepresentationForm
from notifications.models import Answer, Attempt, ReleaseNotification, Representation

__all__ = ["guards", "register"]


class RepresentationBase(FactSerializer):
    """A designee's name and address go in, sealed, and never come out here."""

    contact_name = serializers.CharField(max_length=120, required=False, write_only=True)
    contact_email = serializers.EmailField(required=False, write_only=True)
    only_new = ("contact_name", "contact_email")


def register() -> None:
    BASES[Representation] = RepresentationBase
    registry.register(
        "representations",
        Representation,
        name=_("representation"),
        verb=actions.record_representation,
        parts=[(None, ["stands", "office", "contact_name", "contact_email", "began", "how_known", "ended"])],
        new_form=NewRepresentationForm,
    )
    registry.register(
        "release-notifications",
        ReleaseNotification,
        name=_("telling of a release"),
        verb=actions.record_release_notification,
        parts=[(None, ["recipient", "about", "representation", "agency", "hours_asked", "legal_basis", "text_told"])],
    )
    registry.register(
        "attempts",
        Attempt,
        name=_("try to tell somebody"),
        verb=actions.record_attempt,
        parts=[(None, ["notification", "tried", "channel", "outcome", "person"])],
    )
    registry.register(
        "answers",
        Answer,
        name=_("answer by ICE"),
        verb=actions.record_answer,
        parts=[(None, ["notification", "answered", "answer", "expected", "channel", "answered_by"])],
    )
