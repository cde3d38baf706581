"""Where someone was born, as three values: the United States, elsewhere, not known.

Only an *answered* birthplace says anything; a refusal and a question nobody asked are unknown, never "foreign".
American Samoa counts as US-born although it makes a national and no citizen (8 USC 1408); Guam, Puerto Rico,
the US Virgin Islands and the Northern Marianas make citizens. Nothing here speaks of citizenship.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.models import Answer


class BirthGroup(TextChoices):
    US_BORN = "us_born", _("born in the United States")
    FOREIGN_BORN = "foreign_born", _("born outside the United States")
    UNKNOWN = "unknown", _("birthplace not known")


US_CODES = "US AS GU MP PR UM VI"

# ISO 3166-1 without the places above, Kosovo, and the states that ended within a lifetime (ISO 3166-3).
ELSEWHERE_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI "
    "CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP "
    "GQ GR GS GT GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR "
    "LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
    "PG PH PK PL PM PN PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ "
    "TK TL TM TN TO TR TT TV TW TZ UA UG UY UZ VA VC VE VG VN VU WF WS YE YT ZA ZM ZW "
    "XK AN CS DD SU TP YU ZR"
)

US = frozenset(US_CODES.split())
ELSEWHERE = frozenset(ELSEWHERE_CODES.split())


def birth_group(answer: str, country: str) -> BirthGroup:
    """The group of one booking. `country` is an ISO 3166 code; answered without a recognised one is unknown."""
    if answer != Answer.ANSWERED:
        return BirthGroup.UNKNOWN
    if country in US:
        return BirthGroup.US_BORN
    return BirthGroup.FOREIGN_BORN if country in ELSEWHERE else BirthGroup.UNKNOWN
