"""Contact with ICE: calls, consents, visits, requests, claims of citizenship."""

from datetime import datetime, timedelta

from bookings.drafts import Values
from jailwatch.demo.calendar import soon
from jailwatch.demo.chance import delay
from jailwatch.demo.scene import HOUR, MINUTE, Scene, Story, put

LANGUAGES = {"SO": "so", "LA": "lo", "ET": "am", "LR": "en", "KE": "en", "NG": "en", "GB": "en", "PH": "tl", "CN": "zh", "VN": "vi"}
OVERRIDE = "ICE was on the line already (made up)"
AGENCY = "ICE Enforcement and Removal (made up)"


def language(story: Story) -> str:
    return LANGUAGES.get(story.person.country, "es" if story.person.is_foreign else "en")


def call(scene: Scene, story: Story) -> bool:
    """The jail calls about most people who say that they were born abroad; says whether it did, by now."""
    called = soon(scene, story.booked, 150, 1, story.out)
    if called >= scene.now:
        return False
    asks = scene.asks_first(called)
    values: Values = {"channel": "phone", "started_by": "jail", "trigger": "birthplace", "spoke": "booking desk", "legal_basis": ""}
    if scene.chance(0.07):
        values |= {"started_by": "ice", "trigger": "ice_asked"}
    values["told"] = ["identity", "in_custody", "birthplace"] if scene.chance(0.7) else ["identity", "in_custody"]
    put(values, "called", called)
    put(values, "ended", scene.happened(called + timedelta(minutes=scene.by.randrange(3, 25))))
    _answer(scene, values, called)
    _phone(scene, story, values, called, asks)
    values["staff_minutes"] = scene.by.randrange(4, 30)
    story.draft.more.setdefault("ice-calls", []).append(values | scene.entered(called))
    said = values["answer"]
    reply = "no_interest" if said == "us_citizen" else said
    groups = {"started": values["started_by"], "channel": "phone", "trigger": values["trigger"], "answer": said, "reply": reply}
    scene.count(called, "calls", on_the_phone=values["put_on_phone"], **groups)
    return True


def _answer(scene: Scene, values: Values, called: datetime) -> None:
    answer = scene.shape.call_answers.draw(scene.by)
    answered = called + delay(scene.by, 25, 1.2)
    known = answer != "none" and answered < scene.now
    values["answer"] = answer if known else "none"
    put(values, "answered", answered if known else None)


def _phone(scene: Scene, story: Story, values: Values, called: datetime, asks: bool) -> None:
    """On the phone only after a logged yes, but for the few where staff say why not."""
    phone = scene.chance(scene.shape.on_the_phone[asks])
    without = phone and scene.chance(scene.shape.without_a_yes)
    values |= {"put_on_phone": "yes" if phone else "no", "override_reason": OVERRIDE if without else ""}
    put(values, "phone", called + MINUTE if phone else None)
    values["staff_present"] = scene.by.choice(("yes", "no", "unknown")) if phone else "no"
    if phone and not without:
        consent(scene, story, called, "yes", call=0)
    elif not phone and scene.chance(scene.shape.asked_though_no_phone[asks]):
        consent(scene, story, called, scene.by.choice(("no", "no", "only_with_attorney")), call=0)


def consent(scene: Scene, story: Story, before: datetime, answer: str, **about: int) -> None:
    asked = max(before - timedelta(minutes=scene.by.randrange(1, 30)), story.booked)
    tells = scene.asks_first(asked)
    values: Values = {"call": None, "visit": None, "how": "in_person", "form_version": "C-2" if tells else "C-1"}
    values |= about
    values |= {"language": language(story), "interpreter": "none" if language(story) == "en" else "phone_line", "answer": answer}
    for name in ("told_purpose", "told_voluntary", "told_may_decline", "told_attorney", "told_no_punishment"):
        values[name] = tells or scene.chance(0.6)
    put(values, "asked", asked)
    story.draft.more.setdefault("consents", []).append(values | scene.entered(asked))
    scene.count(asked, "consents", answer=answer)


def visit(scene: Scene, story: Story, received: datetime) -> None:
    """ICE asks for an interview. It is held after a yes, with an attorney where the person wants one, or not at all."""
    requested = received + delay(scene.by, 600, 0.8)
    started = requested + delay(scene.by, 1800, 0.6)
    if requested >= min(scene.now, story.out):
        return
    answer = scene.by.choice(("yes", "yes", "no", "only_with_attorney"))
    held = answer != "no" and started < min(scene.now, story.out) - 2 * HOUR
    override = held and scene.chance(scene.shape.without_a_yes)
    values: Values = {"kind": scene.by.choice(("phone", "video", "in_person")), "agency": AGENCY, "room": "interview room 2"}
    values |= {"language": language(story), "override_reason": OVERRIDE if override else ""}
    values |= {"ended_by": scene.by.choice(("person", "ice")) if held else "", "staff_present": "no"}
    values["attorney_present"] = "yes" if held and answer == "only_with_attorney" else "no"
    put(values, "requested", requested)
    put(values, "planned", started)
    put(values, "started", started if held else None)
    put(values, "ended", started + timedelta(minutes=scene.by.randrange(10, 80)) if held else None)
    put(values, "learned", started if held else None)
    story.draft.more.setdefault("visits", []).append(values | scene.entered(requested))
    scene.count(requested, "visits", held="yes" if held else "no", kind=values["kind"])
    if not override and started < scene.now:
        consent(scene, story, started, answer, visit=0)


def claim(scene: Scene, story: Story, received: datetime) -> None:
    claimed = received + delay(scene.by, 300, 0.9)
    if claimed >= min(scene.now, story.out):
        return
    told = scene.happened(claimed + delay(scene.by, 60, 0.7))
    answered = scene.happened(claimed + delay(scene.by, 2000, 0.7, 400))
    known = "confirmed" if story.person.is_citizen else "rejected"
    values: Values = {"evidence": scene.by.choice(("statement", "passport", "birth_record", "family")), "answer": known if answered else ""}
    put(values, "claimed", claimed)
    put(values, "told", told)
    put(values, "answered", answered)
    story.draft.more.setdefault("citizenship-claims", []).append(values | scene.entered(claimed))
    scene.count(claimed, "citizenship_claims")


def request(scene: Scene, story: Story) -> None:
    """A federal agency asks about somebody, without a detainer."""
    received = soon(scene, story.booked, 900, 1, story.out)
    if received >= scene.now:
        return
    answered = scene.happened(received + delay(scene.by, 90, 1))
    answer = scene.by.choice(("answered", "partly", "declined")) if answered else ""
    values: Values = {"kind": scene.by.choice(("status", "release_date", "court_dates", "database")), "agency": AGENCY, "channel": "email"}
    values |= {"answer": answer, "told": ["in_custody"] if answer in ("answered", "partly") else [], "legal_basis": ""}
    put(values, "received", received)
    put(values, "answered", answered)
    story.draft.more.setdefault("federal-requests", []).append(values | scene.entered(received))
    scene.count(received, "federal_requests")
