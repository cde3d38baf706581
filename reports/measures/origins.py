"""Regions of the world by ISO 3166-1 code (UN M49, with Mexico apart, since it is the most frequent answer). Pure."""

from django.utils.translation import gettext_lazy as _

from bookings.rules.birthplace import US

REGIONS = {
    "us": _("United States and territories"),
    "mexico": _("Mexico"),
    "central_america": _("Central America"),
    "caribbean": _("Caribbean"),
    "south_america": _("South America"),
    "north_america": _("Canada and the rest of North America"),
    "africa": _("Africa"),
    "asia": _("Asia"),
    "europe": _("Europe"),
    "oceania": _("Oceania"),
}
CODES = {
    "mexico": "MX",
    "central_america": "BZ CR GT HN NI PA SV",
    "caribbean": "AG AI AN AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS SX TC TT VC VG",
    "south_america": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "north_america": "BM CA GL PM",
    "africa": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC "
        "SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZR ZW"
    ),
    "asia": (
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH "
        "TJ TL TM TP TR TW UZ VN YE"
    ),
    "europe": (
        "AD AL AT AX BA BE BG BY CH CS CZ DD DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT "
        "RO RS RU SE SI SJ SK SM SU UA VA XK YU"
    ),
    "oceania": "AQ AU CC CK CX FJ FM HM KI MH NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS",
}
REGION_OF = {code: region for region, codes in CODES.items() for code in codes.split()} | dict.fromkeys(US, "us")


def region(country: str) -> str:
    return REGION_OF.get(country, "not_recorded")
