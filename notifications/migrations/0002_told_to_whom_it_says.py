from django.db import migrations

from notifications import triggers


class Migration(migrations.Migration):
    """A try and a delivery are to whom their notification is: no row to ICE can pass as one to somebody else."""

    dependencies = [("notifications", "0001_release_clock")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.create(editor.connection),
            lambda apps, editor: triggers.drop(editor.connection),
        )
    ]
