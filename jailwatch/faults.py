"""The answer to a fault of ours: the number of the request, under which the log has the rest, and nothing of what was sent."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from accounts import requests
from bookings.api import errors
from bookings.api.refusals import PROBLEM


def broken(request: HttpRequest) -> HttpResponse:
    """A machine gets a problem document; a person, a page rendered from almost nothing, since anything may be what broke."""
    if request.path.startswith("/api/"):
        said = _("Something broke on our side. Send the same again; if it happens again, tell us the number of this request.")
        return JsonResponse(errors.body(500, said), status=500, content_type=PROBLEM)
    return HttpResponse(get_template("500.html").render({"request_id": requests.current()}), status=500)
