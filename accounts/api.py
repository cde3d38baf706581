"""Keys of machines: who calls, for which one county, and whether the key writes."""

import re
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.actions.keys import used
from accounts.models import County, MachineKey, Membership, Role, Scope, User

KEY = re.compile(rb"[A-Za-z0-9_]{20,120}")


class KeyAuthentication(TokenAuthentication):
    """A key is found by its hash alone; knox would also delete expired ones here, and fail on bytes that are no text."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, MachineKey]:
        if not KEY.fullmatch(token):
            raise AuthenticationFailed(_("This is no key of JailWatch."))
        alive = MachineKey.objects.filter(token=hash_token(token.decode()), expires_at__gt=Now(), token__expiry__gt=Now())
        key = alive.select_related("user", "county").first()
        if key is None or not key.user.is_active:
            raise AuthenticationFailed(_("This key is not known here, has expired or was withdrawn. Ask for a new one."))
        used(key)
        return key.user, key


def machine_county(user: User) -> County | None:
    """The one county of a machine. An account with any other role, or with two counties, is no machine."""
    roles = list(Membership.objects.filter(user=user).select_related("county")[:2])
    return roles[0].county if len(roles) == 1 and roles[0].role == Role.MACHINE else None


class IsMachine(BasePermission):
    """Only a key of a jail system writes here; the county it belongs to is found once a request."""

    message: Any = _("This key does not belong to a jail system of one county.")

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, User) or not isinstance(request.auth, MachineKey):
            return False
        view.county = machine_county(request.user)
        if view.county != request.auth.county:
            return False
        if request.method not in SAFE_METHODS and request.auth.scope != Scope.WRITE:
            self.message = _(
                "This key only reads. Send what you write with a key that may write; an administrator of the county makes one."
            )
            return False
        return True


def caller(request: Request) -> User:
    """The machine that calls; the permission saw to it that there is one."""
    if not isinstance(request.user, User):
        raise TypeError("This address was reached without a key.")
    return request.user
