"""The privacy class of every stored field: one table for the test that demands it, for retention, and for docs/privacy.md.

Each app declares its own models and registers them from its `AppConfig.ready`, as readers of the journal are.
"""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class Privacy(models.TextChoices):
    """Who may see a field, and which clock of the county's schedule ends it."""

    PUBLIC = "public", _("stands on public pages as it is, or is counted there")
    OFFICE = "office", _("about the agency: its office sees it, signed in")
    ACT = "act", _("what was done in one booking, and when: the county's jail staff and whoever represents the person")
    PERSON = "person", _("describes the person held: as an act, and it ends with the clock of people")
    WORDS = "words", _("written freely, so it may name somebody: jail staff only, and it ends with the clock of words")
    SEALED = "sealed", _("ciphertext under the booking's key: it ends with the clock of identity, by the end of that key")
    MATCH = "match", _("a keyed hash, by which a value is found again and not read")
    ACCOUNT = "account", _("about people who sign in or are written to: administrators, and they themselves")
    CREDENTIAL = "credential", _("lets somebody in or opens something: nobody sees it; hashed or wrapped where that can be")
    BOOKKEEPING = "bookkeeping", _("ids, versions and times by which the store works")


Table = Mapping[str, Mapping[Privacy, str]]
DECLARED: dict[str, dict[str, Privacy]] = {}


def register(table: Table) -> None:
    """Declare the fields of some models: label of the model, class, names of the fields."""
    for label, classes in table.items():
        pairs = [(name, privacy) for privacy, names in classes.items() for name in names.split()]
        if len(dict(pairs)) < len(pairs):
            raise ValueError(f"{label}: a field has one privacy class.")
        DECLARED[label] = dict(pairs)


def stored() -> Iterator[tuple[str, str]]:
    """Every field that is stored, by the label of its model and its name; tables between two models too."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            yield model._meta.label, field.name


def fields_of(model: type[models.Model], *classes: Privacy) -> "list[models.Field[object, object]]":
    """The fields of a model that are of some classes."""
    declared = DECLARED.get(model._meta.label, {})
    return [field for field in model._meta.concrete_fields if declared.get(field.name) in classes]


P = Privacy
PRIVACY: Table = {
    "accounts.County": {P.PUBLIC: "fips slug name state timezone made_up", P.BOOKKEEPING: "id"},
    "accounts.CountyProfile": {
        P.OFFICE: "county in_force_from in_force_until asks_birthplace asks_citizenship asks_race notice_required notice_version "
        "notice_text consent_version consent_languages hours_to_serve hours_to_tell hours_eligible "
        "late_entry_days threshold fiscal_year_month keep_words_months keep_people_months keep_identity_months retention_schedule",
        P.BOOKKEEPING: "id version",
    },
    "accounts.SealedKey": {P.CREDENTIAL: "wrapped", P.BOOKKEEPING: "id booking"},
    "accounts.MatchingKey": {P.CREDENTIAL: "wrapped", P.BOOKKEEPING: "id"},
    "accounts.AuditEntry": {
        P.SEALED: "sealed",
        P.OFFICE: "detail",
        P.BOOKKEEPING: "id recorded_at by verb noun object_id county_id booking first_month last_month origin batch",
    },
    "accounts.Inbox": {P.BOOKKEEPING: "id reader entry county_id first_month last_month origin created_at due_at attempts claim problem"},
    "accounts.Unsealed": {P.BOOKKEEPING: "entry"},
    "accounts.Seal": {P.BOOKKEEPING: "number sealed_at previous digest entries"},
    "accounts.User": {
        P.ACCOUNT: "email name last_login is_active is_superuser made_up date_joined",
        P.CREDENTIAL: "password",
        P.BOOKKEEPING: "id",
    },
    "accounts.User_groups": {P.BOOKKEEPING: "id user group"},
    "accounts.User_user_permissions": {P.BOOKKEEPING: "id user permission"},
    "accounts.Invitation": {
        P.ACCOUNT: "county email name role invited_by accepted_by",
        P.BOOKKEEPING: "id created_at expires_at accepted_at withdrawn_at",
    },
    "accounts.Membership": {P.ACCOUNT: "user county role", P.BOOKKEEPING: "id"},
    "accounts.IdempotencyKey": {P.MATCH: "request_digest", P.SEALED: "answer", P.BOOKKEEPING: "id user key status created_at"},
    "accounts.MachineKey": {
        P.OFFICE: "county scope begins made_at expires_at last_used_at revoked_at replaced_by",
        P.ACCOUNT: "user",
        P.CREDENTIAL: "token",
        P.BOOKKEEPING: "id",
    },
    # What other people's apps keep.
    "account.EmailAddress": {P.ACCOUNT: "user email verified primary", P.BOOKKEEPING: "id"},
    "account.EmailConfirmation": {P.CREDENTIAL: "key", P.ACCOUNT: "email_address created sent", P.BOOKKEEPING: "id"},
    "mfa.Authenticator": {P.CREDENTIAL: "data", P.ACCOUNT: "user type created_at last_used_at", P.BOOKKEEPING: "id"},
    "knox.AuthToken": {P.CREDENTIAL: "digest token_key", P.ACCOUNT: "user", P.BOOKKEEPING: "created expiry"},
    "auth.Permission": {P.BOOKKEEPING: "id name content_type codename"},
    "auth.Group": {P.BOOKKEEPING: "id name"},
    "auth.Group_permissions": {P.BOOKKEEPING: "id group permission"},
    "contenttypes.ContentType": {P.BOOKKEEPING: "id app_label model"},
    "sessions.Session": {P.CREDENTIAL: "session_key session_data", P.BOOKKEEPING: "expire_date"},
}
