"""Detainers and what becomes of them. What is meant to come of each goes into the ledger; the facts are made to fit it."""

from datetime import datetime, timedelta

from bookings.drafts import Values
from jailwatch.demo.calendar import midnight, soon
from jailwatch.demo.chance import between
from jailwatch.demo.contact import AGENCY
from jailwatch.demo.scene import DAY, HOUR, MINUTE, Scene, Slip, Story, put

WENT_TO = {"handed_over": "ice", "not_taken": "street", "other_agency": "other_agency", "state_prison": "state_prison"}
WENT_TO |= {"died": "died", "escaped": "escaped"}
SAME_PAPER = "the same paper, sent twice"
# A second paper on the same form and day would be taken for the first one, sent twice.
OTHER_FORM = {"I-247A": {"form": "I-247G", "asks_hold": False}, "I-247G": {"form": "I-247A", "asks_hold": True}}
WRONG_MONTH = timedelta(days=28)


def choose_fate(scene: Scene, story: Story) -> None:
    """What will come of it, and so where the person goes."""
    story.fate = scene.shape.fates.draw(scene.by)
    if story.fate == "unaccounted":
        story.release_kind = scene.by.choice(("other", "unknown", "ice"))
    else:
        story.release_kind = WENT_TO.get(story.fate) or scene.by.choice(("street", "street", "other_agency"))
    if story.fate == "handed_over":
        choose_status(scene, story)


def choose_status(scene: Scene, story: Story) -> None:
    story.status = scene.shape.status_when_taken.draw(scene.by)
    if story.kind == "sentence" and story.status != "convicted":
        story.kind = "new_arrest"


def detainers(scene: Scene, story: Story) -> datetime | None:
    """The papers of one booking; returns when the first came, if one has come by now."""
    received = soon(scene, story.booked, 480, 1, story.out)
    if received >= scene.now:
        return None
    first = paper_of(scene, received)
    again = between(scene.by, received, story.out) if scene.chance(scene.shape.superseded) else None
    if again is not None and received < again < scene.now:
        _finish(scene, story, first, "superseded")
        last = paper_of(scene, again) | {"supersedes": 0, "received_at": again, "received_until": again + MINUTE}
        if scene.day(again) == scene.day(received):
            last |= OTHER_FORM[first["form"]]
        _settle(scene, story, last, again)
    else:
        _settle(scene, story, first, received)
    return received


def _settle(scene: Scene, story: Story, paper: Values, received: datetime) -> None:
    """The paper that counts until the end, and perhaps a copy of it."""
    truth = _facts_of_fate(scene, story, paper, received)
    if scene.chance(scene.shape.served):
        served = soon(scene, received, 300, 1, story.out)
        if served < scene.now:
            put(paper, "served", served)
            paper |= {"served_how": "in_person", "served_by": "shift sergeant", "served_language": "en"}
    _finish(scene, story, paper, truth)
    if scene.chance(scene.shape.duplicates):
        _copy(scene, story, paper, received)


def _finish(scene: Scene, story: Story, paper: Values, truth: str) -> None:
    scene.count(paper["received_at"], "detainers", outcome=truth, **_said(paper))
    slipped = _wrong_month(scene, story, paper)
    story.draft.detainers.append(slipped or paper)


def _said(paper: Values) -> dict[str, str]:
    """What the paper says, as the ledger counts it."""
    ticked = [box for box in ("final_order", "pendency", "biometric", "statements") if paper[box]]
    reason = ticked[0] if len(ticked) == 1 else "several"
    said = {name: paper[name] for name in ("form", "trigger", "came_from")}
    return said | {"warrant": "yes", "warrant_kind": paper["warrant"], "reason": reason}


def _wrong_month(scene: Scene, story: Story, paper: Values) -> Values | None:
    """The clerk types an earlier month, and puts it right later."""
    wrong = paper["received_at"] - WRONG_MONTH
    if not scene.chance(scene.shape.wrong_month) or scene.day(wrong) < scene.steps.first:
        return None
    true = {name: paper[name] for name in ("received_at", "received_until")}
    story.slips.append(Slip(story.draft.number, "correct", "detainers", len(story.draft.detainers), true))
    return paper | {"received_at": wrong, "received_until": wrong + MINUTE}


def paper_of(scene: Scene, received: datetime) -> Values:
    boxes = scene.by.choice((("biometric",), ("biometric", "pendency"), ("final_order",), ("statements",), ("pendency",)))
    values: Values = {"form": "I-247A" if scene.chance(0.93) else "I-247G", "warrant": "I-205" if "final_order" in boxes else "I-200"}
    values |= {"trigger": scene.by.choice(("fingerprints", "fingerprints", "jail_call", "roster", "interview")), "came_from": "ice"}
    values |= {name: name in boxes for name in ("final_order", "pendency", "biometric", "statements")}
    values |= {"asks_notice": True, "asks_hold": values["form"] == "I-247A", "asks_relay": scene.chance(0.5), "hours_asked": 48}
    values |= {"served_how": "", "served_by": "", "served_language": "", "decision": "", "decision_basis": ""}
    values |= {"duplicate_of": None, "duplicate_reason": "", "supersedes": None}
    for name in ("served", "decided", "told", "withdrawn", "expired"):
        put(values, name, None)
    put(values, "received", received)
    if scene.chance(scene.shape.day_only):
        start = midnight(scene.day(received), scene.zone)
        put(values, "received", start, midnight(scene.day(received) + DAY, scene.zone) - start)
    return values | scene.entered(received)


def _facts_of_fate(scene: Scene, story: Story, paper: Values, received: datetime) -> str:
    """Put into the paper what has happened by now, and say what has become of it."""
    gone = story.out < scene.now
    if story.fate == "declined":
        ended = _decide(scene, story, paper, received, "decline")
        return "declined" if ended else "in_custody"
    if story.fate in ("withdrawn", "expired"):
        end = between(scene.by, received, story.out)
        put(paper, story.fate, scene.happened(end))
        return story.fate if end < scene.now else "in_custody"
    declined = story.fate == "handed_over" and scene.chance(scene.shape.declined_yet_taken)
    known = _decide(scene, story, paper, received, "decline" if declined else scene.by.choice(("notify_only", "notify_only", "comply")))
    if story.fate == "not_taken" and scene.chance(scene.shape.withdrawn_after):
        put(paper, "withdrawn", scene.happened(story.out + DAY))
    return story.fate if gone else "declined" if declined and known else "in_custody"


def _decide(scene: Scene, story: Story, paper: Values, received: datetime, decision: str) -> bool:
    decided = soon(scene, received, 400, 0.9, story.out)
    if decided >= scene.now:
        return False
    paper |= {"decision": decision, "decision_basis": "no judicial warrant" if decision == "decline" else "county policy"}
    put(paper, "decided", decided)
    if scene.chance(0.7):
        put(paper, "told", scene.happened(soon(scene, decided, 90, 1, story.out)))
    return True


def _copy(scene: Scene, story: Story, paper: Values, received: datetime) -> None:
    """The fax machine sends it again; staff see that it is the same paper."""
    again = received + timedelta(minutes=scene.by.randrange(2, 90))
    if again >= min(scene.now, story.out) or scene.day(again) != scene.day(received):
        return
    first = len(story.draft.detainers) - 1
    if any(slip.kind == "detainers" and slip.place == first for slip in story.slips):
        return
    values = paper | {"duplicate_of": first, "duplicate_reason": SAME_PAPER, "supersedes": None}
    for name in ("served", "decided", "told", "withdrawn", "expired"):
        put(values, name, None)
    values |= {"served_how": "", "served_by": "", "served_language": "", "decision": "", "decision_basis": ""}
    put(values, "received", again)
    story.draft.detainers.append(values)


def handover(scene: Scene, story: Story) -> None:
    """ICE takes the person as they leave, or right after at the door."""
    if story.release_kind != "ice" or story.fate == "unaccounted" or story.out >= scene.now:
        return
    arrested = scene.chance(0.2) and story.out < scene.now - HOUR
    handed = story.out + timedelta(minutes=scene.by.randrange(2, 20)) if arrested else story.out
    last = _last(story)
    values: Values = {"detainer": last if last is not None and scene.chance(0.7) else None, "receiving_agency": AGENCY}
    if arrested:
        story.release_kind = "street"
        values |= scene.by.choice(({"mode": "arrest_public", "place": "lobby"}, {"mode": "arrest_non_public", "place": "vestibule"}))
    else:
        values |= {"mode": scene.by.choice(("custody_transfer", "custody_transfer", "contractor")), "place": "sally_port"}
    put(values, "handed", handed)
    story.draft.handovers.append(values | scene.entered(handed))
    before = {"convicted": "no", "unknown": "unknown"}.get(story.status, "yes")
    scene.count(handed, "handovers", conviction=story.status, before=before, mode=values["mode"], place=values["place"])
    if scene.place.offenses:
        _offense(scene, story, handed)


def _last(story: Story) -> int | None:
    places = [place for place, paper in enumerate(story.draft.detainers) if paper["duplicate_of"] is None]
    return places[-1] if places else None


def _offense(scene: Scene, story: Story, handed: datetime) -> None:
    """In a county whose law asks for it: the offense that allowed the handover (one counts)."""
    values: Values = {"handover": 0, "charge": 0, "description": "", "counts": True}
    if story.status == "no_charge":
        values |= {"charge": None, "description": "earlier conviction (made up)"}
    story.draft.more.setdefault("allowing-offenses", []).append(values | scene.entered(handed))
