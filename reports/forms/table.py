"""All forms, by the word that stands in their address."""

from reports.forms import illinois, minnesota, new_york
from reports.forms.declared import Form

FORMS: dict[str, Form] = {form.code: form for form in (illinois.FORM, new_york.FORM, minnesota.FORM)}


def own_first(state: str) -> list[Form]:
    """The forms of the county's state first."""
    return sorted(FORMS.values(), key=lambda form: form.state != state)
