from datetime import timedelta

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def known_before(apps, schema_editor):
    """Keys that a command made before there was this table: they read and write for the one county of their machine."""
    AuthToken, Membership = apps.get_model("knox", "AuthToken"), apps.get_model("accounts", "Membership")
    MachineKey = apps.get_model("accounts", "MachineKey")
    for token in AuthToken.objects.order_by("digest"):
        roles = list(Membership.objects.filter(user=token.user_id)[:2])
        if len(roles) == 1 and roles[0].role == "machine":
            MachineKey.objects.create(
                county_id=roles[0].county_id,
                user_id=token.user_id,
                token=token,
                scope="write",
                begins=token.token_key[:7] or "jw_",
                made_at=token.created,
                expires_at=token.expiry or timezone.now() + timedelta(days=365),
            )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_matching_key'),
        ('knox', '0009_extend_authtoken_field'),
    ]

    operations = [
        migrations.CreateModel(
            name='MachineKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('write', 'reads and writes'), ('read', 'only reads')], default='write', max_length=8, verbose_name='what it may')),
                ('begins', models.CharField(help_text='The first characters of the key, by which its owner knows it again.', max_length=12)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machine_keys', to='accounts.county')),
                ('replaced_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='accounts.machinekey')),
                ('token', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='machine_key', to='knox.authtoken')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machine_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['write', 'read'])), name='machinekey_scope_is_known', violation_error_message='A key reads and writes, or only reads.'), models.CheckConstraint(condition=models.Q(('revoked_at', None), ('token', None), _connector='OR'), name='machinekey_revoked_opens_nothing', violation_error_message='A key that was withdrawn opens nothing any more.'), models.CheckConstraint(condition=models.Q(('begins', ''), _negated=True), name='machinekey_begins_with_something', violation_error_message='A key is known again by its first characters.')],
            },
        ),
        migrations.RunPython(known_before, migrations.RunPython.noop, elidable=True),
    ]
