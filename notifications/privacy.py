"""The privacy class of every field about who was told."""

from accounts.privacy import Privacy as P
from accounts.privacy import Table
from bookings.privacy import of_booking

CLOCK = " ".join(f"{name}_at {name}_until" for name in ("t0", "t1", "cleared", "t2", "t3", "t4", "t5", "t6", "t7", "t8"))

PRIVACY: Table = {
    "notifications.Office": {P.ACCOUNT: "county name kind email second_email language closed_at", P.BOOKKEEPING: "id"},
    "notifications.Office_members": {P.ACCOUNT: "office user", P.BOOKKEEPING: "id"},
    "notifications.Representation": of_booking(
        "stands office began_at began_until ended_at ended_until how_known", sealed="contact_sealed"
    ),
    "notifications.Subscription": {P.ACCOUNT: "county user topic channel address language confirmed_at until_at", P.BOOKKEEPING: "id"},
    "notifications.ReleaseNotification": of_booking(
        "recipient about representation subscription detainer retracts agency hours_asked legal_basis public_information cause",
        person="language",
        words="text_told",
    ),
    "notifications.Attempt": of_booking("notification recipient tried_at tried_until channel outcome task due_at", words="person"),
    "notifications.Answer": of_booking(
        "notification answered_at answered_until answer expected_at expected_until channel", words="answered_by"
    ),
    "notifications.Deadline": {P.ACT: "rule due_at raised_at closed_at", P.BOOKKEEPING: "id county booking subject"},
    "notifications.Delivery": {
        P.ACT: "recipient planned_at due_at window_until state contact tries confirmed_at problem",
        P.BOOKKEEPING: "id notification county key claim leased_until",
    },
    "notifications.Pulse": {P.BOOKKEEPING: "id name beaten_at"},
    "notifications.ReleaseTiming": {
        P.ACT: f"ice_interest {CLOCK} answer channel reason attempts_to_reach intervals",
        P.BOOKKEEPING: "id booking county facts rule_version task timed_at",
    },
}
