"""The order in which a long form asks for things, and what it keeps folded."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Charge, Consent, Detainer, Fact, Handover, IceCall, IceVisit, ReleaseStep

# The parts of a long form: a heading (none for what is asked first) and its fields. What no part names stands under "More".
PARTS: dict[type[Fact], list[tuple[Any, list[str]]]] = {
    Booking: [
        (None, ["booked", "kind", "arresting_agency", "arrested"]),
        (_("Notice"), ["notice", "notice_version", "notice_language"]),
        (_("Birthplace"), ["birth_answer", "birth_country", "birth_text", "birth_asked_by", "birth_basis"]),
        (_("Citizenship"), ["citizen_answer", "citizen_country", "citizen_text", "citizen_asked_by", "citizen_basis"]),
        (_("The person"), ["sex", "race", "age"]),
        (_("Court and release"), ["court", "released", "release_kind", "release_reason"]),
    ],
    Detainer: [
        (None, ["received", "form", "warrant", "trigger", "came_from", "relayed_from", "hours_asked"]),
        (
            _("Boxes ticked on the form"),
            ["final_order", "pendency", "biometric", "statements", "dhs_transferred", "asks_notice", "asks_hold", "asks_relay"],
        ),
        (_("Copy served on the person"), ["served", "served_how", "served_by", "served_language"]),
        (_("Decision"), ["decision", "decision_basis", "decided", "told"]),
        (_("How it ended"), ["withdrawn", "expired", "relayed", "relayed_to", "supersedes"]),
    ],
    IceCall: [
        (None, ["called", "started_by", "channel", "trigger", "spoke", "told", "answer"]),
        (_("The person on the phone"), ["put_on_phone", "phone", "staff_present", "override_reason"]),
    ],
    IceVisit: [
        (None, ["kind", "requested", "agency", "planned"]),
        (_("If it was held"), ["started", "ended", "ended_by", "room", "attorney_present", "staff_present", "learned", "override_reason"]),
    ],
    Consent: [
        (None, ["asked", "answer", "call", "visit", "how"]),
        (_("What the person was told"), ["told_purpose", "told_voluntary", "told_may_decline", "told_attorney", "told_no_punishment"]),
        (_("Form and language"), ["form_version", "language", "interpreter"]),
    ],
    Charge: [(None, ["statute", "description", "level", "disposition"])],
    ReleaseStep: [(None, ["kind", "occurred", "reason", "authority", "amount"])],
    Handover: [(None, ["handed", "mode", "place", "release", "released", "receiving_agency", "detainer", "legal_basis"])],
}
