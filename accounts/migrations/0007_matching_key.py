from django.conf import settings
from django.db import migrations, models

from accounts.crypto import MATCHING, new_key, wrap


def make_key(apps, editor):
    """A new database gets a random key. One with bookings keeps the key that its hashes were made under: the SECRET_KEY itself."""
    in_use = apps.get_model("accounts", "SealedKey").objects.exists()
    key = settings.SECRET_KEY.encode() if in_use else new_key()
    apps.get_model("accounts", "MatchingKey").objects.create(pk=1, wrapped=wrap(key, MATCHING))


class Migration(migrations.Migration):
    """Numbers are matched under a key of their own, so that SECRET_KEY can be rotated."""

    dependencies = [("accounts", "0003_county_profile_has_a_version")]
    operations = [
        migrations.CreateModel(
            name="MatchingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="matchingkey_is_one",
                        violation_error_message="There is one matching key: with a second one, no number would be found again.",
                    )
                ]
            },
        ),
        migrations.RunPython(make_key, migrations.RunPython.noop),
    ]
