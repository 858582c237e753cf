from datetime import datetime

from lyhord.cases.actions.assign_case import assign_case
from lyhord.cases.actions.change_priority import change_priority
from lyhord.cases.actions.change_tags import change_tags
from lyhord.cases.actions.create_case import create_case
from lyhord.cases.actions.receive_message import IncomingMessage
from lyhord.cases.actions.take_down_message import take_down_message
from lyhord.cases.api.files import incoming_files
from lyhord.cases.api.finding import colleague_named, queue_named, wrong
from lyhord.cases.api.inputs import CaseIn, CustomerIn
from lyhord.cases.api.shapes import choice_of
from lyhord.cases.models import Case, Queue
from lyhord.core.html import clean_authored, plain_text
from lyhord.customers.actions.identify_sender import identify_sender
from lyhord.customers.models import Customer
from lyhord.people.models import Agent


def open_from(given: CaseIn, *, agent: Agent, at: datetime) -> Case:
    """Open the case that a client describes, within the caller's transaction."""
    queue = queue_named(given.queue, agent=agent)
    assignee = colleague_named(given.assignee, agent=agent) if given.assignee else None
    customer = _customer(given.customer, agent)
    if not (given.text or given.html or given.attachments):
        return create_case(
            queue=queue,
            customer=customer,
            subject=given.subject,
            assignee=assignee,
            priority=choice_of(given.priority, Case.Priority),
            tags=tuple(given.tags),
            channel=Case.Channel.API,
            by=agent,
            at=at,
        )
    case = take_down_message(queue=queue, message=_message(given, customer, queue, agent, at), by=agent, at=at)
    if given.priority != "normal":
        change_priority(case=case, priority=choice_of(given.priority, Case.Priority), by=agent, at=at)
    if given.tags:
        change_tags(case=case, tags=given.tags, by=agent, at=at)
    if assignee is not None:
        assign_case(case=case, assignee=assignee, by=agent, at=at)
    return case


def _message(given: CaseIn, customer: Customer, queue: Queue, agent: Agent, at: datetime) -> IncomingMessage:
    html = clean_authored(given.html) if given.html else ""
    text = given.text or plain_text(html)
    return IncomingMessage(
        channel=Case.Channel.API,
        customer=customer,
        author_name=customer.name,
        author_address=given.customer.email or _address(customer),
        subject=" ".join(given.subject.split()),
        text=text,
        reply_text=text,
        html=html,
        recipients={"to": [], "cc": []},
        message_id="",
        references="",
        language=customer.language or queue.language,
        is_auto=False,
        is_bounce=False,
        threading={"method": "api", "by": agent.name},
        files=incoming_files(given.attachments, agent=agent),
        at=at,
    )


def _customer(given: CustomerIn, agent: Agent) -> Customer:
    if given.email is not None:
        return identify_sender(email=given.email, name=given.name)
    customer = Customer.objects.visible_to(agent).filter(pk=given.id or 0).first()
    if customer is None:
        raise wrong("customer.id", f"There is no customer {given.id} that you may see.")
    return customer


def _address(customer: Customer) -> str:
    point = customer.contact_points.filter(kind="email").first()
    return point.address if point else ""
