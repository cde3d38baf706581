from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from accounts import permissions
from accounts.models import County


def made_up(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Pages carry a banner while any county here is made up. A callable: only a page that asks pays the query."""
    return {"made_up_data": County.objects.filter(made_up=True).exists}


def enters_records(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """What of the staff side is open to the person somewhere, so that pages lead there. Each is asked once a request, if at all."""
    return {
        "enters_records": cache(lambda: permissions.staff_counties(request.user).exists()),
        "keeps_log": cache(lambda: permissions.log_counties(request.user).exists()),
        "imports_files": cache(lambda: permissions.import_counties(request.user).exists()),
        "files_forms": cache(lambda: permissions.filing_counties(request.user).exists()),
        "audits": cache(lambda: permissions.audit_counties(request.user).exists()),
        "keeps_retention": cache(lambda: permissions.retention_counties(request.user).exists()),
        "sees_overrides": cache(lambda: permissions.override_counties(request.user).exists()),
    }
