from django.db import migrations

from accounts import triggers


class Migration(migrations.Migration):
    """The database refuses update, delete and truncate of the journal and its seals."""

    dependencies = [("accounts", "0001_first_county_people_and_journal")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.create(editor.connection),
            lambda apps, editor: triggers.drop(editor.connection),
        )
    ]
