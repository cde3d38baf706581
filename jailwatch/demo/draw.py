"""The bookings of one made-up county, drawn one after another. What is true of each stands in the ledger before it is handed on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.drafts import Draft, Values
from jailwatch.demo import asking, calendar, contact, custody, people, telling
from jailwatch.demo.chance import delay
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.people import People
from jailwatch.demo.places import Place, Steps
from jailwatch.demo.scene import Scene, Slip, Story, put
from jailwatch.demo.shape import Shape

AGENCIES = ("City Police (made up)", "County Sheriff (made up)", "State Patrol (made up)", "Transit Police (made up)")


def scene(place: Place, seed: int, shape: Shape, steps: Steps, now: datetime, ledger: Ledger) -> Scene:
    """Each county has its own chance, so that one more county changes nothing in the others."""
    return Scene(random.Random(f"{seed} {place.fips}"), shape, place, steps, now.replace(second=0, microsecond=0), ledger, place.zone)


@dataclass
class Telling:
    """The stories of one county; `number` counts the bookings so far."""

    scene: Scene
    per_day: float
    number: int = 0

    def __post_init__(self) -> None:
        self.people = People(self.scene)

    def stories(self) -> Iterator[Story]:
        for booked in calendar.bookings(self.scene, self.per_day):
            story = self.tell(booked)
            yield story
            if self.scene.chance(self.scene.shape.booked_twice):
                yield self.twice(story)

    def tell(self, booked: datetime) -> Story:
        self.number += 1
        person = self.people.next(booked)
        kind = self.scene.shape.kinds.draw(self.scene.by)
        draft = Draft(f"{self.scene.place.letter}{self.number:06d}", self.number, {})
        story = Story(person, kind, booked, booked, draft)
        if kind == "held_for_ice":
            self._held(story)
        else:
            self._ordinary(story)
        self.people.leaves(person, story.out)
        return story

    def _ordinary(self, story: Story) -> None:
        scene = self.scene
        wanted = scene.chance(detainer_share(scene, story))
        story.out = calendar.leaves(scene, story.booked, wanted)
        taken = not wanted and scene.chance(scene.shape.taken_without_paper)
        if wanted:
            asking.choose_fate(scene, story)
        elif taken:
            story.release_kind = "ice"
            asking.choose_status(scene, story)
        else:
            story.release_kind = scene.shape.release_kinds.draw(scene.by)
        scene.count(story.booked, "bookings", kind=story.kind, **people.groups(story.person))
        received = asking.detainers(scene, story) if wanted else None
        custody.charges(scene, story)
        story.wanted = wanted or taken
        telling.plan(scene, story, story.wanted)
        asking.handover(scene, story)
        self._contact(story, wanted, received)
        telling.tell(scene, story)
        telling.count(scene, story)
        self._custody(story, wanted)

    def _contact(self, story: Story, wanted: bool, received: datetime | None) -> None:
        scene = self.scene
        if story.person.is_foreign and scene.chance(scene.shape.called):
            contact.call(scene, story)
        if story.person.is_foreign and scene.chance(scene.shape.federal_requests):
            contact.request(scene, story)
        if received is not None and scene.chance(scene.shape.visits):
            contact.visit(scene, story, received)
        if received is not None and (story.person.is_citizen or scene.chance(scene.shape.claims)):
            contact.claim(scene, story, received)
        custody.steps(scene, story, wanted)
        if wanted:
            custody.ice_came(scene, story)

    def _custody(self, story: Story, wanted: bool) -> None:
        custody.stay(self.scene, story)
        custody.fingerprints(self.scene, story, "yes" if wanted and self.scene.chance(0.6) else "")
        custody.consular(self.scene, story)
        story.draft.booking = self._booking(story)
        if self.scene.chance(self.scene.shape.wrong_person):
            self._wrong_person(story)

    def _held(self, story: Story) -> None:
        """Held for ICE by contract: outside every figure."""
        story.out = calendar.leaves(self.scene, story.booked, True)
        story.release_kind = "ice"
        custody.stay(self.scene, story)
        story.draft.booking = self._booking(story)

    def _booking(self, story: Story) -> Values:
        scene, person = self.scene, story.person
        out = scene.happened(story.out)
        values: Values = {"kind": story.kind, "arresting_agency": scene.by.choice(AGENCIES), "person": person.key}
        values |= {"sex": person.sex, "race": person.race, "age": person.age}
        values |= self._answers(story)
        values |= {"release_kind": story.release_kind if out else "", "release_reason": ""}
        put(values, "booked", story.booked)
        put(values, "arrested", story.booked - delay(scene.by, 75, 0.6) if story.kind == "new_arrest" else None)
        put(values, "released", out)
        court = story.booked + timedelta(minutes=scene.by.randrange(600, 4000))
        put(values, "court", scene.happened(court) if court < story.out else None)
        return values | scene.entered(story.booked)

    def _answers(self, story: Story) -> Values:
        scene, person = self.scene, story.person
        asked = scene.place.asks_citizenship and person.answer == "answered" and person.citizen
        values: Values = {"birth_answer": person.answer, "birth_country": person.country, "birth_text": person.text}
        values |= {"citizen_answer": "answered" if asked else "not_asked", "citizen_country": person.citizen if asked else ""}
        noted = scene.place.tennessen and person.answer == "answered"
        values |= {"notice_version": "TW-1" if noted else "", "notice_language": contact.language(story) if noted else ""}
        put(values, "notice", story.booked if noted else None)
        if person.is_foreign and story.kind != "held_for_ice" and scene.chance(scene.shape.wrong_birthplace / scene.shape.foreign_born):
            true = {name: values[name] for name in ("birth_country", "birth_text")}
            story.slips.append(Slip(story.draft.number, "correct", "", 0, true))
            values |= {"birth_country": "US", "birth_text": "US"}
        return values

    def _wrong_person(self, story: Story) -> None:
        """A detainer that belongs to somebody else is logged here, and taken back."""
        received = story.booked + timedelta(minutes=self.scene.by.randrange(30, 600))
        if story.draft.detainers or received >= self.scene.now:
            return
        story.draft.detainers.append(asking.paper_of(self.scene, received))
        story.slips.append(Slip(story.draft.number, "enter_in_error", "detainers", 0, {}))

    def twice(self, story: Story) -> Story:
        """The same booking entered again under another number, seen and taken back."""
        self.number += 1
        number = f"{self.scene.place.letter}{self.number:06d}"
        draft = Draft(number, self.number, dict(story.draft.booking), stays=[dict(row) for row in story.draft.stays])
        return Story(story.person, story.kind, story.booked, story.out, draft, slips=[Slip(number, "enter_in_error", "", 0, {})])


def detainer_share(scene: Scene, story: Story) -> float:
    """So that the whole comes to the share of bookings meant, most of it falls on people who are no citizens."""
    shape: Shape = scene.shape
    overall = shape.detainers_after_the_step if scene.tells(story.booked) else shape.detainers
    likely = shape.foreign_born * (1 - shape.not_answered_share) * shape.not_citizens
    if story.person.is_foreign and not story.person.is_citizen:
        return min(overall * (1 - shape.detainers_of_others) / likely, 0.95)
    return overall * shape.detainers_of_others / (1 - likely)
