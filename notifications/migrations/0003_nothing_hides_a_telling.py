from django.db import migrations, models

from notifications import triggers


class Migration(migrations.Migration):
    """Nothing hides a telling to ICE: neither the order in which two rows are written, nor an address in wide letters."""

    dependencies = [
        ('notifications', '0002_told_to_whom_it_says'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='office',
            name='office_is_not_federal',
        ),
        migrations.RemoveConstraint(
            model_name='representation',
            name='representation_names_an_office_or_a_designee',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_is_not_federal',
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email__iendswith', '@dhs.gov'), ('email__iendswith', '.dhs.gov'), ('email__iendswith', '@ice.gov'), ('email__iendswith', '.ice.gov'), ('email__iendswith', '@cbp.gov'), ('email__iendswith', '.cbp.gov'), ('email__iendswith', '@uscis.gov'), ('email__iendswith', '.uscis.gov'), _connector='OR', _negated=True), ('email__regex', '^[\\x21-\\x7e]*\\Z'), models.Q(('second_email__iendswith', '@dhs.gov'), ('second_email__iendswith', '.dhs.gov'), ('second_email__iendswith', '@ice.gov'), ('second_email__iendswith', '.ice.gov'), ('second_email__iendswith', '@cbp.gov'), ('second_email__iendswith', '.cbp.gov'), ('second_email__iendswith', '@uscis.gov'), ('second_email__iendswith', '.uscis.gov'), _connector='OR', _negated=True), ('second_email__regex', '^[\\x21-\\x7e]*\\Z')), name='office_is_not_federal', violation_error_message='Alerts never go to an address of a federal immigration agency.'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('stands', 'designee'), _negated=True), ('contact_sealed', None), ('office__isnull', False)), models.Q(('office', None), ('stands', 'designee')), _connector='OR'), name='representation_names_an_office_or_a_designee', violation_error_message="Counsel is one of the county's offices; a designee is a person and no office."),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address__iendswith', '@dhs.gov'), ('address__iendswith', '.dhs.gov'), ('address__iendswith', '@ice.gov'), ('address__iendswith', '.ice.gov'), ('address__iendswith', '@cbp.gov'), ('address__iendswith', '.cbp.gov'), ('address__iendswith', '@uscis.gov'), ('address__iendswith', '.uscis.gov'), _connector='OR', _negated=True), ('address__regex', '^[\\x21-\\x7e]*\\Z')), name='subscription_is_not_federal', violation_error_message='Alerts never go to an address of a federal immigration agency.'),
        ),
        migrations.RunPython(lambda apps, editor: triggers.create(editor.connection), migrations.RunPython.noop),
    ]
