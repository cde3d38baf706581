"""Who was told of a release, when and by whom; who stands by the person; and what has still to be sent."""

from notifications.models.answer import Answer, Answered
from notifications.models.attempt import Attempt, Outcome, Way
from notifications.models.deadline import Deadline, DeadlineRule
from notifications.models.delivery import Delivery, State
from notifications.models.notification import RELEASE_TOPICS, Recipient, ReleaseNotification, Topic
from notifications.models.office import Office, OfficeKind
from notifications.models.pulse import Pulse
from notifications.models.representation import HowKnown, Representation, Stands
from notifications.models.subscription import Subscription
from notifications.models.timing import ReleaseTiming

__all__ = [
    "RELEASE_TOPICS",
    "Answer",
    "Answered",
    "Attempt",
    "Deadline",
    "DeadlineRule",
    "Delivery",
    "HowKnown",
    "Office",
    "OfficeKind",
    "Outcome",
    "Pulse",
    "Recipient",
    "ReleaseNotification",
    "ReleaseTiming",
    "Representation",
    "Stands",
    "State",
    "Subscription",
    "Topic",
    "Way",
]
