"""Counties, people and the journal. One noun a file."""

from accounts.models.county import County
from accounts.models.invitation import Invitation
from accounts.models.journal import AuditEntry, Inbox, Origin, Seal, SealedKey, Unsealed
from accounts.models.machine import IdempotencyKey, MachineKey, Scope
from accounts.models.matching import MatchingKey
from accounts.models.profile import CountyProfile
from accounts.models.user import Membership, Role, User

__all__ = [
    "AuditEntry",
    "County",
    "CountyProfile",
    "IdempotencyKey",
    "Inbox",
    "Invitation",
    "MachineKey",
    "MatchingKey",
    "Membership",
    "Origin",
    "Role",
    "Scope",
    "Seal",
    "SealedKey",
    "Unsealed",
    "User",
]
