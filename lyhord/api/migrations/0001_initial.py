import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_standard_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='TokenUse',
            fields=[
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='people.apitoken')),
                ('minute', models.BigIntegerField()),
                ('requests', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='StoredAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('content_type', models.CharField(blank=True, max_length=127)),
                ('location', models.CharField(blank=True, max_length=300)),
                ('body', models.BinaryField(default=b'')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='stored_answer_by_age')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='stored_answer_once')],
            },
        ),
        # Counts of the present minute mean nothing after a crash: no need to log them.
        migrations.RunSQL("ALTER TABLE api_tokenuse SET UNLOGGED", "ALTER TABLE api_tokenuse SET LOGGED"),
    ]
