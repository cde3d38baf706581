"""The languages in which notices and consent forms are given."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, Any] = {
    "en": _("English"),
    "es": _("Spanish"),
    "zh": _("Chinese"),
    "tl": _("Tagalog"),
    "vi": _("Vietnamese"),
    "ko": _("Korean"),
    "so": _("Somali"),
    "hmn": _("Hmong"),
    "am": _("Amharic"),
    "om": _("Oromo"),
    "lo": _("Lao"),
    "ksw": _("Karen"),
    "fr": _("French"),
    "ar": _("Arabic"),
    "ru": _("Russian"),
    "other": _("another language"),
}
