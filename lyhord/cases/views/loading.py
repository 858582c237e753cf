"""What every page of a case does first and last: load the case through what the agent may see, word what went wrong."""

import json
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views import View

from lyhord.cases.actions.assign_case import AssigneeMayNotSeeCase
from lyhord.cases.actions.move_entry import EntryNotMoved
from lyhord.cases.actions.take_case import CaseAlreadyTaken
from lyhord.cases.actions.withdraw_reply import ReplyAlreadyLeft
from lyhord.cases.models import Case, CaseChangedMeanwhile
from lyhord.cases.queries import case_for
from lyhord.cases.templatetags.cases import sentence
from lyhord.core.actions import NotPermitted
from lyhord.people.models import Agent

REFUSALS = (CaseAlreadyTaken, ReplyAlreadyLeft, AssigneeMayNotSeeCase, EntryNotMoved, NotPermitted, ValidationError)


class AgentRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Agent
    htmx: Any


class CaseView(View):
    """A page or part of one case: ``self.case`` is loaded, and refusals become answers that say what to do."""

    request: AgentRequest
    agent: Agent
    case: Case

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.agent = self.request.user
        try:
            self.case = case_for(agent=self.agent, number=kwargs.pop("number"))
            return super().dispatch(request, *args, **kwargs)
        except CaseChangedMeanwhile as changed:
            return refusal(409, what_changed(changed.case, but=self.agent), events={"case-stale": str(changed.case)})
        except REFUSALS as refused:
            return worded(refused)

    def version(self) -> int | None:
        """The version of the case that the agent looked at when they made the change."""
        given = self.request.POST.get("version", "")
        return int(given) if given.isdigit() else None


def worded(refused: Exception) -> HttpResponse:
    """The answer to a change that was refused, in words that say what to do."""
    match refused:
        case CaseAlreadyTaken():
            told = _("%(name)s was quicker and has the case.") % {"name": refused.assignee.name}
            return refusal(409, told, events={"case-stale": ""})
        case ReplyAlreadyLeft():
            return refusal(409, _("The reply has already left and can't be taken back."))
        case AssigneeMayNotSeeCase():
            return refusal(422, _("That colleague may not see cases. Choose somebody else."))
        case EntryNotMoved():
            return refusal(409, _("The message has been put back already."))
        case NotPermitted():
            return refusal(403, _("Your role doesn't allow this (%(code)s).") % {"code": refused.code})
        case ValidationError():
            return refusal(422, " ".join(refused.messages))
    raise refused


def refusal(status: int, reason: str, *, events: dict[str, Any] | None = None) -> HttpResponse:
    """An answer that changes nothing on the page but tells why, as a message at the bottom."""
    response = HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")
    response["X-Reason"] = quote(reason)
    if events:
        response["HX-Trigger"] = json.dumps(events)
    return response


def done(text: str = "", *, undo: str = "", **events: Any) -> HttpResponse:
    """An answer without content that makes the page tell what was done and refresh what it touched."""
    response = HttpResponse(status=204)
    return telling(response, text, undo=undo, **events)


def telling(response: HttpResponse, text: str = "", *, undo: str = "", **events: Any) -> HttpResponse:
    """Add a toast and events for the page to an answer; underscores of event names become dashes."""
    triggers = {name.replace("_", "-"): value for name, value in events.items()}
    if text:
        triggers["toast"] = {"text": text, **({"undo": undo} if undo else {})}
    response["HX-Trigger"] = json.dumps(triggers)
    return response


def what_changed(case: Case, *, but: Agent) -> str:
    """Who changed what since, in words, and what to do about it."""
    latest = case.entries.exclude(author=but.pk).select_related("author").order_by("-pk").first()
    told = sentence(latest, plain=True) if latest else _("The case has changed.")
    return _("%(told)s Look at it, then do it again if it still fits.") % {"told": told}


__all__ = ["AgentRequest", "CaseView", "done", "now", "refusal", "telling", "what_changed"]
