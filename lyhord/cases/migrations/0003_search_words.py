import django.contrib.postgres.fields
from django.db import migrations, models

# What PostgreSQL's parser would read as addresses, paths, signed numbers or mark-up becomes blank, so that a
# text is nothing but words; soft hyphens and invisible joiners vanish, so that a broken word is whole again.
BLANKED = "-_./@:+&<>~%#?=\\|*"
REMOVED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

CASE_WORDS = f"""
CREATE FUNCTION case_words(body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
    SELECT to_tsvector(
        'pg_catalog.swedish'::regconfig,
        regexp_replace(
            translate(normalize(left(body, 100000), NFC), '{BLANKED}{REMOVED}', '{" " * len(BLANKED)}'),
            '[[:alnum:]]{{41,}}', ' ', 'g'
        )
    )
$function$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_serial")]

    operations = [
        migrations.RunSQL(CASE_WORDS, "DROP FUNCTION case_words(text)"),
        migrations.AddField(
            model_name="casesearch",
            name="marks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="casesearch",
            name="active_on",
            field=models.DateField(db_default="2000-01-01"),
        ),
    ]
