"""The embedded PostgreSQL: the programs of a wheel, run as a child of our own."""

from lyhord.core.postgres.binaries import find_programs
from lyhord.core.postgres.cluster import Cluster, cluster_for
from lyhord.core.postgres.errors import PostgresError
from lyhord.core.postgres.session import running_database

__all__ = ["Cluster", "PostgresError", "cluster_for", "find_programs", "running_database"]
