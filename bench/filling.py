"""Writes a department into an empty, migrated database."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import models

from bench.copying import Table
from bench.department import Department
from bench.rows import MAILBOX, TABLES, address_of, is_protected, rows_of_block
from lyhord.cases.models import Queue
from lyhord.channels.models import Mailbox
from lyhord.core.models import StoredFile
from lyhord.customers.models import ContactPoint, Customer
from lyhord.people.models import Agent, Role, Team

Connection = psycopg.Connection[Any]
SERIALS: Sequence[type[models.Model]] = (Team, Agent, Queue, Customer, ContactPoint, StoredFile, Mailbox)


def fill_ground(connection: Connection, department: Department) -> None:
    """People, queues and customers; the keys of each count from one."""
    agents, queues = range(1, department.agents + 1), range(1, department.queues + 1)
    customers = range(1, department.customers + 1)
    Table(Team, "id", "name").copy(connection, [(team, f"Team {team}") for team in range(1, department.teams + 1)])
    Table(Agent, "id", "email", "name", "password", "language").copy(
        connection, [(agent, f"agent{agent}@nordljus.example", f"Agent Nummer{agent}", "!", "sv") for agent in agents]
    )
    Table(Queue, "id", "name", "slug", "is_restricted", "position").copy(
        connection, [(queue, f"Kö {queue}", f"ko-{queue}", queue % 10 == 0, queue) for queue in queues]
    )
    Table(Agent.teams.through, "agent_id", "team_id").copy(
        connection, [(agent, (agent - 1) % department.teams + 1) for agent in agents]
    )
    Table(Queue.teams.through, "queue_id", "team_id").copy(
        connection, [(queue, team) for queue in queues for team in department.teams_of_queue(queue)]
    )
    _give_roles(connection, department)
    Table(Customer, "id", "name", "language", "is_protected").copy(
        connection, [(customer, f"Kund Nummer{customer}", "sv", is_protected(customer)) for customer in customers]
    )
    Table(ContactPoint, "id", "customer_id", "kind", "address").copy(
        connection, [(customer, customer, "email", address_of(customer)) for customer in customers]
    )
    Table(Mailbox, "id", "address", "name", "queue_id").copy(connection, [(1, MAILBOX, "Nordljus kundservice", 1)])
    Table(StoredFile, "id", "sha256", "size").copy(connection, [(1, "0" * 64, 40_000)])
    for model in SERIALS:
        set_serial(connection, model._meta.db_table)


def fill_block(connection: Connection, department: Department, block: int) -> None:
    """One block of cases with all that belongs to them, unseen by constraints that need no proof here."""
    connection.execute("SET session_replication_role = replica")
    for table, rows in rows_of_block(department, block):
        table.copy(connection, rows)
    connection.execute("SET session_replication_role = DEFAULT")


def finish(connection: Connection, department: Department) -> None:
    """Let new cases and entries count on from what was written."""
    connection.execute("SELECT setval('case_serial', %s)", [department.cases])
    for table in TABLES:
        set_serial(connection, table.name)


def set_serial(connection: Connection, table: str) -> None:
    connection.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM \"{table}\"))"  # noqa: S608
    )


def _give_roles(connection: Connection, department: Department) -> None:
    """Every tenth agent leads a team and sees all queues; the others see theirs."""
    roles = dict(connection.execute(f'SELECT code, id FROM "{Role._meta.db_table}"').fetchall())  # noqa: S608
    given = [(agent, roles["team_leader" if agent % 10 == 0 else "agent"]) for agent in range(1, department.agents + 1)]
    Table(Agent.roles.through, "agent_id", "role_id").copy(connection, given)
