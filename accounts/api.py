"""Keys of machines: who calls, and for which one county."""

import re
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import County, Membership, Role, User

KEY = re.compile(rb"[A-Za-z0-9_]{20,120}")


class KeyAuthentication(TokenAuthentication):
    """A key is found by its hash alone; knox would also delete expired ones here, and fail on bytes that are no text."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        if not KEY.fullmatch(token):
            raise AuthenticationFailed(_("This is no key of JailWatch."))
        key = AuthToken.objects.filter(digest=hash_token(token.decode())).exclude(expiry__lte=Now()).select_related("user").first()
        if key is None or not key.user.is_active:
            raise AuthenticationFailed(_("This key is not known here, has expired or was withdrawn. Ask for a new one."))
        return key.user, key


def machine_county(user: User) -> County | None:
    """The one county of a machine. An account with any other role, or with two counties, is no machine."""
    roles = list(Membership.objects.filter(user=user).select_related("county")[:2])
    return roles[0].county if len(roles) == 1 and roles[0].role == Role.MACHINE else None


class IsMachine(BasePermission):
    """Only a key of a jail system writes here; the county it belongs to is found once a request."""

    message = _("This key does not belong to a jail system of one county.")

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, User):
            return False
        view.county = machine_county(request.user)
        return view.county is not None


def caller(request: Request) -> User:
    """The machine that calls; the permission saw to it that there is one."""
    if not isinstance(request.user, User):
        raise TypeError("This address was reached without a key.")
    return request.user
