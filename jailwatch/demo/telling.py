"""Who was told of a release: ICE, the person, counsel; and what ICE answered. The lead time is drawn, and stands in the ledger."""

from datetime import datetime, timedelta

from bookings.drafts import Values
from jailwatch.demo.chance import delay
from jailwatch.demo.contact import AGENCY, language
from jailwatch.demo.scene import HOUR, MINUTE, Scene, Story, put

OFFICE = "the public defender"
DESK, JAILER, LAWYER = "release desk (made up)", "shift sergeant (made up)", "duty lawyer (made up)"
WATCHED = frozenset({"handed_over", "not_taken", "other_agency", "state_prison", "unaccounted"})
# The edges of the bands of lead time, in hours, and what lies below each.
BANDS = ((0, "under_0"), (1, "0_1"), (2, "1_2"), (4, "2_4"), (24, "4_24"), (48, "24_48"))


def plan(scene: Scene, story: Story, wanted: bool) -> None:
    """When ICE is told of the release: some hours before it, for a few after it, for some never."""
    if not wanted or not scene.chance(scene.shape.ice_told[story.fate in WATCHED]):
        return
    median, sigma = scene.shape.lead_hours
    lead = delay(scene.by, median * 60, sigma, 5, 48 * 60)
    if scene.chance(scene.shape.told_afterwards):
        lead = -delay(scene.by, 40, 0.8, 2, 600)
    told = max(story.out - lead, story.booked + 2 * MINUTE)
    story.told = told if told < scene.now else None


def tell(scene: Scene, story: Story) -> None:
    """The tellings, in the order in which they were made."""
    represented = _represented(scene, story) if story.wanted else False
    if story.told is not None:
        _ice(scene, story, story.told)
        _person(scene, story, story.told)
        if represented:
            _counsel(scene, story, story.told)


def count(scene: Scene, story: Story) -> None:
    """What the release clock must say of this release."""
    if story.out >= scene.now or not _interest(scene, story):
        return
    lead = "none" if story.told is None else band(story.out - story.told)
    scene.count(story.out, "releases", band=lead)


def _interest(scene: Scene, story: Story) -> bool:
    """ICE wanted this person at the end: told, taken, or on a detainer that had not ended."""
    if story.told is not None or story.draft.handovers or story.release_kind == "ice":
        return True
    return bool(story.draft.detainers) and story.fate not in {"withdrawn", "expired"}


def band(lead: timedelta) -> str:
    return next((code for edge, code in BANDS if lead < edge * HOUR), "48_up")


def _row(scene: Scene, story: Story, kind: str, moment: datetime, values: Values) -> int:
    """Add a fact, and say in which place."""
    rows = story.draft.more.setdefault(kind, [])
    rows.append(values | scene.entered(moment))
    return len(rows) - 1


def _telling(scene: Scene, story: Story, moment: datetime, recipient: str, **values: object) -> int:
    plain: Values = {"recipient": recipient, "about": "release", "agency": "", "text_told": "", "language": "", "cause": ""}
    plain |= {"representation": None, "detainer": None, "hours_asked": None, "retracts": None}
    return _row(scene, story, "release-notifications", moment, plain | values)


def _attempt(scene: Scene, story: Story, telling: int, moment: datetime, recipient: str, **values: str) -> None:
    plain: Values = {"notification": telling, "recipient": recipient, "person": DESK, "task": "", "due_at": None} | values
    put(plain, "tried", moment)
    _row(scene, story, "attempts", moment, plain)


def _ice(scene: Scene, story: Story, told: datetime) -> None:
    asked = 48 if story.draft.detainers else None
    telling = _telling(scene, story, told, "ice", agency=AGENCY, hours_asked=asked)
    channel = scene.by.choice(("phone", "phone", "phone", "email", "fax"))
    reached = told
    if channel == "phone" and scene.chance(0.25):
        _attempt(scene, story, telling, told, "ice", channel=channel, outcome=scene.by.choice(("no_answer", "voicemail")))
        reached = told + delay(scene.by, 15, 0.7)
    if reached < scene.now:
        _attempt(scene, story, telling, reached, "ice", channel=channel, outcome="reached" if channel == "phone" else "confirmed")
        _answer(scene, story, telling, reached)


def _answer(scene: Scene, story: Story, telling: int, reached: datetime) -> None:
    answered = reached + delay(scene.by, 20, 1)
    odds = scene.shape.answers_if_taken if story.fate == "handed_over" else scene.shape.answers_if_not
    answer = odds.draw(scene.by)
    if answer == "silent" or answered >= scene.now:
        return
    values: Values = {"notification": telling, "answer": answer, "channel": "phone", "answered_by": "ICE duty desk (made up)"}
    put(values, "answered", answered)
    put(values, "expected", None)
    _row(scene, story, "answers", answered, values)


def _person(scene: Scene, story: Story, told: datetime) -> None:
    moment = told + delay(scene.by, 20, 0.9)
    if not scene.chance(scene.shape.person_told) or moment >= min(scene.now, story.out):
        return
    telling = _telling(scene, story, moment, "person", language=language(story))
    _attempt(scene, story, telling, moment, "person", channel="writing", outcome="handed_over", person=JAILER)


def _represented(scene: Scene, story: Story) -> bool:
    began = story.booked + delay(scene.by, 900, 0.7)
    if not scene.chance(scene.shape.represented) or began >= min(scene.now, story.out):
        return False
    values: Values = {"stands": "counsel", "office": OFFICE, "contact_sealed": None, "how_known": "court"}
    put(values, "began", began)
    put(values, "ended", None)
    _row(scene, story, "representations", began, values)
    return True


def _counsel(scene: Scene, story: Story, told: datetime) -> None:
    """Counsel is alerted, before or right after ICE is told, and mostly confirms."""
    first = scene.tells(story.booked) and scene.chance(0.7)
    sent = told - timedelta(minutes=scene.by.randrange(3, 20)) if first else told + timedelta(minutes=1)
    began = story.draft.more["representations"][0]["began_at"]
    if sent < began or sent >= scene.now:
        return
    about = "about_to_tell" if first else "ice_told"
    telling = _telling(scene, story, sent, "counsel", about=about, representation=0, language="en")
    _attempt(scene, story, telling, sent, "counsel", channel="email", outcome="sent", person="", task="demo")
    read = sent + delay(scene.by, 18, 1)
    if scene.chance(0.75) and read < scene.now:
        _attempt(scene, story, telling, read, "counsel", channel="site", outcome="confirmed", person=LAWYER)
