"""What every draw needs: the chance, the place, the clock, the ledger. And one booking while it is being told."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.drafts import Draft, Values
from jailwatch.demo.chance import delay
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.places import Place, Steps
from jailwatch.demo.shape import Shape

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Person:
    """`group` is the true birth group; `country` and `citizen` are ISO codes, empty where nothing was answered."""

    key: str
    sex: str
    race: str
    age: int
    group: str
    answer: str
    country: str
    text: str
    citizen: str

    @property
    def is_foreign(self) -> bool:
        return self.group == "foreign_born"

    @property
    def is_citizen(self) -> bool:
        return self.citizen == "US"


@dataclass(slots=True)
class Story:
    """One booking: what is true of it, and the draft that tells it. `out` is when the person leaves, perhaps after now."""

    person: Person
    kind: str
    booked: datetime
    out: datetime
    draft: Draft
    fate: str = ""
    release_kind: str = "street"
    status: str = ""
    wanted: bool = False
    told: datetime | None = None
    slips: list["Slip"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake that the draft carries and that staff put right afterwards: of which kind, in which place, and the true values."""

    number: str
    what: str
    kind: str
    place: int
    values: Values


@dataclass(slots=True)
class Scene:
    by: random.Random
    shape: Shape
    place: Place
    steps: Steps
    now: datetime
    ledger: Ledger
    zone: ZoneInfo

    def chance(self, share: float) -> bool:
        return self.by.random() < share

    def happened(self, moment: datetime) -> datetime | None:
        """The moment, if it has come by now."""
        return moment if moment < self.now else None

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def asks_first(self, moment: datetime) -> bool:
        return self.place.steps and self.day(moment) >= self.steps.ask_first

    def tells(self, moment: datetime) -> bool:
        return self.place.steps and self.day(moment) >= self.steps.told

    def count(self, moment: datetime, unit: str, **groups: str) -> None:
        self.ledger.count(self.place.slug, self.zone, moment, unit, **groups)

    def entered(self, moment: datetime) -> Values:
        """When staff wrote a fact down: within the hour, some days later for a few, and never after now."""
        late = self.chance(self.shape.late)
        wait = delay(self.by, 4 * 1440, 0.7) if late else timedelta(minutes=self.by.randrange(1, 45))
        return {"recorded_at": min(moment + wait, self.now)}


def put(values: Values, name: str, moment: datetime | None, length: timedelta = MINUTE) -> None:
    """Both columns of a moment, as `bookings.models.moments.put` writes them."""
    values[f"{name}_at"] = moment
    values[f"{name}_until"] = None if moment is None else moment + length
