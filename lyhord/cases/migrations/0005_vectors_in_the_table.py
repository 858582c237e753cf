from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_automatic_mail_and_safety")]

    operations = [
        # Kept out of the table, vectors cost the planner nothing, and it would rather read them all than go through
        # the index; in it, they also spare the ranking of hits a look-up each.
        migrations.RunSQL(
            "ALTER TABLE cases_casesearch ALTER COLUMN vector SET STORAGE MAIN",
            "ALTER TABLE cases_casesearch ALTER COLUMN vector SET STORAGE EXTENDED",
        ),
    ]
