"""The stay itself: building, charges, the steps of the release, fingerprints, consular notice."""

from datetime import datetime, timedelta
from typing import Any

from bookings.drafts import Values
from jailwatch.demo.calendar import soon
from jailwatch.demo.chance import between, delay
from jailwatch.demo.scene import MINUTE, Scene, Story, put

NEVER_DISPOSED = ("pending", "no_date", "unknown")
MANDATORY = frozenset({"CN", "NG", "PH", "RU", "GB"})


def stay(scene: Scene, story: Story) -> None:
    values: Values = {"facility": "MAIN", "facility_name": f"{scene.place.name} Jail (made up)"}
    put(values, "began", story.booked)
    put(values, "ended", scene.happened(story.out))
    story.draft.stays.append(values | scene.entered(story.booked))


def charges(scene: Scene, story: Story) -> None:
    """Somebody whom ICE takes has charges that fit the status meant for them; all others have what comes."""
    number = int(scene.shape.charges.draw(scene.by))
    if story.status:
        fates = STATUSES[story.status](scene, number)
    else:
        fates = [(scene.shape.dispositions.draw(scene.by), None) for _ in range(number)]
    court = story.booked + delay(scene.by, scene.shape.days_to_disposition[0] * 1440, scene.shape.days_to_disposition[1], 600)
    for place, (fate, when) in enumerate(fates, 1):
        story.draft.charges.append(_charge(scene, story, place, fate, court if when is None else _when(scene, story, when)))


def _charge(scene: Scene, story: Story, place: int, fate: str, disposed: datetime) -> Values:
    statute, description, level = scene.shape.offenses.draw(scene.by).split("|")
    values: Values = {"place": place, "statute": statute, "description": description, "level": level}
    if fate == "hold":
        values |= {"statute": "", "description": "HOLD FOR ANOTHER AGENCY", "level": "hold", "disposition": "no_offense"}
        put(values, "disposed", None)
    else:
        ended = fate not in NEVER_DISPOSED and disposed < scene.now
        values["disposition"] = "convicted" if fate == "no_date" else fate if ended or fate == "unknown" else "pending"
        put(values, "disposed", disposed if ended else None)
    put(values, "released", scene.happened(story.out))
    return values | scene.entered(story.booked)


Fates = list[tuple[str, Any]]


def _when(scene: Scene, story: Story, when: str) -> datetime:
    """Certainly before the person left, or certainly after."""
    if when == "before":
        return between(scene.by, story.booked, story.out - MINUTE)
    return story.out + delay(scene.by, 25 * 1440, 0.9, 60)


def _convicted(scene: Scene, number: int) -> Fates:
    rest = [scene.by.choice((("dismissed", "before"), ("pending", None), ("convicted", "after"))) for _ in range(number - 1)]
    return [("convicted", "before"), *rest]


def _pending(scene: Scene, number: int) -> Fates:
    later = "dismissed" if scene.chance(scene.shape.later_dropped) else "convicted"
    rest = [scene.by.choice((("declined", "before"), ("pending", None), ("convicted", "after"))) for _ in range(number - 1)]
    return [(later, "after"), *rest]


def _ended(scene: Scene, number: int) -> Fates:
    return [(scene.by.choice(("dismissed", "declined", "acquitted")), "before") for _ in range(number)]


def _no_charge(scene: Scene, number: int) -> Fates:
    return [("hold", None)]


def _unknown(scene: Scene, number: int) -> Fates:
    first = scene.by.choice(("no_date", "unknown"))
    return [(first, None), *(("dismissed", "before") for _ in range(number - 1))]


STATUSES = {
    "convicted": _convicted,
    "not_convicted_pending": _pending,
    "ended_without_conviction": _ended,
    "no_charge": _no_charge,
    "unknown": _unknown,
}


def fingerprints(scene: Scene, story: Story, match: str) -> None:
    if not match and not scene.chance(scene.shape.fingerprinted):
        return
    sent = story.booked + timedelta(minutes=scene.by.randrange(5, 90))
    if sent >= scene.now:
        return
    values: Values = {"match": match or ("no" if scene.chance(0.05) else "unknown")}
    put(values, "sent", sent)
    for name, median in (("state", 20), ("fbi", 45), ("dhs", 120)):
        answered = sent + delay(scene.by, median, 0.6)
        put(values, name, scene.happened(answered) if name != "dhs" or values["match"] != "unknown" else None)
    story.draft.more.setdefault("fingerprint-checks", []).append(values | scene.entered(sent))
    scene.count(sent, "fingerprints", match=values["match"])


def consular(scene: Scene, story: Story) -> None:
    """Advice to people who are no citizens, whether or not ICE hears of them."""
    person = story.person
    if not person.is_foreign or person.is_citizen or not scene.chance(scene.shape.consular_advice):
        return
    advised = story.booked + delay(scene.by, 240, 1)
    if advised >= min(scene.now, story.out):
        return
    mandatory, wants = person.citizen in MANDATORY, scene.chance(scene.shape.consulate_wanted)
    told = scene.happened(advised + delay(scene.by, 300, 0.9)) if mandatory or wants else None
    values: Values = {"language": "en", "answer": "wants" if wants else "declines", "duty": "mandatory" if mandatory else "on_request"}
    values |= {"consulate": person.citizen if told else "", "channel": "fax" if told else ""}
    put(values, "advised", advised)
    put(values, "told", told)
    story.draft.more.setdefault("consular-notices", []).append(values | scene.entered(advised))
    scene.count(advised, "consular_advice", answer=values["answer"], duty=values["duty"])
    if told:
        scene.count(told, "consulates_told", channel="fax", duty=values["duty"])


def steps(scene: Scene, story: Story, contact: bool) -> None:
    """The way out: logged for everyone whom ICE wants and everyone about to leave, and for some others."""
    under_way = story.out >= scene.now
    if not (contact or under_way or scene.chance(scene.shape.steps_logged)):
        return
    eligible = _eligible(scene, story)
    if eligible >= scene.now:
        return
    reason = scene.shape.eligible_reasons.draw(scene.by)
    knew = soon(scene, eligible, 12, 0.8, story.out)
    if reason == "bail":
        amount = scene.by.choice(("300.00", "500.00", "1000.00", "3000.00", "10000.00"))
        _step(scene, story, "bail_set", between(scene.by, story.booked, eligible), amount=amount)
        _step(scene, story, "bail_accepted", eligible, amount=amount)
    _step(scene, story, "eligible", eligible, reason=reason, authority="court" if reason != "bail" else "bail office")
    _step(scene, story, "staff_knew", knew)
    if story.told is not None and scene.tells(story.booked):
        _step(scene, story, "about_to_tell", max(story.told - timedelta(minutes=scene.by.randrange(1, 25)), eligible))
    _step(scene, story, "cleared", soon(scene, knew, 45, 0.6, story.out))


def _eligible(scene: Scene, story: Story) -> datetime:
    """Some time before ICE was told, where it was told before the release; else some hours before the release."""
    if story.told is not None and story.told < story.out:
        median, sigma = scene.shape.hours_to_react
        return max(story.told - delay(scene.by, median * 60, sigma, 2), story.booked + MINUTE)
    median, sigma = scene.shape.hours_eligible
    return max(story.out - delay(scene.by, median * 60, sigma, 5), story.booked + MINUTE)


def ice_came(scene: Scene, story: Story) -> None:
    if story.fate == "handed_over":
        _step(scene, story, "ice_arrived", max(story.out - timedelta(minutes=scene.by.randrange(5, 60)), story.booked))
    elif story.fate == "not_taken" and scene.chance(0.15):
        _step(scene, story, "ice_disavowed", max(story.out - timedelta(minutes=scene.by.randrange(5, 90)), story.booked))


def _step(scene: Scene, story: Story, kind: str, moment: datetime, **more: str) -> None:
    if moment >= scene.now:
        return
    values: Values = {"kind": kind, "reason": "", "authority": "", "amount": None}
    values |= more
    put(values, "occurred", moment)
    story.draft.more.setdefault("release-steps", []).append(values | scene.entered(moment))
