"""Writes drawn bookings of a county chunk by chunk, each its own transaction, so that no lock is held for long."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import transaction

from accounts import journal
from accounts.matching import keyed_hash
from accounts.models import County, Inbox, Origin, User
from bookings.actions import correct, enter_in_error
from bookings.actions.bulk import BulkWriter
from bookings.actions.recording import number_hash
from bookings.kinds import KINDS
from bookings.models import Booking, Fact, Source
from jailwatch.demo.scene import Slip, Story
from notifications.models import Office

CHUNK = 250
BY = "command:demo"
REASONS = {"correct": "typed wrongly at booking (made up)", "enter_in_error": "entered for the wrong person or twice (made up)"}


class Clerks:
    """The made-up staff of one county: one enters everything, one puts right what was wrong."""

    def __init__(self, county: County, staff: User, supervisor: User, office: Office, progress: Callable[[int], None]) -> None:
        self.county, self.supervisor, self.progress = county, supervisor, progress
        self.writer = BulkWriter(county, by=BY, origin=Origin.DEMO, source=Source.STAFF, recorded_by=staff.pk)
        # Not in the drafts: what they say is hashed, and an id is another one in each database.
        self.writer.kinds["representations"].always["office_id"] = office.pk
        self.slips: list[Slip] = []
        self.written = 0

    def enter(self, stories: Iterable[Story]) -> None:
        source = iter(stories)
        while chunk := list(islice(source, CHUNK)):
            self._chunk(chunk)
            self.progress(len(chunk))

    @transaction.atomic
    def _chunk(self, stories: list[Story]) -> None:
        for story in stories:
            booking = story.draft.booking
            booking["person_key"] = keyed_hash("person", self.county.fips, booking.pop("person"))
            self.slips += story.slips
        self.writer.write([story.draft for story in stories])
        self.writer.close()
        self.written += len(stories)

    def put_right(self) -> None:
        """The mistakes, by the verbs that staff use."""
        for slip in self.slips:
            fact = self._fact(slip)
            if slip.what == "correct":
                correct(fact, by=self.supervisor, reason=REASONS["correct"], origin=Origin.DEMO, **slip.values)
            else:
                enter_in_error(fact, by=self.supervisor, reason=REASONS["enter_in_error"], origin=Origin.DEMO)

    def _fact(self, slip: Slip) -> Fact:
        booking = Booking.objects.get(county=self.county, number_hash=number_hash(self.county, slip.number))
        if not slip.kind:
            return booking
        facts: Any = KINDS[slip.kind].objects
        found: Fact = facts.filter(booking=booking).order_by("pk")[slip.place]
        return found

    @transaction.atomic
    def announce(self) -> None:
        """Every month from first to last, also those with nothing in them; so the mistakes put right need not be read one by one."""
        Inbox.objects.filter(county_id=self.county.pk, entry__isnull=False, claim=None).delete()
        journal.announce(self.county.pk, self.writer.months, Origin.DEMO)
