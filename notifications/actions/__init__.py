"""The only writers of notifications: verbs. Each writes the fact and its journal entry in one transaction."""

from notifications.actions.confirming import confirm
from notifications.actions.standing import (
    add_office,
    change_office,
    close_office,
    confirm_subscription,
    end_representation,
    subscribe,
    unsubscribe,
)
from notifications.actions.telling import (
    record_answer,
    record_attempt,
    record_release_notification,
    record_representation,
    tell,
)

__all__ = [
    "add_office",
    "change_office",
    "close_office",
    "confirm",
    "confirm_subscription",
    "end_representation",
    "record_answer",
    "record_attempt",
    "record_release_notification",
    "record_representation",
    "subscribe",
    "tell",
    "unsubscribe",
]
