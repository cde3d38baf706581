"""Whatever is written, corrected, imported and undone, in whatever order it is read: every cell is as if all had been filled at once."""

from datetime import date, timedelta
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts import journal
from accounts.models import County, Origin, Role, User
from accounts.periods import Month
from bookings.actions.correcting import correct, enter_in_error
from bookings.actions.recording import record_booking, record_charge, record_detainer, record_handover, record_ice_call, release
from bookings.actions.undoing import undo
from bookings.models import Booking, Detainer, ImportBatch
from bookings.spans import Span
from reports import checks, rollup
from reports.models import MeasureCell
from tests.support import build
from tests.support.files import row, write

# (what, which booking, day of the year 2026 on which it happens)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["book", "import", "detainer", "call", "release", "handover", "withdraw", "correct", "undo", "file", "take_back", "read"]
        ),
        st.integers(0, 2),
        st.integers(0, 75),
    ),
    min_size=18,
    max_size=30,
)
Cells = set[tuple[Any, ...]]
PLACES = count(1)


class Jail:
    """A county in which what the draw asks for is done where it can be, and left where a verb refuses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.county: County = build.county(f"county{next(PLACES)}", zone="America/Los_Angeles")  # as the mapping of the files has it
        self.by: User = build.person(Role.STAFF, self.county)
        self.number = 0

    def do(self, what: str, which: int, day: int) -> None:
        if what == "read":
            self.read_some()
        elif what in ("book", "import"):
            self.book(day, Origin.IMPORT if what == "import" else Origin.LIVE)
        elif what in ("file", "take_back"):
            getattr(self, what)(which, day)
        elif one := self.booking(which):
            self.attempt(what, one, day)

    def attempt(self, what: str, one: Booking, day: int) -> None:
        """What a verb refuses is left."""
        try:
            with transaction.atomic():
                getattr(self, what)(one, day)
        except ValidationError:
            return

    def at(self, one: Booking, day: int, minutes: int = 0) -> Any:
        """A moment after the booking began."""
        start = one.booked_at.replace(second=0, microsecond=0)
        return Span.minute(start + timedelta(days=day % 45, minutes=10 + minutes))

    def booking(self, which: int) -> Booking | None:
        found = list(Booking.objects.filter(county=self.county, entered_in_error=False).order_by("pk"))
        return found[which % len(found)] if found else None

    def book(self, day: int, origin: str) -> None:
        self.number += 1
        booked = build.minute(f"2026-{1 + day // 28:02d}-{1 + day % 28:02d} 10:00", self.county)
        one = record_booking(by=self.by, county=self.county, number=f"N-{self.number}", booked=booked, origin=origin)
        record_charge(by=self.by, booking=one, description="made up", level="felony", disposition="pending", origin=origin)

    def detainer(self, one: Booking, day: int) -> None:
        if one.released_at is None:
            record_detainer(by=self.by, booking=one, received=self.at(one, day), form="I-247A", came_from="ice")

    def call(self, one: Booking, day: int) -> None:
        record_ice_call(by=self.by, booking=one, called=self.at(one, day, 1), started_by="jail", channel="phone")

    def release(self, one: Booking, day: int) -> None:
        if one.released_at is None:
            release(by=self.by, booking=one, released=self.at(one, day, 30), kind="street")

    def handover(self, one: Booking, day: int) -> None:
        if one.released_at is None and not one.handovers.filter(entered_in_error=False).exists():
            record_handover(by=self.by, booking=one, handed=self.at(one, day, 40), mode="custody_transfer")

    def withdraw(self, one: Booking, day: int) -> None:
        paper = Detainer.objects.filter(booking=one, entered_in_error=False).first()
        if paper:
            correct(paper, by=self.by, reason="withdrawn", withdrawn=self.at(one, 44, 50))

    def correct(self, one: Booking, day: int) -> None:
        paper = Detainer.objects.filter(booking=one, entered_in_error=False).first()
        if paper and paper.withdrawn_at is None:
            correct(paper, by=self.by, reason="another day", received=self.at(one, day))

    def undo(self, one: Booking, day: int) -> None:
        paper = Detainer.objects.filter(booking=one, entered_in_error=False).last()
        enter_in_error(paper or one, by=self.by, reason="another person")

    def file(self, which: int, day: int) -> None:
        """A file of the jail system: of two bookings one stood in an earlier file, and is told otherwise now."""
        lines = [jail_row(f"K{number}", day, immigrant=place != which) for place, number in enumerate((which, which + 1))]
        path = write(self.folder, *lines)
        words = ("--apply", "--accept-outliers", "--no-figures")
        call_command("import_bookings", str(path), "--county", self.county.slug, "--mapping", "pierce", *words, stdout=StringIO())

    def take_back(self, which: int, _day: int) -> None:
        """One of the files that stand, the last or an earlier one; what people and later files worked on since stays."""
        found = list(ImportBatch.objects.standing().filter(county=self.county).order_by("-pk"))
        if found:
            undo(found[which % len(found)], by=self.by)

    def read_some(self) -> None:
        """Some rows only, so that months are filled between two writes."""
        for _row in range(2):
            if (row := journal.claim()) is not None:
                journal.read(row)


def jail_row(number: str, day: int, *, immigrant: bool) -> dict[str, str]:
    booked = date(2026, 1, 5) + timedelta(days=day)
    gone = booked + timedelta(days=9)
    times = {"booking_dt": f"{booked} 10:00:00", "release_dt": f"{gone} 10:00:00", "charge_release_dt": f"{gone} 10:00:00"}
    if immigrant:
        born = "MEXICO" if day % 3 else "UNITED STATES OF AMERICA"  # of the latter it is to be checked
        return row(number, **times, imm_hold="1", release_to_imm="1", country_of_birth=born, final_release_disp="Immigration")
    return row(number, **times)


def read_all() -> None:
    while journal.drain():
        pass


def cells(county: County) -> Cells:
    rows = MeasureCell.objects.filter(county=county)
    return set(rows.values_list("month", "measure", "grouping", "group", "numerator", "denominator"))


@pytest.mark.django_db
@settings(
    max_examples=3, phases=(Phase.generate,), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(edits=EDITS)
def test_the_figures_of_any_history_are_those_of_filling_all_at_once(edits: list[tuple[str, int, int]], tmp_path: Path) -> None:
    """Few histories and long ones: setting up a county and filling it costs more than one edit more. Each has a file that was counted
    before it is taken back: rows that still waited would have its months filled, whether or not taking it back says so."""
    jail = Jail(tmp_path)
    for what, which, day in [*edits, ("file", 7, 40)]:
        jail.do(what, which, day)
    read_all()
    counted = cells(jail.county)
    jail.do("take_back", 0, 0)
    read_all()
    assert cells(jail.county) != counted
    for what, which, day in edits[:3]:
        jail.do(what, which, day)
    read_all()
    step_by_step = cells(jail.county)
    months: list[Month] = rollup.known_months(jail.county)
    assert [problem.says for month in months for problem in checks.problems(jail.county, month)] == []
    rollup.fill_all(jail.county, months)
    assert cells(jail.county) == step_by_step
