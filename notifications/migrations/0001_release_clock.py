import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_journal_is_append_only'),
        ('bookings', '0003_booking_arrested'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('beaten_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='last heard')),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name of the office')),
                ('kind', models.CharField(choices=[('public_defender', 'public defender'), ('conflict_counsel', 'conflict counsel'), ('private', 'private counsel'), ('legal_aid', 'legal aid')], default='public_defender', max_length=16, verbose_name='kind of office')),
                ('email', models.EmailField(max_length=254, verbose_name='address for alerts')),
                ('second_email', models.EmailField(blank=True, max_length=254, verbose_name='second address, if the first fails or nobody confirms')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language of its alerts')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='accounts.county')),
                ('members', models.ManyToManyField(blank=True, related_name='offices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['county', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseNotification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('staff', 'entered by staff'), ('import', 'imported file'), ('api', 'jail system'), ('phone_log', 'phone log'), ('fax_receipt', 'fax receipt')], default='staff', max_length=12, verbose_name='source')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='recorded')),
                ('staff_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='staff minutes')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_in_error', models.BooleanField(default=False, verbose_name='entered in error')),
                ('error_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was entered in error')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks (never leave the staff side)')),
                ('recipient', models.CharField(choices=[('ice', 'ICE'), ('person', 'the person'), ('counsel', 'counsel'), ('designee', 'designee'), ('officer', 'an officer of the county'), ('other_agency', 'other agency')], max_length=12, verbose_name='told to')),
                ('about', models.CharField(choices=[('release', 'the coming release'), ('detainer_received', 'a detainer was received'), ('interview_asked', 'ICE asked for an interview'), ('about_to_tell', 'staff are about to tell ICE of the release'), ('ice_told', 'ICE was told of the release'), ('handed_over', 'the person was handed over to ICE'), ('citizenship_claim', 'the person claims US citizenship'), ('not_served', 'a copy of the detainer was not served in time'), ('not_told', 'ICE was told, and the person or counsel was not'), ('eligible_long', 'eligible for long while ICE was told'), ('hold_starts', 'held on the detainer: the 48 hours run'), ('hold_ends', 'held on the detainer: the 48 hours are over'), ('retraction', 'an alert was withdrawn: what it told of was entered in error')], default='release', max_length=18, verbose_name='told of')),
                ('agency', models.CharField(blank=True, max_length=120, verbose_name='office or agency told')),
                ('hours_asked', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours of notice that ICE asked for')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='legal basis')),
                ('public_information', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='release date is public')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('text_told', models.TextField(blank=True, verbose_name='what was told')),
                ('cause', models.CharField(blank=True, help_text='The journal entry or deadline that made JailWatch plan it.', max_length=40)),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookings.importbatch')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('detainer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='bookings.detainer')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retracts', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retractions', to='notifications.releasenotification')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(choices=[('ice', 'ICE'), ('person', 'the person'), ('counsel', 'counsel'), ('designee', 'designee'), ('officer', 'an officer of the county'), ('other_agency', 'other agency')], max_length=12)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('planned_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), null=True)),
                ('window_until', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sent', 'sent, not confirmed'), ('unknown', 'not known whether it was sent'), ('confirmed', 'confirmed'), ('failed', 'failed: nobody was reached'), ('unconfirmed', 'sent, never confirmed'), ('by_hand', 'to be told by hand'), ('cancelled', 'no longer to be sent')], default='waiting', max_length=12)),
                ('contact', models.PositiveSmallIntegerField(default=1, help_text='The first or the second address.')),
                ('tries', models.PositiveIntegerField(default=0)),
                ('claim', models.UUIDField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, help_text='Why the last try failed: the kind of error, no address.', max_length=200)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('notification', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='notifications.releasenotification')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('staff', 'entered by staff'), ('import', 'imported file'), ('api', 'jail system'), ('phone_log', 'phone log'), ('fax_receipt', 'fax receipt')], default='staff', max_length=12, verbose_name='source')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='recorded')),
                ('staff_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='staff minutes')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_in_error', models.BooleanField(default=False, verbose_name='entered in error')),
                ('error_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was entered in error')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks (never leave the staff side)')),
                ('recipient', models.CharField(choices=[('ice', 'ICE'), ('person', 'the person'), ('counsel', 'counsel'), ('designee', 'designee'), ('officer', 'an officer of the county'), ('other_agency', 'other agency')], max_length=12, verbose_name='told to')),
                ('tried_at', models.DateTimeField(verbose_name='tried')),
                ('tried_until', models.DateTimeField(verbose_name='until (not included)')),
                ('channel', models.CharField(choices=[('phone', 'by phone'), ('email', 'by e-mail'), ('fax', 'by fax'), ('in_person', 'in person'), ('writing', 'in writing'), ('video', 'by video'), ('site', 'on this site'), ('other', 'otherwise'), ('unknown', 'not known')], default='unknown', max_length=10, verbose_name='how')),
                ('outcome', models.CharField(choices=[('reached', 'reached'), ('handed_over', 'handed over'), ('read_to', 'read to them'), ('voicemail', 'voicemail'), ('no_answer', 'no answer'), ('sent', 'sent'), ('delivered', 'delivered'), ('confirmed', 'confirmed'), ('failed', 'failed'), ('unknown', 'not known whether it was sent')], max_length=12, verbose_name='what came of it')),
                ('person', models.CharField(blank=True, max_length=120, verbose_name='who tried')),
                ('task', models.CharField(blank=True, max_length=80, verbose_name='task that tried')),
                ('due_at', models.DateTimeField(blank=True, help_text='When a task should have tried.', null=True)),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookings.importbatch')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='notifications.releasenotification')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('staff', 'entered by staff'), ('import', 'imported file'), ('api', 'jail system'), ('phone_log', 'phone log'), ('fax_receipt', 'fax receipt')], default='staff', max_length=12, verbose_name='source')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='recorded')),
                ('staff_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='staff minutes')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_in_error', models.BooleanField(default=False, verbose_name='entered in error')),
                ('error_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was entered in error')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks (never leave the staff side)')),
                ('answered_at', models.DateTimeField(verbose_name='answered')),
                ('answered_until', models.DateTimeField(verbose_name='until (not included)')),
                ('answer', models.CharField(choices=[('coming', 'ICE is coming'), ('not_coming', 'ICE is not coming'), ('none', 'no answer')], max_length=12, verbose_name='answer')),
                ('expected_at', models.DateTimeField(blank=True, null=True, verbose_name='ICE expected at')),
                ('expected_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('channel', models.CharField(choices=[('phone', 'by phone'), ('email', 'by e-mail'), ('fax', 'by fax'), ('in_person', 'in person'), ('writing', 'in writing'), ('video', 'by video'), ('site', 'on this site'), ('other', 'otherwise'), ('unknown', 'not known')], default='unknown', max_length=10, verbose_name='how')),
                ('answered_by', models.CharField(blank=True, max_length=120, verbose_name='who answered')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookings.importbatch')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='notifications.releasenotification')),
            ],
        ),
        migrations.CreateModel(
            name='ReleaseTiming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ice_interest', models.BooleanField(default=False, verbose_name='ICE had asked for this person')),
                ('t0_at', models.DateTimeField(blank=True, null=True, verbose_name='release-eligible')),
                ('t0_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t1_at', models.DateTimeField(blank=True, null=True, verbose_name='staff knew')),
                ('t1_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('cleared_at', models.DateTimeField(blank=True, null=True, verbose_name='cleared')),
                ('cleared_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t2_at', models.DateTimeField(blank=True, null=True, verbose_name='ICE first told')),
                ('t2_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t3_at', models.DateTimeField(blank=True, null=True, verbose_name='ICE reached')),
                ('t3_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t4_at', models.DateTimeField(blank=True, null=True, verbose_name='ICE answered')),
                ('t4_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t5_at', models.DateTimeField(blank=True, null=True, verbose_name='person told')),
                ('t5_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t6_at', models.DateTimeField(blank=True, null=True, verbose_name='counsel told')),
                ('t6_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t7_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('t7_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('t8_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over to ICE')),
                ('t8_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('answer', models.CharField(blank=True, max_length=12)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('reason', models.CharField(blank=True, max_length=14)),
                ('attempts_to_reach', models.PositiveSmallIntegerField(null=True)),
                ('intervals', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=dict)),
                ('rule_version', models.CharField(max_length=12)),
                ('task', models.CharField(blank=True, max_length=80)),
                ('timed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='timing', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
            ],
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('staff', 'entered by staff'), ('import', 'imported file'), ('api', 'jail system'), ('phone_log', 'phone log'), ('fax_receipt', 'fax receipt')], default='staff', max_length=12, verbose_name='source')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='recorded')),
                ('staff_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='staff minutes')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_in_error', models.BooleanField(default=False, verbose_name='entered in error')),
                ('error_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was entered in error')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks (never leave the staff side)')),
                ('stands', models.CharField(choices=[('counsel', 'counsel'), ('designee', 'designee named by the person')], default='counsel', max_length=8, verbose_name='who')),
                ('contact_sealed', models.BinaryField(null=True)),
                ('began_at', models.DateTimeField(verbose_name='from')),
                ('began_until', models.DateTimeField(verbose_name='until (not included)')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended or revoked')),
                ('ended_until', models.DateTimeField(blank=True, null=True, verbose_name='until (not included)')),
                ('how_known', models.CharField(choices=[('court', 'appointed by the court'), ('office', 'the office told the jail'), ('person', 'the person told the jail'), ('import', 'imported file'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='how it is known')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bookings.importbatch')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='notifications.office')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='releasenotification',
            name='representation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='notifications.representation'),
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=18, verbose_name='alerted of')),
                ('channel', models.CharField(choices=[('email', 'e-mail')], default='email', max_length=8, verbose_name='by')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='releasenotification',
            name='subscription',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.subscription'),
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(choices=[('not_served', 'copy of the detainer not served in time'), ('not_told', 'person or counsel not told in time after ICE'), ('eligible_long', 'eligible for long while ICE was told'), ('hold_starts', 'the 48 hours of the detainer run'), ('hold_ends', 'the 48 hours of the detainer are over')], max_length=14)),
                ('subject', models.BigIntegerField()),
                ('due_at', models.DateTimeField()),
                ('raised_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='bookings.booking')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.county')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None), ('raised_at', None)), fields=['due_at'], name='deadline_due'), models.Index(condition=models.Q(('closed_at', None)), fields=['county'], name='deadline_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rule__in', ['not_served', 'not_told', 'eligible_long', 'hold_starts', 'hold_ends'])), name='deadline_rule_is_known', violation_error_message='Choose one of the listed deadlines.'), models.UniqueConstraint(fields=('booking', 'rule', 'subject'), name='deadline_once', violation_error_message='This deadline is watched already.')],
            },
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['public_defender', 'conflict_counsel', 'private', 'legal_aid'])), name='office_kind_is_known', violation_error_message='Choose one of the listed kinds of office.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(fields=('county', 'name'), name='office_name_once', violation_error_message='This county already has an office of this name.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email__iendswith', '@dhs.gov'), ('email__iendswith', '.dhs.gov'), ('email__iendswith', '@ice.gov'), ('email__iendswith', '.ice.gov'), ('email__iendswith', '@cbp.gov'), ('email__iendswith', '.cbp.gov'), ('email__iendswith', '@uscis.gov'), ('email__iendswith', '.uscis.gov'), _connector='OR', _negated=True), models.Q(('second_email__iendswith', '@dhs.gov'), ('second_email__iendswith', '.dhs.gov'), ('second_email__iendswith', '@ice.gov'), ('second_email__iendswith', '.ice.gov'), ('second_email__iendswith', '@cbp.gov'), ('second_email__iendswith', '.cbp.gov'), ('second_email__iendswith', '@uscis.gov'), ('second_email__iendswith', '.uscis.gov'), _connector='OR', _negated=True)), name='office_is_not_federal', violation_error_message='Alerts never go to an address of a federal immigration agency.'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('second_email', ''), models.Q(('second_email', models.F('email')), _negated=True), _connector='OR'), name='office_second_address_differs', violation_error_message='The second address is the first one again: give another or none.'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['due_at'], name='delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['county', 'state'], name='delivery_state'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'unknown', 'confirmed', 'failed', 'unconfirmed', 'by_hand', 'cancelled'])), name='delivery_state_is_known', violation_error_message='Choose one of the listed states of delivery.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('recipient__in', ['counsel', 'designee', 'officer'])), name='delivery_is_never_to_ice', violation_error_message='JailWatch sends alerts to counsel, designees and officers of the county, never to ICE.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('contact__in', [1, 2])), name='delivery_contact_is_first_or_second', violation_error_message='There is a first and a second address, and no other.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at', None)), _connector='OR'), name='delivery_confirmed_has_its_time', violation_error_message='A confirmed delivery has the time of its confirmation, and no other has.'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['county', 'tried_at'], name='attempt_tried'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['staff', 'import', 'api', 'phone_log', 'fax_receipt'])), name='attempt_source_is_known', violation_error_message='Say where this fact comes from: one of the listed sources.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_in_error', False), ('error_reason', '')), models.Q(('entered_in_error', True), models.Q(('error_reason', ''), _negated=True)), _connector='OR'), name='attempt_error_has_its_reason', violation_error_message='Say why this was entered in error.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('recipient__in', ['ice', 'person', 'counsel', 'designee', 'officer', 'other_agency'])), name='attempt_recipient_is_known', violation_error_message='Choose who was told: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['phone', 'email', 'fax', 'in_person', 'writing', 'video', 'site', 'other', 'unknown'])), name='attempt_channel_is_known', violation_error_message='Choose how it was tried: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['reached', 'handed_over', 'read_to', 'voicemail', 'no_answer', 'sent', 'delivered', 'confirmed', 'failed', 'unknown'])), name='attempt_outcome_is_known', violation_error_message='Choose what came of it: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('person', ''), _negated=True), ('due_at', None), ('task', '')), models.Q(('person', ''), models.Q(('task', ''), _negated=True)), _connector='OR'), name='attempt_by_a_person_or_a_task', violation_error_message='Say who tried: a person tried, or a task did.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient', 'ice'), _negated=True), ('task', ''), _connector='OR'), name='attempt_ice_is_told_by_a_person', violation_error_message='No machine tells ICE anything: name the person who did.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tried_at', None), ('tried_until', None)), models.Q(('tried_at__isnull', False), ('tried_at__lt', models.F('tried_until')), ('tried_until__isnull', False)), _connector='OR'), name='attempt_tried_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['staff', 'import', 'api', 'phone_log', 'fax_receipt'])), name='answer_source_is_known', violation_error_message='Say where this fact comes from: one of the listed sources.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_in_error', False), ('error_reason', '')), models.Q(('entered_in_error', True), models.Q(('error_reason', ''), _negated=True)), _connector='OR'), name='answer_error_has_its_reason', violation_error_message='Say why this was entered in error.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['coming', 'not_coming', 'none'])), name='answer_answer_is_known', violation_error_message='Choose what ICE answered: one of the listed entries.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['phone', 'email', 'fax', 'in_person', 'writing', 'video', 'site', 'other', 'unknown'])), name='answer_channel_is_known', violation_error_message='Choose how the answer came: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('expected_at', None), ('answer', 'coming'), _connector='OR'), name='answer_expected_if_coming', violation_error_message='ICE is expected only if it answered that it is coming.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_until', None)), models.Q(('answered_at__isnull', False), ('answered_at__lt', models.F('answered_until')), ('answered_until__isnull', False)), _connector='OR'), name='answer_answered_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expected_at', None), ('expected_until', None)), models.Q(('expected_at__isnull', False), ('expected_at__lt', models.F('expected_until')), ('expected_until__isnull', False)), _connector='OR'), name='answer_expected_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddIndex(
            model_name='releasetiming',
            index=models.Index(fields=['county', 't7_at'], name='timing_released'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t0_at', None), ('t0_until', None)), models.Q(('t0_at__isnull', False), ('t0_at__lt', models.F('t0_until')), ('t0_until__isnull', False)), _connector='OR'), name='releasetiming_t0_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t1_at', None), ('t1_until', None)), models.Q(('t1_at__isnull', False), ('t1_at__lt', models.F('t1_until')), ('t1_until__isnull', False)), _connector='OR'), name='releasetiming_t1_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_until', None)), models.Q(('cleared_at__isnull', False), ('cleared_at__lt', models.F('cleared_until')), ('cleared_until__isnull', False)), _connector='OR'), name='releasetiming_cleared_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t2_at', None), ('t2_until', None)), models.Q(('t2_at__isnull', False), ('t2_at__lt', models.F('t2_until')), ('t2_until__isnull', False)), _connector='OR'), name='releasetiming_t2_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t3_at', None), ('t3_until', None)), models.Q(('t3_at__isnull', False), ('t3_at__lt', models.F('t3_until')), ('t3_until__isnull', False)), _connector='OR'), name='releasetiming_t3_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t4_at', None), ('t4_until', None)), models.Q(('t4_at__isnull', False), ('t4_at__lt', models.F('t4_until')), ('t4_until__isnull', False)), _connector='OR'), name='releasetiming_t4_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t5_at', None), ('t5_until', None)), models.Q(('t5_at__isnull', False), ('t5_at__lt', models.F('t5_until')), ('t5_until__isnull', False)), _connector='OR'), name='releasetiming_t5_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t6_at', None), ('t6_until', None)), models.Q(('t6_at__isnull', False), ('t6_at__lt', models.F('t6_until')), ('t6_until__isnull', False)), _connector='OR'), name='releasetiming_t6_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t7_at', None), ('t7_until', None)), models.Q(('t7_at__isnull', False), ('t7_at__lt', models.F('t7_until')), ('t7_until__isnull', False)), _connector='OR'), name='releasetiming_t7_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('t8_at', None), ('t8_until', None)), models.Q(('t8_at__isnull', False), ('t8_at__lt', models.F('t8_until')), ('t8_until__isnull', False)), _connector='OR'), name='releasetiming_t8_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='releasetiming',
            constraint=models.CheckConstraint(condition=models.Q(('rule_version', ''), _negated=True), name='releasetiming_has_its_rule', violation_error_message='A timing names the version of the rule that made it.'),
        ),
        migrations.AddIndex(
            model_name='representation',
            index=models.Index(fields=['office', 'booking'], name='representation_office'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['staff', 'import', 'api', 'phone_log', 'fax_receipt'])), name='representation_source_is_known', violation_error_message='Say where this fact comes from: one of the listed sources.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_in_error', False), ('error_reason', '')), models.Q(('entered_in_error', True), models.Q(('error_reason', ''), _negated=True)), _connector='OR'), name='representation_error_has_its_reason', violation_error_message='Say why this was entered in error.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('stands__in', ['counsel', 'designee'])), name='representation_stands_is_known', violation_error_message='Say who it is: counsel or a designee.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('how_known__in', ['court', 'office', 'person', 'import', 'unknown'])), name='representation_how_known_is_known', violation_error_message='Choose one of the listed ways in which it is known.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_sealed', None), ('office__isnull', False), ('stands', 'counsel')), models.Q(('office', None), ('stands', 'designee')), _connector='OR'), name='representation_names_an_office_or_a_designee', violation_error_message="Counsel is one of the county's offices; a designee is a person and no office."),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('entered_in_error', False), ('stands', 'designee')), fields=('booking',), name='representation_one_designee', violation_error_message='The person has named a designee already: end that one first.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('entered_in_error', False)), fields=('booking', 'office'), name='representation_office_once', violation_error_message='This office already represents the person.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('began_at', None), ('began_until', None)), models.Q(('began_at__isnull', False), ('began_at__lt', models.F('began_until')), ('began_until__isnull', False)), _connector='OR'), name='representation_began_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_until', None)), models.Q(('ended_at__isnull', False), ('ended_at__lt', models.F('ended_until')), ('ended_until__isnull', False)), _connector='OR'), name='representation_ended_is_a_span', violation_error_message='A time needs its start and its end, and ends after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('began_at', None), ('ended_until', None), ('ended_until__gt', models.F('began_at')), _connector='OR'), name='representation_ended_not_before_began', violation_error_message='It ended before it began: check both times.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('topic__in', ['not_served', 'not_told', 'eligible_long', 'hold_starts', 'hold_ends'])), name='subscription_topic_is_known', violation_error_message='Choose one of the listed deadlines.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email'])), name='subscription_channel_is_known', violation_error_message='Choose how the alert is sent: by e-mail.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('county', 'user', 'topic'), name='subscription_once', violation_error_message='You are alerted of this already.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('address__iendswith', '@dhs.gov'), ('address__iendswith', '.dhs.gov'), ('address__iendswith', '@ice.gov'), ('address__iendswith', '.ice.gov'), ('address__iendswith', '@cbp.gov'), ('address__iendswith', '.cbp.gov'), ('address__iendswith', '@uscis.gov'), ('address__iendswith', '.uscis.gov'), _connector='OR', _negated=True), name='subscription_is_not_federal', violation_error_message='Alerts never go to an address of a federal immigration agency.'),
        ),
        migrations.AddIndex(
            model_name='releasenotification',
            index=models.Index(fields=['booking', 'recipient'], name='notification_recipient'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['staff', 'import', 'api', 'phone_log', 'fax_receipt'])), name='releasenotification_source_is_known', violation_error_message='Say where this fact comes from: one of the listed sources.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_in_error', False), ('error_reason', '')), models.Q(('entered_in_error', True), models.Q(('error_reason', ''), _negated=True)), _connector='OR'), name='releasenotification_error_has_its_reason', violation_error_message='Say why this was entered in error.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(('recipient__in', ['ice', 'person', 'counsel', 'designee', 'officer', 'other_agency'])), name='releasenotification_recipient_is_known', violation_error_message='Choose who was told: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['release', 'detainer_received', 'interview_asked', 'about_to_tell', 'ice_told', 'handed_over', 'citizenship_claim', 'not_served', 'not_told', 'eligible_long', 'hold_starts', 'hold_ends', 'retraction'])), name='releasenotification_about_is_known', violation_error_message='Choose what it is about: one of those listed.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(('public_information__in', ['yes', 'no', 'unknown'])), name='releasenotification_public_information_is_known', violation_error_message='Say whether the release date is public anyway.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient__in', ('counsel', 'designee')), ('representation__isnull', False)), models.Q(models.Q(('recipient__in', ('counsel', 'designee')), _negated=True), ('representation', None)), _connector='OR'), name='releasenotification_lawyer_is_named', violation_error_message='Counsel or designee: name which representation; anybody else has none.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient', 'officer'), ('subscription__isnull', False)), models.Q(models.Q(('recipient', 'officer'), _negated=True), ('subscription', None)), _connector='OR'), name='releasenotification_officer_subscribed', violation_error_message='Officers of the county are alerted by their subscription, and by nothing else.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient', 'ice'), _negated=True), ('about', 'release'), _connector='OR'), name='releasenotification_ice_is_told_of_a_release', violation_error_message='ICE is told of a release here; calls about other things are recorded as calls.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(('hours_asked', None), ('recipient', 'ice'), _connector='OR'), name='releasenotification_hours_are_of_ice', violation_error_message='Only ICE asks for hours of notice: leave them empty.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient', 'other_agency'), models.Q(('agency', ''), _negated=True)), ('recipient', 'ice'), models.Q(models.Q(('recipient__in', ['other_agency', 'ice']), _negated=True), ('agency', '')), _connector='OR'), name='releasenotification_agency_is_named', violation_error_message='Name the other agency; for the person, counsel and officers leave it empty.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', 'retraction'), ('retracts__isnull', False)), models.Q(models.Q(('about', 'retraction'), _negated=True), ('retracts', None)), _connector='OR'), name='releasenotification_retraction_names_the_alert', violation_error_message='A retraction names the alert that it withdraws; nothing else does.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('cause', ''), _negated=True), ('representation__isnull', False)), fields=('cause', 'representation'), name='releasenotification_lawyer_once', violation_error_message='This lawyer is alerted of this already.'),
        ),
        migrations.AddConstraint(
            model_name='releasenotification',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('cause', ''), _negated=True), ('subscription__isnull', False)), fields=('cause', 'subscription'), name='releasenotification_officer_once', violation_error_message='This officer is alerted of this already.'),
        ),
    ]
