
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_journal_is_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='countyprofile',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
    ]
