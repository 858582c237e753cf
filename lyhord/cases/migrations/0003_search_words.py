import django.contrib.postgres.fields
from django.db import migrations, models

# What PostgreSQL's parser would read as addresses, paths, signed numbers or mark-up becomes blank, so that a text
# is nothing but words. Soft hyphens and invisible joiners vanish and letters are composed, so that a broken word
# is whole again; few texts need it, and testing first is four times as quick.
BLANKED = r"[-_./@:+&<>!~%#?=\\|*]+"
REMOVED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
BROKEN = f"[\u0300-\u036f{REMOVED}]"

CASE_WORDS = f"""
CREATE FUNCTION case_words(body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
BEGIN
    body := left(body, 100000);
    IF body ~ '{BROKEN}' THEN
        body := translate(normalize(body, NFC), '{REMOVED}', '');
    END IF;
    body := regexp_replace(body, '{BLANKED}', ' ', 'g');
    IF body ~ '[[:alnum:]]{{41}}' THEN
        body := regexp_replace(body, '[[:alnum:]]{{41,}}', ' ', 'g');
    END IF;
    RETURN to_tsvector('pg_catalog.swedish'::regconfig, body);
END
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
