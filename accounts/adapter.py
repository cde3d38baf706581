import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts import crypto


def fresh(request: HttpRequest) -> bool:
    """Whether the person of this session proved a few minutes ago who they are, by signing in or after it."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever signed in a few minutes ago need not say again who they are."""
        return not fresh(self.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database: a copy of it makes no codes."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.seal_secret(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.open_secret(base64.b64decode(encrypted_text))
