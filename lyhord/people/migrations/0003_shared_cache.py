from django.db import migrations

# As createcachetable makes it; a migration, so that an installation needs no further step.
CREATE = """
CREATE TABLE IF NOT EXISTS shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_standard_roles")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE shared_cache;")]
