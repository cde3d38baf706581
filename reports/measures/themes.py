"""The themes under which the definitions, the month's report and the files are ordered."""

from django.utils.translation import gettext_lazy as _

THEMES = {
    "bookings": _("Bookings"),
    "asking": _("Questions about origin"),
    "calls": _("Calls with ICE"),
    "requests": _("Other requests"),
    "detainers": _("Detainers"),
    "visits": _("Visits by ICE"),
    "telling": _("Telling of a release"),
    "custody": _("Time in custody"),
    "handovers": _("Handovers to ICE"),
    "people": _("People, by how deep ICE was in it"),
    "consular": _("Consulates and fingerprints"),
    "clock": _("Release clock"),
    "cost": _("Staff time and cost"),
    "quality": _("Quality of the record"),
}
