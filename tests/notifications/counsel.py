"""A law office at work: who belongs to it, what its alerts are, and one case with everything in it."""

from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from bookings import actions as record
from notifications.models import Delivery, Office, Representation, State
from tests.notifications.desk import Desk
from tests.support import build, telling

SECRETS = ("Fare evasion", "609.855", "Honduras", "HN", "N-2", "a remark nobody may see", "R. Alder", "the desk officer", "@example.org")


def lawyer(desk: Desk, office: Office | None = None) -> tuple[Client, User]:
    """A defender of the county, member of the office if one is given."""
    user = build.person(Role.DEFENDER, desk.county)
    if office is not None:
        office.members.add(user)
    client = Client()
    client.force_login(user)
    return client, user


def page(desk: Desk) -> str:
    return f"/alerts/{desk.booking.public_id}/"


def alert(desk: Desk, counsel: Representation, about: str, state: str) -> Delivery:
    told = telling.notification(desk.booking, "counsel", representation=counsel, about=about)
    confirmed = {"confirmed_at": timezone.now()} if state == State.CONFIRMED else {}
    return telling.delivery(told, state=state, **confirmed)


def full_case(desk: Desk, office: Office) -> Representation:
    """A case with everything in it, also what counsel may not see here."""
    desk.by.name = "R. Alder"
    desk.by.save()
    desk.booked(birth_answer="answered", birth_country="HN", birth_text="Honduras", remarks="a remark nobody may see")
    record.record_charge(by=desk.by, booking=desk.booking, description="Fare evasion", statute="609.855")
    counsel = desk.represented(office)
    desk.detainer("08:00", remarks="a remark nobody may see", served=desk.at("09:05"), served_by="the desk officer")
    record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=desk.at("08:10"), planned=desk.at("2030-01-05 10:00"))
    record.record_consent(by=desk.by, booking=desk.booking, asked=desk.at("08:20"), answer="only_with_attorney")
    desk.step("eligible", "10:00")
    desk.told_ice("10:05", "no_answer")
    desk.told_ice("10:15")
    desk.answer("10:20", "coming")
    desk.told_person("10:30")
    desk.told_counsel("10:40", counsel)
    desk.handed_over("11:30")
    desk.released("11:30", "ice")
    return counsel
