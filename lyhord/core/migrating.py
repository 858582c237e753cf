from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# any number that no other program uses on the same database
TURN = 0x4C79_6872


def migrate() -> None:
    """Apply what is missing; of several processes that start at once, one does it and the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        try:
            if missing_migrations():
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def missing_migrations() -> list[str]:
    """The migrations of this version that the database has not had, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
