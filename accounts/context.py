from collections.abc import Callable

from django.http import HttpRequest

from accounts import permissions
from accounts.models import County


def made_up(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Pages carry a banner while any county here is made up. A callable: only a page that asks pays the query."""
    return {"made_up_data": County.objects.filter(made_up=True).exists}


def enters_records(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Whether the person is jail staff somewhere, so that pages lead to the board."""
    return {"enters_records": lambda: permissions.staff_counties(request.user).exists()}
