from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lyhord.cases.models import Attachment, Case, Delivery, Entry, Mention
from lyhord.channels.mail.signing import message_ids
from lyhord.core import case_numbers
from lyhord.core.files import store
from lyhord.demo.case_states import CaseState, Happening, state_at
from lyhord.demo.chapters import Progress
from lyhord.demo.copying import copy_rows, written
from lyhord.demo.pictures import pdf, png
from lyhord.demo.stories import Step, Story, story_of
from lyhord.demo.world import CaseFacts, World

LOCAL = ZoneInfo("Europe/Stockholm")
_PICTURES = 20
_RECENT = timedelta(days=60)
_BOUNCED_EVERY = 317

_CASE_COLUMNS = (
    *("id", "number", "subject", "preview", "queue_id", "customer_id", "assignee_id", "channel", "status", "priority"),
    *("language", "secrecy", "tags", "follows_id", "created_at", "active_at", "reply_due_at", "snoozed_until"),
    *("latest_inbound_at", "first_reply_at", "resolved_at", "version"),
)
_ENTRY_COLUMNS = (
    *("id", "case_id", "kind", "direction", "channel", "author_id", "customer_id", "author_name", "author_address"),
    *("subject", "text", "reply_text", "recipients", "message_id", "event", "facts", "created_at"),
)
_DELIVERY_COLUMNS = (*("entry_id", "recipient", "state", "due_at", "attempts", "response", "created_at", "state_at"),)
_ATTACHMENT_COLUMNS = ("entry_id", "file_id", "filename", "content_type")
_EMPTY = "{}"


class History:
    """Two years of cases with their timelines; case ids are serials, entry ids follow the order of cases."""

    name = "Ärenden"

    def steps(self, world: World) -> int:
        return len(world.cases)

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:
        rows = _Rows(world, now)
        copy_rows(Entry, _ENTRY_COLUMNS, rows.entries(progress))
        copy_rows(Case, _CASE_COLUMNS, rows.cases)
        copy_rows(Delivery, _DELIVERY_COLUMNS, rows.deliveries)
        copy_rows(Mention, ("entry_id", "agent_id", "seen_at"), rows.mentions)
        copy_rows(Attachment, _ATTACHMENT_COLUMNS, rows.attachments)


class _Rows:
    """Entries stream to the database while the rows that need their ids are gathered."""

    def __init__(self, world: World, now: datetime) -> None:
        self.cases: list[tuple[Any, ...]] = []
        self.deliveries: list[tuple[Any, ...]] = []
        self.mentions: list[tuple[int, int, datetime | None]] = []
        self.attachments: list[tuple[int, int, str, str]] = []
        self._world = world
        self._now = now
        self._entry = 0
        self._pictures = [store(content=png(number=number)).pk for number in range(_PICTURES)]
        self._document = store(content=pdf(lines=["Nordljus", "Orderbekräftelse", "Tack för din beställning."])).pk
        self._ids = message_ids(domain=world.department.domain)

    def entries(self, progress: Progress) -> Iterator[tuple[Any, ...]]:
        until = self._now.astimezone(LOCAL).replace(tzinfo=None)
        queues = self._world.department.queues
        for facts in self._world.cases:
            progress(1)
            if facts.created > until:
                continue
            story = story_of(facts, world=self._world)
            state = state_at(story, facts=facts, queues=queues, now=until)
            self.cases.append(self._case(facts, story, state))
            yield from self._timeline(facts, story, state)

    def _case(self, facts: CaseFacts, story: Story, state: CaseState) -> tuple[Any, ...]:
        customer = self._world.customers[facts.customer]
        return (
            facts.serial,
            case_numbers.number_for(facts.serial),
            story.subject,
            state.preview,
            facts.queue + 1,
            facts.customer + 1,
            None if state.assignee is None else state.assignee + 1,
            facts.channel,
            state.status,
            story.priority,
            facts.language,
            int(customer.is_protected),
            written([self._world.department.matters[facts.intent].tag] if facts.serial % 3 else []),
            facts.follows,
            aware(facts.created),
            aware(state.active),
            aware(state.reply_due),
            aware(state.snoozed_until),
            aware(state.latest_inbound),
            aware(state.first_reply),
            aware(state.resolved),
            len(state.lines),
        )

    def _timeline(self, facts: CaseFacts, story: Story, state: CaseState) -> Iterator[tuple[Any, ...]]:
        for line in state.lines:
            self._entry += 1
            if isinstance(line, Happening):
                yield self._event(facts, line)
            elif line.kind == "N":
                yield self._note(facts, line)
            elif line.is_from_customer:
                yield self._inbound(facts, story, line)
            else:
                yield self._outbound(facts, story, line)

    def _event(self, facts: CaseFacts, line: Happening) -> tuple[Any, ...]:
        agent = None if line.by is None else self._world.department.agents[line.by]
        named = {"to_name": agent.name} if agent and line.what == "assigned" else {}
        author = (agent.index + 1, agent.name) if agent else (None, "")
        head = (self._entry, facts.serial, "event", "internal", "", author[0], None, author[1], "")
        return (*head, "", "", "", _EMPTY, "", line.what, written(line.facts | named), aware(line.at))

    def _note(self, facts: CaseFacts, step: Step) -> tuple[Any, ...]:
        agent = self._world.department.agents[step.agent or 0]
        at = aware(step.at)
        if step.mention is not None:
            is_seen = self._now - at > timedelta(days=1)
            self.mentions.append((self._entry, step.mention + 1, at + timedelta(hours=2) if is_seen else None))
        head = (self._entry, facts.serial, "note", "internal", "", agent.index + 1, None, agent.name, "")
        return (*head, "", step.text, step.text, _EMPTY, "", "", _EMPTY, at)

    def _inbound(self, facts: CaseFacts, story: Story, step: Step) -> tuple[Any, ...]:
        customer = self._world.customers[facts.customer]
        mailbox = self._world.department.queues[facts.first_queue].mailboxes[0]
        self._attach(facts, step)
        who = (None, customer.index + 1, customer.name, customer.email)
        head = (self._entry, facts.serial, "message", "in", facts.channel, *who)
        message_id = f"<{facts.serial}.{self._entry}@{customer.email.rpartition('@')[2]}>"
        recipients = written({"to": [mailbox]})
        return (*head, story.subject, step.text, step.text, recipients, message_id, "", _EMPTY, aware(step.at))

    def _outbound(self, facts: CaseFacts, story: Story, step: Step) -> tuple[Any, ...]:
        agent = self._world.department.agents[step.agent or 0]
        customer = self._world.customers[facts.customer]
        signature = self._world.department.queues[facts.queue].signature
        head = (self._entry, facts.serial, "message", "out", "mail", agent.index + 1, None, agent.name, "")
        recipients = written({"to": [customer.email], "cc": []})
        text = f"{step.text}\n\n-- \n{agent.name}\n{signature}"
        message_id = self._deliver(facts, step, customer.email)
        return (*head, story.subject, text, step.text, recipients, message_id, "", _EMPTY, aware(step.at))

    def _deliver(self, facts: CaseFacts, step: Step, recipient: str) -> str:
        """Book how a recent answer was delivered and return its Message-ID; older ones are long done."""
        at = aware(step.at)
        if self._now - at > _RECENT:
            return ""
        has_bounced = facts.serial % _BOUNCED_EVERY == 0
        state = ("bounced", "550 5.1.1 Mailbox unavailable") if has_bounced else ("sent", "250 2.0.0 Ok")
        left = at + timedelta(seconds=11)
        self.deliveries.append((self._entry, recipient, state[0], left, 1, state[1], at, left))
        return self._ids.make(case_numbers.number_for(facts.serial), str(self._entry))

    def _attach(self, facts: CaseFacts, step: Step) -> None:
        if step.picture is not None:
            file = self._pictures[step.picture % len(self._pictures)]
            self.attachments.append((self._entry, file, f"IMG_{1000 + step.picture % 9000}.png", "image/png"))
        elif step.kind == "B" and facts.intent == "invoice_wrong":
            self.attachments.append((self._entry, self._document, "orderbekraftelse.pdf", "application/pdf"))


def aware(moment: datetime | None) -> Any:
    """A local time of the department as UTC; ``None`` stays ``None``."""
    return moment and moment.replace(tzinfo=LOCAL).astimezone(UTC)
