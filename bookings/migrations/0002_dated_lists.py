from typing import Any

from django.db import migrations

from bookings import lists


def load(apps: Any, editor: Any) -> None:
    """Add the shipped entries that are not there; an entry that a county changed stays as it is."""
    item = apps.get_model("bookings", "ListItem")
    for values in lists.shipped():
        key = {name: values[name] for name in ("list", "code", "in_force_from") if name in values}
        item.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    """The dated lists that are shipped, each entry with its source."""

    dependencies = [("bookings", "0001_first_record")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
