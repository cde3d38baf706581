"""The offending rows of who was told of a release: see `offences`.

Triggers compare a try and a delivery with their notification. Where a row must be to somebody else, it hangs on one that does
not exist: the triggers have nothing to compare then, and a foreign key is looked at after the row itself.
"""

import uuid
from collections.abc import Callable

from django.db.models import Model

from notifications.models import (
    Answer,
    Attempt,
    Deadline,
    Delivery,
    Office,
    Pulse,
    ReleaseNotification,
    ReleaseTiming,
    Representation,
    Subscription,
)
from notifications.models.timing import CLOCKS
from tests.bookings.rows import FACT, LATER, SAME, START, Row, at, before, crooked, half, of_booking, unknown
from tests.support import build, telling

IN_ERROR = {"entered_in_error": True, "error_reason": "typed twice"}
NOBODYS = {"notification_id": 999_999_999}


def counsel() -> Row:
    row = of_booking(**at("began", START))
    return row | {"office_id": telling.office(row["county"]).pk}


def designee() -> Row:
    return of_booking(stands="designee", **at("began", START))


def to_counsel() -> Row:
    row = of_booking(recipient="counsel", cause="entry:1")
    return row | {"representation_id": telling.counsel(row["booking"]).pk}


def to_officer() -> Row:
    row = of_booking(recipient="officer", about="not_served", cause="deadline:1")
    return row | {"subscription_id": telling.subscription(row["county"]).pk}


def attempt() -> Row:
    row = of_booking(recipient="person", outcome="read_to", person="a deputy", **at("tried", START))
    return row | {"notification_id": telling.notification(row["booking"], "person").pk}


def answer() -> Row:
    row = of_booking(answer="coming", **at("answered", START))
    return row | {"notification_id": telling.notification(row["booking"], "ice").pk}


def delivery() -> Row:
    told = ReleaseNotification.objects.create(**to_counsel())
    return {
        "county": told.county,
        "notification_id": told.pk,
        "recipient": "counsel",
        "key": uuid.UUID(int=1),
        "window_until": LATER,
    }


def subscription() -> Row:
    return {"county": build.county(), "user": build.person(), "topic": "not_served", "address": "officer@example.org"}


VALID: dict[type[Model], Callable[[], Row]] = {
    Office: lambda: {"county": build.county(), "name": "Public Defender", "email": "alerts@example.org"},
    Representation: counsel,
    Subscription: subscription,
    ReleaseNotification: lambda: of_booking(recipient="person"),
    Attempt: attempt,
    Answer: answer,
    Delivery: delivery,
    Deadline: lambda: of_booking(rule="not_served", subject=1, due_at=LATER),
    ReleaseTiming: lambda: of_booking(rule_version="1"),
    Pulse: lambda: {"name": "beat"},
}

BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    Office: {
        **unknown("kind"),
        "name_once": SAME,
        "is_not_federal": [{field: address} for field in ("email", "second_email") for address in telling.FEDERAL],
        "second_address_differs": [{"second_email": "alerts@example.org"}],
    },
    Representation: {
        **FACT,
        **unknown("stands", "how_known"),
        "names_an_office_or_a_designee": [
            {"office_id": None},
            {"contact_sealed": b"\x01"},
            {"stands": "designee"},
            {"stands": "designee", "contact_sealed": b"\x01"},
        ],
        "one_designee": SAME,
        "office_once": SAME,
        "began_is_a_span": crooked("began"),
        "ended_is_a_span": half("ended"),
        "ended_not_before_began": before("ended"),
    },
    Subscription: {
        **unknown("topic", "channel"),
        "once": SAME,
        "is_not_federal": [{"address": address} for address in telling.FEDERAL],
    },
    ReleaseNotification: {
        **FACT,
        **unknown("recipient", "about", "public_information"),
        "lawyer_is_named": [{"recipient": "counsel"}, {"recipient": "designee"}, {"representation_id": 77}],
        "officer_subscribed": [{"recipient": "officer"}, {"subscription_id": 77}],
        "ice_is_told_of_a_release": [
            {"recipient": "ice", "about": "detainer_received"},
            {"recipient": "ice", "about": "about_to_tell"},
            {"recipient": "ice", "about": "ice_told"},
            {"recipient": "ice", "about": "retraction", "retracts_id": 77},
        ],
        "hours_are_of_ice": [{"hours_asked": 24}, {"hours_asked": 0}],
        "agency_is_named": [{"recipient": "other_agency"}, {"agency": "Ramsey County Jail"}],
        "retraction_names_the_alert": [{"about": "retraction"}, {"retracts_id": 77}],
        "lawyer_once": SAME,
        "officer_once": SAME,
    },
    Attempt: {
        **FACT,
        **unknown("channel", "outcome"),
        "recipient_is_known": [row | NOBODYS for row in unknown("recipient")["recipient_is_known"]],
        "by_a_person_or_a_task": [{"person": ""}, {"task": "deliver"}, {"due_at": LATER}, {"person": "", "due_at": LATER}],
        "ice_is_told_by_a_person": [{"recipient": "ice", "person": "", "task": "deliver"} | NOBODYS],
        "tried_is_a_span": crooked("tried"),
    },
    Answer: {
        **FACT,
        **unknown("answer", "channel"),
        "expected_if_coming": [at("expected") | {"answer": "not_coming"}, at("expected") | {"answer": "none"}],
        "answered_is_a_span": crooked("answered"),
        "expected_is_a_span": half("expected"),
    },
    Delivery: {
        **unknown("state"),
        "is_never_to_ice": [{"recipient": one} | NOBODYS for one in ("ice", "person", "other_agency", "no such", "")],
        "contact_is_first_or_second": [{"contact": 0}, {"contact": 3}],
        "confirmed_has_its_time": [{"state": "confirmed"}, {"confirmed_at": LATER}, {"state": "sent", "confirmed_at": LATER}],
    },
    Deadline: {**unknown("rule"), "once": SAME},
    ReleaseTiming: {
        **{f"{name}_is_a_span": half(name) for name in CLOCKS},
        "has_its_rule": [{"rule_version": ""}],
    },
}

ALLOWED: dict[type[Model], list[Row]] = {
    Office: [
        {"second_email": "duty@example.org"},
        *({field: address} for field in ("email", "second_email") for address in telling.LOOKS_FEDERAL),
    ],
    Representation: [
        {"stands": "designee", "office_id": None},
        {"stands": "designee", "office_id": None, "contact_sealed": b"\x01"},
        at("ended", START),
    ],
    Subscription: [{"address": address} for address in telling.LOOKS_FEDERAL],
    ReleaseNotification: [
        {"recipient": "ice", "hours_asked": 48, "agency": "St. Paul ERO"},
        {"recipient": "ice"},
        {"recipient": "other_agency", "agency": "Ramsey County Jail"},
        {"about": "ice_told"},
    ],
    Attempt: [{"person": "", "task": "deliver"}, {"person": "", "task": "deliver", "due_at": LATER}],
    Answer: [at("expected"), {"answer": "none"}],
    Delivery: [{"state": "confirmed", "confirmed_at": LATER}, {"contact": 2}, {"due_at": None, "state": "by_hand"}],
    ReleaseTiming: [{edge: moment for name in CLOCKS for edge, moment in at(name).items()}],
}

SECOND: dict[str, list[Row]] = {
    "office_name_once": [{"name": "Legal Aid"}],
    "representation_one_designee": [at("ended"), IN_ERROR],
    "representation_office_once": [at("ended"), IN_ERROR, {"stands": "designee", "office_id": None}],
    "subscription_once": [{"topic": "not_told"}, {"until_at": LATER}],
    "releasenotification_lawyer_once": [{"cause": "entry:2"}, {"cause": ""}],
    "releasenotification_officer_once": [{"cause": "deadline:2"}, {"cause": ""}],
    "deadline_once": [{"rule": "not_told"}, {"subject": 2}],
}
# Where the row that is fine is none that has to be the only one of its sort: the first row of these.
FIRST: dict[str, Callable[[], Row]] = {
    "representation_one_designee": designee,
    "releasenotification_lawyer_once": to_counsel,
    "releasenotification_officer_once": to_officer,
}

TWICE: dict[str, tuple[type[Model], Row]] = {
    "notifications_delivery.notification_id": (Delivery, {"key": uuid.UUID(int=2)}),
    "notifications_delivery.key": (Delivery, NOBODYS),
    "notifications_releasetiming.booking_id": (ReleaseTiming, {}),
    "notifications_pulse.name": (Pulse, {}),
}
