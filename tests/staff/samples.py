"""What a clerk sends to add each kind of fact, and to correct it: one sample a kind."""

from collections.abc import Callable
from typing import Any

from bookings.models import Booking, Facility
from tests.staff.desk import moment
from tests.support import build, telling

AT = "2026-11-23 10:00"
LATER = "2026-11-23 10:30"


def of_handover(booking: Booking) -> dict[str, Any]:
    return {"handover": build.handover(booking, AT).pk, "description": "Robbery, 2019", "counts": "on"}


def of_counsel(booking: Booking) -> dict[str, Any]:
    return {"stands": "counsel", "office": telling.office(booking.county).pk, "how_known": "court", **moment("began", AT)}


def of_try(booking: Booking) -> dict[str, Any]:
    told = telling.notification(booking, "ice")
    return {"notification": told.pk, "channel": "phone", "outcome": "no_answer", "person": "Deputy Alder", **moment("tried", AT)}


def of_answer(booking: Booking) -> dict[str, Any]:
    told = telling.notification(booking, "ice")
    return {"notification": told.pk, "channel": "phone", "answer": "not_coming", "answered_by": "duty officer", **moment("answered", AT)}


# The kind, what is sent to add it (some need a row first), the field that a correction changes and its new value.
SAMPLES: dict[str, tuple[Callable[[Booking], dict[str, Any]], dict[str, Any], str]] = {
    "stays": (lambda _b: {"facility": Facility.objects.get(code="MAIN").pk, **moment("began", AT)}, moment("ended", LATER), "ended_at"),
    "charges": (lambda _b: {"description": "Theft", "level": "felony", "disposition": "pending"}, {"level": "misdemeanor"}, "level"),
    "fingerprint-checks": (lambda _b: {"match": "no", **moment("sent", AT)}, {"match": "yes"}, "match"),
    "ice-calls": (
        lambda _b: {
            "started_by": "jail",
            "channel": "phone",
            "trigger": "birthplace",
            "told": ["identity", "birthplace"],
            "put_on_phone": "no",
            "staff_present": "unknown",
            **moment("called", AT),
        },
        {"started_by": "ice"},
        "started_by",
    ),
    "consents": (
        lambda _b: {"answer": "no", "how": "in_person", "interpreter": "none", "told_voluntary": "on", **moment("asked", AT)},
        {"answer": "yes"},
        "answer",
    ),
    "visits": (
        lambda _b: {"kind": "in_person", "attorney_present": "unknown", "staff_present": "unknown", **moment("requested", AT)},
        {"room": "B2"},
        "room",
    ),
    "detainers": (
        lambda _b: {
            "form": "I-247A",
            "warrant": "I-200",
            "trigger": "jail_call",
            "came_from": "ice",
            "asks_hold": "on",
            **moment("received", AT),
        },
        {"warrant": "none"},
        "warrant",
    ),
    "federal-requests": (
        lambda _b: {"kind": "status", "agency": "ICE", "channel": "fax", **moment("received", AT)},
        {"told": ["identity"]},
        "told",
    ),
    "citizenship-claims": (lambda _b: {"evidence": "passport", **moment("claimed", AT)}, {"evidence": "family"}, "evidence"),
    "consular-notices": (
        lambda _b: {"duty": "mandatory", "consulate": "Honduras", **moment("told", AT)},
        {"consulate": "Guatemala"},
        "consulate",
    ),
    "release-steps": (lambda _b: {"kind": "cleared", **moment("occurred", AT)}, {"kind": "ice_arrived"}, "kind"),
    "handovers": (lambda _b: {"mode": "custody_transfer", "place": "sally_port", **moment("handed", AT)}, {"place": "lobby"}, "place"),
    "allowing-offenses": (of_handover, {"description": "Robbery, 2018"}, "description"),
    "representations": (of_counsel, {"how_known": "office"}, "how_known"),
    "release-notifications": (
        lambda _b: {"recipient": "ice", "about": "release", "hours_asked": "48", "public_information": "no"},
        {"hours_asked": "24"},
        "hours_asked",
    ),
    "attempts": (of_try, {"outcome": "reached"}, "outcome"),
    "answers": (of_answer, {"answer": "none"}, "answer"),
}
