from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0006_letters_of_an_import_are_confirmed'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='to_check',
            field=models.PositiveSmallIntegerField(blank=True, help_text='How many things were odd in what the last file said; empty if no file told of it.', null=True),
        ),
    ]
