"""Words that several kinds of contact share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    VIDEO = "video", _("video")
    IN_PERSON = "in_person", _("in person")
    LIST = "list", _("list or roster sent")
    DATABASE = "database", _("shared database")
    UNKNOWN = "unknown", _("not known")


class StartedBy(models.TextChoices):
    JAIL = "jail", _("the jail")
    ICE = "ice", _("ICE")
    UNKNOWN = "unknown", _("not known")


class Told(models.TextChoices):
    """What the jail told."""

    IDENTITY = "identity", _("identity")
    IN_CUSTODY = "in_custody", _("that the person is in custody")
    BIRTHPLACE = "birthplace", _("birthplace or citizenship")
    CHARGES = "charges", _("charges")
    COURT_DATES = "court_dates", _("court dates")
    RELEASE = "release", _("release date or time")
    ADDRESS = "address", _("address")
    NOTHING = "nothing", _("nothing")


class YesNo(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")
