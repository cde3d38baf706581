from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import County


def made_up(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Pages carry a banner while any county here is made up. A callable: only a page that asks pays the query."""
    return {"made_up_data": County.objects.filter(made_up=True).exists}
