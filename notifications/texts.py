"""What alerts say: the same words for the person, for counsel and for a designee. No name, charge or country; a case key only."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy, override

from notifications.models import Topic

# Who did what, in one sentence; what it is about in detail stands behind the sign-in.
SENTENCES: dict[str, object] = {
    Topic.RELEASE: gettext_lazy("The jail is preparing the release in this case."),
    Topic.DETAINER_RECEIVED: gettext_lazy("The jail received an immigration detainer in this case."),
    Topic.INTERVIEW_ASKED: gettext_lazy(
        "ICE or another federal agency asked to interview the person in this case. Nobody has to speak with them."
    ),
    Topic.ABOUT_TO_TELL: gettext_lazy("Jail staff are about to tell ICE of the release in this case."),
    Topic.ICE_TOLD: gettext_lazy("Jail staff told ICE of the release in this case."),
    Topic.HANDED_OVER: gettext_lazy("The jail handed the person in this case over to ICE."),
    Topic.CITIZENSHIP_CLAIM: gettext_lazy("The person in this case says that they are a US citizen."),
    Topic.NOT_SERVED: gettext_lazy("A copy of the detainer in this case was not served in time."),
    Topic.NOT_TOLD: gettext_lazy("ICE was told of the release in this case; the person or their counsel was not told in time."),
    Topic.ELIGIBLE_LONG: gettext_lazy("The person in this case has been release-eligible for long while ICE was told of it."),
    Topic.HOLD_STARTS: gettext_lazy("The person in this case is held on the detainer: the 48 hours are running."),
    Topic.HOLD_ENDS: gettext_lazy("The 48 hours of the detainer in this case are over."),
    Topic.RETRACTION: gettext_lazy("An earlier alert in this case was wrong: what it told of was entered in error."),
}
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


def alert(topic: str, language: str, case_key: str) -> Text:
    """The alert without its link, as it is kept with the notification."""
    with override(language if language in LANGUAGES else "en"):
        key = {"key": case_key}
        subject = gettext("JailWatch: case %(key)s") % key
        return Text(subject, f"{gettext('Case %(key)s') % key}\n\n{SENTENCES[topic]}\n")


def mail(subject: str, text: str, link: str, language: str, *, again: bool) -> Text:
    """The alert as it is sent. The link opens nothing without signing in."""
    with override(language if language in LANGUAGES else "en"):
        lines = [text.rstrip(), ""]
        if again:
            lines += [gettext("You have not confirmed this alert yet."), ""]
        if link:
            lines += [gettext("Sign in to read more and to confirm: %(link)s") % {"link": link}, ""]
        lines.append(gettext("JailWatch is the jail’s own log. It never tells ICE anything."))
        return Text(subject, "\n".join(lines) + "\n")
