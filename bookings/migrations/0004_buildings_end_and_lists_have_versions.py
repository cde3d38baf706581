
import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0003_booking_arrested'),
    ]

    operations = [
        migrations.AddField(
            model_name='facility',
            name='in_use_until',
            field=models.DateField(blank=True, null=True, verbose_name='in use until (that day not included)'),
        ),
        migrations.AddField(
            model_name='facility',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='listitem',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name='facility',
            name='code',
            field=models.CharField(max_length=40, verbose_name='the jail system’s code'),
        ),
        migrations.AlterField(
            model_name='facility',
            name='ice_code',
            field=models.CharField(blank=True, max_length=20, verbose_name='ICE’s facility code'),
        ),
        migrations.AlterField(
            model_name='facility',
            name='name',
            field=models.CharField(max_length=120, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='checked_on',
            field=models.DateField(verbose_name='checked on'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='code',
            field=models.CharField(max_length=40, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='in_force_from',
            field=models.DateField(default=datetime.date(1900, 1, 1), verbose_name='in force from'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='in_force_until',
            field=models.DateField(blank=True, null=True, verbose_name='in force until (that day not included)'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='label',
            field=models.CharField(max_length=200, verbose_name='label'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='list',
            field=models.CharField(choices=[('legal_basis', 'legal bases'), ('form', "versions of ICE's forms"), ('reason', 'reasons given on the forms'), ('reason_crosswalk', 'reasons as New York City counts them'), ('consular', 'countries whose consulate must be told'), ('handover_mode', 'ways of handing over'), ('rate', 'rates of pay and of jail-days')], max_length=20, verbose_name='list'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='source',
            field=models.CharField(max_length=300, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='listitem',
            name='value',
            field=models.CharField(blank=True, help_text="What the code stands for elsewhere: a crosswalk's target, a rate.", max_length=200, verbose_name='stands for'),
        ),
    ]
