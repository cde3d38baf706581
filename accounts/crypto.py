"""Sealing: AES-256-GCM under one random key a booking, itself wrapped by a master key made from SECRET_KEY.

Destroying a booking's `SealedKey` row destroys every value sealed under it, in the journal too, while the journal's
chain (which is over the ciphertext) still verifies. A wrapped key names the master key that wrapped it, so that
SECRET_KEY can be rotated with SECRET_KEY_FALLBACKS.
"""

import hashlib
import hmac
import os
from functools import cache
from json.encoder import encode_basestring_ascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
NAME = 4
MATCHING = b"matching"


class CannotOpen(Exception):
    """The value cannot be read: its key was destroyed or is not known here."""


@cache
def _of_purpose(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-like: HMAC-SHA-256 of the purpose under the secret)."""
    return hmac.digest(secret, b"jailwatch:" + purpose.encode(), "sha256")


@cache
def _wrapper(secret: str) -> tuple[bytes, AESGCM]:
    key = _of_purpose(secret.encode(), "wrap")
    return hashlib.sha256(key).digest()[:NAME], AESGCM(key)


def new_key() -> bytes:
    return os.urandom(32)


def wrap(key: bytes, booking: bytes) -> bytes:
    """Name of the master key, nonce, ciphertext; bound to the booking (or to MATCHING) so that rows cannot be exchanged."""
    name, cipher = _wrapper(settings.SECRET_KEY)
    nonce = os.urandom(NONCE)
    return name + nonce + cipher.encrypt(nonce, key, booking)


def unwrap(wrapped: bytes, booking: bytes) -> bytes:
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        name, cipher = _wrapper(secret)
        if wrapped[:NAME] == name:
            try:
                return cipher.decrypt(wrapped[NAME : NAME + NONCE], wrapped[NAME + NONCE :], booking)
            except (InvalidTag, ValueError):  # ValueError: cut off within its nonce
                raise CannotOpen("The key of this booking was altered.") from None
    raise CannotOpen("The key of this booking was wrapped under a SECRET_KEY that is not given here.")


def is_current(wrapped: bytes) -> bool:
    """Whether a key is wrapped under the SECRET_KEY of today, so that no fallback is needed to read it."""
    return wrapped[:NAME] == _wrapper(settings.SECRET_KEY)[0]


class Sealer:
    """Seals and opens the values of one booking."""

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)

    def seal(self, text: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self.cipher.encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str:
        try:
            return self.cipher.decrypt(bytes(sealed[:NONCE]), bytes(sealed[NONCE:]), None).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen("The sealed value was altered, or belongs to another booking.") from None


def hash_under(secret: bytes, purpose: str, parts: tuple[str, ...]) -> str:
    """64 hex digits: the same value gives the same hash, and without the secret no guess can be tried."""
    return hmac.digest(_of_purpose(secret, purpose), _listed(parts).encode(), "sha256").hex()


def _listed(parts: tuple[str, ...]) -> str:
    """As `json.dumps` writes a list of strings, without the work of a new encoder: an import asks for two hashes a booking."""
    return f"[{', '.join(map(encode_basestring_ascii, parts))}]"


def seal_secret(text: str) -> bytes:
    """A secret of the installation itself, of no booking: under the master key, which its first bytes name."""
    name, cipher = _wrapper(settings.SECRET_KEY)
    nonce = os.urandom(NONCE)
    return name + nonce + cipher.encrypt(nonce, text.encode(), b"secret")


def open_secret(sealed: bytes) -> str:
    return unwrap(sealed, b"secret").decode()
