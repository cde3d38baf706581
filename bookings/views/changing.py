"""The way of every change on a page: only over the version that was looked at, once, and with the reason."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from bookings import actions
from bookings.forms.small import ReasonForm
from bookings.models.moments import span
from bookings.views.access import person
from bookings.views.once import attempt, taken
from bookings.wording import column_of, shown, when


def change(
    request: HttpRequest, fact: Any, forms: list[Any], page: dict[str, Any], write: Callable[[User, str], Any], after: str
) -> HttpResponse:
    """`page` is what the template shows, and names it; `write` gets the person and the reason; `after` is where it leads."""
    why = ReasonForm(with_reason(request, page), initial={"version": fact.version})
    page = page | {"why": why, "fact": fact}
    if request.method != "POST":
        return render(request, page["template"], page)
    if (before := taken(request)) is not None:
        return redirect(before)
    try:
        if changed_since(request, fact):
            raise actions.Stale
        done = attempt(request, [*forms, why], lambda: written(request, why, write, after))
    except actions.Stale:
        return clash(request, fact, forms, page)
    return done or render(request, page["template"], page)


def written(request: HttpRequest, why: ReasonForm, write: Callable[[User, str], Any], after: str) -> str:
    write(person(request), why.cleaned_data["because"])
    return after


def changed_since(request: HttpRequest, fact: Any) -> bool:
    return request.POST.get("version", str(fact.version)) != str(fact.version)


def clash(request: HttpRequest, fact: Model, forms: list[Any], page: dict[str, Any]) -> HttpResponse:
    """Somebody else was first: what stands now beside what was typed. Sending again is then a decision."""
    fresh = type(fact)._default_manager.get(pk=fact.pk)
    rows = [row for form in forms if form.is_valid() and hasattr(form, "model") for row in differences(form, fresh)]
    return render(request, page["template"], page | {"fact": fresh, "clash": rows, "stale": True}, status=409)


def differences(form: Any, fresh: Model) -> list[dict[str, str]]:
    found = []
    for name, typed in form.values().items():
        stands = span(fresh, name) if name in form.moments else getattr(fresh, name)
        if typed != stands:
            label = str(form.fields[name].label)
            found.append({"label": label, "now": in_words(form, name, stands), "typed": in_words(form, name, typed)})
    return found


def in_words(form: Any, name: str, value: Any) -> str:
    if name in form.moments:
        return when(value, form.zone) if value else ""
    column = column_of(form.model, name)
    return shown(column, value, form.zone) if column is not None else str(value)


def with_reason(request: HttpRequest, words: dict[str, Any]) -> Any:
    """News needs no reason of a correction: the form is told one, so that one way serves all changes."""
    if request.method != "POST" or "news" not in words:
        return sent(request)
    data = request.POST.copy()
    data["because"] = "news"
    return data


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
