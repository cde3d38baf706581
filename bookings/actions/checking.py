"""A fact checked before it is written: every refusal is a sentence, beside the field that it is about."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from bookings.actions.guards import problems
from bookings.models.moments import FIELD_OF


def check(fact: Model) -> None:
    """Raise one `ValidationError` with all that is wrong, by field. Moments go by their name, as in `released`.

    What is entered in error need only be a possible row: a mistake that breaks a rule must not stand for ever.
    """
    errors: dict[str, list[Any]] = {}
    try:
        fact.full_clean(validate_constraints=False)
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            errors.setdefault(moment_name(name), []).extend(messages)
    for constraint in type(fact)._meta.constraints:
        try:
            constraint.validate(type(fact), fact, exclude=set(errors) - {NON_FIELD_ERRORS})
        except ValidationError as problem:
            errors.setdefault(FIELD_OF.get(constraint.name, NON_FIELD_ERRORS), []).extend(problem.messages)
    if not errors and not getattr(fact, "entered_in_error", False):
        for name, says in problems(fact):
            errors.setdefault(name, []).append(says)
    if errors:
        raise ValidationError({name: list(dict.fromkeys(messages)) for name, messages in errors.items()})


def moment_name(column: str) -> str:
    """`released_at` and `released_until` are both the field `released` of a form."""
    return column.removesuffix("_at").removesuffix("_until")
