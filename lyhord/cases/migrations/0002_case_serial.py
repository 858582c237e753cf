from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE case_serial START 1 CACHE 1",
            "DROP SEQUENCE case_serial",
        ),
        # Viewers come and go each second and mean nothing after a crash: no need to log them.
        migrations.RunSQL("ALTER TABLE cases_caseviewer SET UNLOGGED", "ALTER TABLE cases_caseviewer SET LOGGED"),
    ]
