"""Every row of every table of the house, to say that nothing, or nothing else, changed."""

from typing import Any

from django.apps import apps

APPS = ("accounts", "bookings", "notifications", "reports")


def everything(*leave_out: str) -> dict[str, list[dict[str, Any]]]:
    models = [model for label in APPS for model in apps.get_app_config(label).get_models() if model.__name__ not in leave_out]
    return {model.__name__: [plain(row) for row in model._base_manager.order_by("pk").values()] for model in models}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def rows(model: Any, *fields: str) -> list[tuple[Any, ...]]:
    """The named columns of all rows of a model, in the order of writing."""
    return list(model._base_manager.order_by("pk").values_list(*fields))
