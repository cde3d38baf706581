"""Who is booked: drawn persons, some of whom come again."""

from dataclasses import dataclass, field
from datetime import datetime

from jailwatch.demo.scene import Person, Scene

REMEMBERED = 4000
RACE_OF = {
    "SO": "Black",
    "ET": "Black",
    "LR": "Black",
    "KE": "Black",
    "NG": "Black",
    "LA": "Asian",
    "CN": "Asian",
    "PH": "Asian",
    "VN": "Asian",
}
STRANGE = ("YUGOSLAVA", "CENTRAL", "NORTH", "AT SEA")


RACES = {"White": "white", "Black": "black", "American Indian": "native", "Asian": "asian", "Unknown": "not_recorded"}
AGES = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (45, "35_44"), (55, "45_54"), (65, "55_64"))
REGIONS = {"MX": "mexico", "US": "us", "PR": "us", "EC": "south_america", "RU": "europe", "GB": "europe"}
REGIONS |= dict.fromkeys(("GT", "HN", "SV"), "central_america")
REGIONS |= dict.fromkeys(("SO", "ET", "LR", "KE", "NG"), "africa") | dict.fromkeys(("LA", "CN", "PH", "VN"), "asia")


def groups(person: Person) -> dict[str, str]:
    """What the ledger counts a booking by: who the person is, and what they answered."""
    return {
        "birth": person.group,
        "answer": person.answer,
        "sex": "not_recorded" if person.sex == "unknown" else person.sex,
        "race": RACES[person.race],
        "age": next((name for limit, name in AGES if person.age < limit), "65_up"),
        "region": REGIONS[person.country] if person.country else "not_recorded",
    }


@dataclass
class People:
    """People who left the jail, with when, so that nobody is booked twice at once."""

    scene: Scene
    left: list[tuple[datetime, Person]] = field(default_factory=list)
    made: int = 0

    def next(self, booked: datetime) -> Person:
        if self.left and self.scene.chance(self.scene.shape.booked_again):
            place = self.scene.by.randrange(len(self.left))
            if self.left[place][0] < booked:
                self.left[place], self.left[-1] = self.left[-1], self.left[place]
                return self.left.pop()[1]
        return self._new()

    def leaves(self, person: Person, out: datetime) -> None:
        if len(self.left) < REMEMBERED:
            self.left.append((out, person))
        else:
            self.left[self.scene.by.randrange(REMEMBERED)] = (out, person)

    def _new(self) -> Person:
        self.made += 1
        scene, shape = self.scene, self.scene.shape
        if scene.chance(shape.not_answered_share):
            return self._person("unknown", *self._unanswered())
        if scene.chance(shape.foreign_born):
            country = shape.countries.draw(scene.by)
            return self._person("foreign_born", "answered", country, country, self._citizen(country))
        if scene.chance(shape.born_in_a_territory):
            return self._person("us_born", "answered", "PR", "PUERTO RICO", "US")
        return self._person("us_born", "answered", "US", "US", "US")

    def _unanswered(self) -> tuple[str, str, str, str]:
        answer = self.scene.shape.not_answered.draw(self.scene.by)
        if answer == "strange":
            return "answered", "", self.scene.by.choice(STRANGE), ""
        return answer, "", "UNKNOWN" if answer == "unknown" else "", ""

    def _citizen(self, country: str) -> str:
        return country if self.scene.chance(self.scene.shape.not_citizens) else "US"

    def _person(self, group: str, answer: str, country: str, text: str, citizen: str) -> Person:
        scene, shape = self.scene, self.scene.shape
        race = RACE_OF.get(country) or ("White" if group == "foreign_born" else shape.races.draw(scene.by))
        return Person(
            f"{scene.place.letter}-person-{self.made}",
            shape.sexes.draw(scene.by),
            race,
            int(shape.ages.draw(scene.by)),
            group,
            answer,
            country,
            text,
            citizen,
        )
