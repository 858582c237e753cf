from django.db import connection
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from lyhord.core.health.measures import Rows, measure


@measure("jobs", "Background jobs by state.", labels=("state",), is_backlog=True)
def jobs_by_state() -> Rows:
    counted = ProcrastinateJob.objects.order_by().values_list("status").annotate(Count("pk"))
    return [((status,), count) for status, count in counted]


@measure("database_bytes", "Size of the database.")
def database_size() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return [((), cursor.fetchone()[0])]
