"""What the lists of the record call the groups of a release."""

from typing import Any

from bookings.models import EligibleReason, ReleaseKind
from notifications.models import Answered, Way

WAYS: dict[str, Any] = dict(Way.choices)
REASONS: dict[str, Any] = dict(EligibleReason.choices)
KINDS: dict[str, Any] = dict(ReleaseKind.choices)
ANSWERS: dict[str, Any] = dict(Answered.choices)
