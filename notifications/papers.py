"""Papers to print for the person and for counsel: the same text for both, in English or in Spanish, whole.

Each column that a paper shows is named here. No name, number, charge or country; no officer, telephone number or free text of staff.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from bookings.languages import LANGUAGES as SPOKEN
from bookings.models import (
    Booking,
    Consent,
    Detainer,
    Fact,
    FederalRequest,
    IceAnswer,
    IceCall,
    IceVisit,
    Interpreter,
    ReleaseStep,
    StepKind,
    Told,
)
from bookings.models.moments import span
from bookings.wording import when
from notifications.models import Answer, Attempt, Recipient, Topic
from notifications.texts import LANGUAGES, SENTENCES

# What fits on one page.
MOST = 8
TITLES: dict[str, Any] = {
    "about-to-tell": gettext_lazy("Notice: the jail is about to tell ICE of a release"),
    "ice-told": gettext_lazy("Notice: the jail told ICE of a release"),
    "detainer": gettext_lazy("Notice: an immigration detainer was received"),
    "request": gettext_lazy("Copy: what ICE or another federal agency asked for, and the consent"),
}
TOLD: dict[str, Any] = {
    "told_purpose": gettext_lazy("the purpose of the interview"),
    "told_voluntary": gettext_lazy("that it is voluntary"),
    "told_may_decline": gettext_lazy("that they may decline"),
    "told_attorney": gettext_lazy("that they may ask for an attorney"),
    "told_no_punishment": gettext_lazy("that declining has no punishment"),
}
# Federal agencies that a paper names; whatever else staff typed is free text.
AGENCIES = frozenset({"ICE", "ERO", "HSI", "CBP", "USCIS", "DHS", "FBI", "DEA", "ATF", "USMS"})
Lines = Iterator[tuple[str, str]]


def papers(booking: Booking) -> list[dict[str, Any]]:
    """The papers for which there is something on record."""
    return [{"name": name, "title": title, "languages": LANGUAGES} for name, title in TITLES.items() if any(LINES[name](booking))]


def paper(booking: Booking, name: str, language: str) -> dict[str, Any] | None:
    """One paper in one language; nothing where nothing of the kind is on record."""
    with override(language):
        lines = list(LINES[name](booking))
        if not lines:
            return None
        return {
            "name": name,
            "title": str(TITLES[name]),
            "sentence": sentence(name),
            "lines": lines[-MOST:],
            "left_out": max(0, len(lines) - MOST),
            "rights": list(rights(name)),
            "handed": name != "request",
        }


def sentence(name: str) -> str:
    about = {"about-to-tell": Topic.ABOUT_TO_TELL, "ice-told": Topic.ICE_TOLD, "detainer": Topic.DETAINER_RECEIVED}.get(name)
    if about:
        return str(SENTENCES[about])
    return _("This is what is on record of requests by ICE and other federal agencies in this case, and of the person’s consent.")


def rights(name: str) -> Iterator[str]:
    if name == "detainer":
        yield _("A copy of the detainer goes with this notice.")
    if name == "request":
        yield _("Left out of this copy: names and telephone numbers of officers, file numbers, and whatever concerns other people.")
    yield _("Nobody has to speak with ICE. The person may ask for counsel, and may show this paper to anyone.")


def about_to_tell(booking: Booking) -> Lines:
    for one in current(ReleaseStep, booking, "occurred_at").filter(kind=StepKind.ABOUT_TO_TELL):
        yield moment(one, "occurred"), _("Jail staff said that they are about to tell ICE of the release.")


def ice_told(booking: Booking) -> Lines:
    """Every try to tell ICE, and what ICE answered, in order."""
    tries = current(Attempt, booking, "tried_at").filter(recipient=Recipient.ICE, notification__entered_in_error=False)
    replies = current(Answer, booking, "answered_at").filter(notification__entered_in_error=False)
    found = [(one.tried_at, moment(one, "tried"), tried(one)) for one in tries]
    found += [(one.answered_at, moment(one, "answered"), _("Answer: %(answer)s") % {"answer": one.get_answer_display()}) for one in replies]
    for _at, time, what in sorted(found, key=lambda row: row[0]):
        yield time, what


def tried(one: Attempt) -> str:
    return _("Jail staff to ICE, %(how)s: %(outcome)s") % {"how": one.get_channel_display(), "outcome": one.get_outcome_display()}


def detainers(booking: Booking) -> Lines:
    for one in Detainer.objects.current().once().filter(booking=booking).order_by("received_at", "pk"):
        yield moment(one, "received"), "; ".join([detainer(one), *served(one)])


def asked(one: Detainer) -> Iterator[str]:
    if one.asks_notice:
        yield _("asks for notice of the release")
    if one.asks_hold:
        yield _("asks to hold the person up to 48 hours longer")
    yield _("warrant attached: %(what)s") % {"what": one.get_warrant_display()}


def served(one: Detainer) -> Iterator[str]:
    yield _("copy served %(time)s") % {"time": moment(one, "served")} if one.served_at else _("no copy served on record")


def requests(booking: Booking) -> Lines:
    """What was asked for, in whatever way, and consents; in order."""
    kinds: list[tuple[Any, str, Callable[[Any], str]]] = [
        (current(IceVisit, booking), "requested", visit),
        (current(Consent, booking), "asked", consent),
        (Detainer.objects.current().once().filter(booking=booking), "received", detainer),
        (current(FederalRequest, booking), "received", request),
        (current(IceCall, booking).filter(answer=IceAnswer.WANTS_INTERVIEW), "called", wanted),
    ]
    found = [(getattr(one, f"{name}_at"), moment(one, name), says(one)) for some, name, says in kinds for one in some]
    for _at, time, what in sorted(found, key=lambda row: row[0]):
        yield time, what


def detainer(one: Detainer) -> str:
    return "; ".join([one.get_form_display(), *asked(one)])


def request(one: FederalRequest) -> str:
    """What was asked and what the jail answered. An agency that is not one of the usual names may be an officer's: left out."""
    words = {"what": one.get_kind_display(), "how": one.get_channel_display(), "who": one.agency.strip().upper()}
    known = words["who"] in AGENCIES
    said = [(_("%(who)s asked: %(what)s (%(how)s)") if known else _("A federal agency asked: %(what)s (%(how)s)")) % words]
    answer = (
        _("the jail’s answer: %(answer)s") % {"answer": one.get_answer_display()} if one.answer else _("no answer by the jail on record")
    )
    said.append(f"{answer}, {moment(one, 'answered')}" if one.answered_at else answer)
    if told := [str(label) for code, label in Told.choices if code in one.told]:
        said.append(_("told %(what)s") % {"what": ", ".join(told)})
    return "; ".join(said)


def wanted(one: IceCall) -> str:
    said = _("In a call with the jail (%(how)s) ICE said that it wants an interview") % {"how": one.get_channel_display()}
    return f"{said}, {moment(one, 'answered')}" if one.answered_at else said


def visit(one: IceVisit) -> str:
    said = _("ICE asked for an interview (%(how)s)") % {"how": one.get_kind_display()}
    return f"{said}; {_('planned for %(time)s') % {'time': moment(one, 'planned')}}" if one.planned_at else said


def consent(one: Consent) -> str:
    """The answer, and how it was asked: of an interpreter, only whether and how."""
    said = [_("Asked whether to speak with ICE (%(how)s): %(answer)s") % {"how": one.get_how_display(), "answer": one.get_answer_display()}]
    if one.language:
        said.append(_("language: %(language)s") % {"language": SPOKEN.get(one.language, one.language)})
    if one.interpreter != Interpreter.UNKNOWN:
        said.append(_("interpreter: %(how)s") % {"how": one.get_interpreter_display()})
    if told := [str(words) for name, words in TOLD.items() if getattr(one, name)]:
        said.append(_("told %(what)s") % {"what": ", ".join(told)})
    return "; ".join(said)


def current(model: type[Fact], booking: Booking, *order: str) -> Any:
    facts: Any = model.objects
    return facts.current().filter(booking=booking).order_by(*order, "pk")


def moment(fact: Any, name: str) -> str:
    found = span(fact, name)
    return when(found, fact.booking.county.zone) if found else ""


LINES: dict[str, Callable[[Booking], Lines]] = {
    "about-to-tell": about_to_tell,
    "ice-told": ice_told,
    "detainer": detainers,
    "request": requests,
}
