"""From what a person typed to queries the index understands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lyhord.cases.models import Case, Queue
from lyhord.cases.models.case import OPEN_BELOW
from lyhord.cases.models.queue import visible_queue_ids
from lyhord.cases.search.busyness import busyness
from lyhord.cases.search.language import Filter, Term, Typed
from lyhord.cases.search.lexemes import (
    OPEN,
    WEIGHTS,
    Lexeme,
    all_of,
    any_of,
    assignee_mark,
    in_sequence,
    none_of,
    queue_mark,
    quoted,
    tag_mark,
)
from lyhord.cases.search.vocabulary import Compound, compounds_of, forms_of, is_expandable, stems_of
from lyhord.core import case_numbers
from lyhord.people.models import Agent

RARE_CASES = 2_000
USUAL_SHARE_OF_MARK, USUAL_SHARE_OF_PHRASE = 0.1, 0.01
LONG_NUMBER_DIGITS = 5

STATUSES: dict[str, tuple[int, ...]] = {
    "ny": (Case.Status.NEW,),
    "new": (Case.Status.NEW,),
    "öppen": (Case.Status.NEW, Case.Status.OPEN),
    "öppet": (Case.Status.NEW, Case.Status.OPEN),
    "öppna": (Case.Status.NEW, Case.Status.OPEN),
    "open": (Case.Status.NEW, Case.Status.OPEN),
    "väntar": (Case.Status.WAITING_CUSTOMER, Case.Status.WAITING_OTHER),
    "waiting": (Case.Status.WAITING_CUSTOMER, Case.Status.WAITING_OTHER),
    "waiting_customer": (Case.Status.WAITING_CUSTOMER,),
    "waiting_other": (Case.Status.WAITING_OTHER,),
    "löst": (Case.Status.RESOLVED,),
    "lösta": (Case.Status.RESOLVED,),
    "resolved": (Case.Status.RESOLVED,),
    "stängd": (Case.Status.CLOSED,),
    "stängt": (Case.Status.CLOSED,),
    "stängda": (Case.Status.CLOSED,),
    "closed": (Case.Status.CLOSED,),
}


@dataclass(slots=True)
class Plan:
    """What the index is asked (``required``, and ``exact`` without compounds for ranking) and what rows must satisfy.

    ``any_words`` is what snippets look for, ``stems`` what is marked in them; ``is_rare`` tells that so few cases
    can match that time slices would only cost time; ``is_anchored`` that something must be there (not only be absent);
    ``is_impossible`` that nothing can match. ``share`` guesses what part
    of all cases matches. ``visible`` are the cases that the agent may know of.
    """

    required: list[str] = field(default_factory=list)
    required_terms: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)
    visible: QuerySet[Case] = field(default_factory=Case.objects.none)
    rows: Q = field(default_factory=Q)
    notes: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    share: float = 1.0
    is_rare: bool = False
    is_anchored: bool = False
    is_impossible: bool = False

    @property
    def query(self) -> str:
        return all_of([*self.required, *(none_of(query) for query in self.excluded)])

    @property
    def has_compounds(self) -> bool:
        return self.required_terms != self.exact

    @property
    def has_terms(self) -> bool:
        return bool(self.exact)

    @property
    def is_empty(self) -> bool:
        return not (self.required or self.excluded or self.rows)


def plan_search(*, typed: Typed, agent: Agent) -> Plan:
    """Turn terms into stems with their compounds and filters into marks; filters resolve among visible things only."""
    plan = Plan(visible=Case.objects.visible_to(agent))
    if typed.was_cut:
        plan.notes.append(_("The search was long; only its beginning was used."))
    _add_terms(plan, typed.terms)
    for each in typed.filters:
        _FILTERS[each.field](plan, each, agent)
    _keep_to_visible_queues(plan, agent)
    return plan


def _add_terms(plan: Plan, terms: Sequence[Term]) -> None:
    stems = stems_of([term.text for term in terms]) if terms else []
    wide = [_is_word(term, found) for term, found in zip(terms, stems, strict=True)]
    asked = [
        (term.text.lower(), found[0].text) for term, found, is_wide in zip(terms, stems, wide, strict=True) if is_wide
    ]
    expansions = iter(compounds_of(asked))
    for term, found, is_wide in zip(terms, stems, wide, strict=True):
        if not found:
            plan.notes.append(_("“%(word)s” is too common to search for.") % {"word": term.text})
            continue
        _add_term(plan, term, found, next(expansions) if is_wide else [])


def _is_word(term: Term, stems: Sequence[Lexeme]) -> bool:
    return len(stems) == 1 and not term.is_phrase and not term.is_excluded and is_expandable(term.text)


def _add_term(plan: Plan, term: Term, stems: Sequence[Lexeme], found: Sequence[Compound]) -> None:
    compounds = [compound.word for compound in found]
    weight = WEIGHTS[term.field]
    exact = any_of(_ways(term, stems, weight))
    if term.is_excluded:
        plan.excluded.append(exact)
        return
    wide = any_of([exact, *(quoted(word, weight=weight) for word in compounds)])
    plan.is_anchored = True
    plan.required.append(wide)
    plan.required_terms.append(wide)
    plan.exact.append(exact)
    plan.shown.append(any_of([*_ways(term, stems, ""), *(quoted(word) for word in compounds)]))
    plan.stems |= {form for stem in stems for form in forms_of(stem.text)} | set(compounds)
    plan.words.append(term.text)
    plan.share *= _share(found)
    if _is_rare(term, stems, found):
        plan.is_rare = True


def _share(found: Sequence[Compound]) -> float:
    """The part of all cases that a word stands in, by the vocabulary; a guess for phrases, addresses and numbers."""
    if not found:
        return USUAL_SHARE_OF_PHRASE
    return min(1.0, sum(compound.cases for compound in found) / busyness().cases)


def _is_rare(term: Term, stems: Sequence[Lexeme], found: Sequence[Compound]) -> bool:
    """Whether few cases can have it: by a vocabulary up to a day old, or as a whole address or long number."""
    if _is_word(term, stems):
        return sum(compound.cases for compound in found) <= RARE_CASES
    return "@" in term.text.strip("@") or sum(character.isdigit() for character in term.text) >= LONG_NUMBER_DIGITS


def _ways(term: Term, stems: Sequence[Lexeme], weight: str) -> list[str]:
    """How the term may stand in a case: its stems in sequence, a whole address, a number with or without dash."""
    ways = [in_sequence(stems, weight=weight)]
    if len(stems) == 1 and not term.is_phrase:
        ways = [quoted(form, weight=weight) for form in forms_of(stems[0].text)]
    if "@" in term.text.strip("@"):
        ways.append(quoted(term.text.lower()))
    number = case_numbers.read(term.text)
    if number is not None and not weight:
        digits = str(number)
        ways += [quoted(digits), in_sequence([Lexeme(digits[:-4], 1), Lexeme(digits[-4:], 2)])]
    return ways


def _keep_to_visible_queues(plan: Plan, agent: Agent) -> None:
    """Spare the index what the agent may not see; rows are checked by ``visible_to`` whatever it answers."""
    if agent.has_permission("cases.see_all") or plan.is_rare or plan.is_empty:
        return
    visible = visible_queue_ids(agent)
    hidden = set(Queue.objects.values_list("pk", flat=True)) - visible
    if not hidden:
        return
    own = quoted(assignee_mark(agent.pk))
    if len(visible) <= len(hidden):
        plan.required.append(any_of([own, *(quoted(queue_mark(pk)) for pk in sorted(visible))]))
    else:
        plan.required.append(any_of([own, none_of(any_of(quoted(queue_mark(pk)) for pk in sorted(hidden)))]))


def _mark(plan: Plan, marks: Sequence[str], *, is_excluded: bool) -> None:
    (plan.excluded if is_excluded else plan.required).append(any_of(quoted(mark) for mark in marks))
    plan.is_anchored = plan.is_anchored or not is_excluded
    plan.share *= 1.0 if is_excluded else USUAL_SHARE_OF_MARK


def _by_queue(plan: Plan, wanted: Filter, agent: Agent) -> None:
    named = slugify(wanted.value) or wanted.value
    queues = Queue.objects.visible_to(agent).filter(
        Q(slug__iexact=wanted.value) | Q(slug__istartswith=named) | Q(name__istartswith=wanted.value)
    )
    found = list(queues.values_list("pk", flat=True))
    if not found:
        _give_up(plan, wanted, _("There is no queue “%(name)s”.") % {"name": wanted.value})
        return
    _mark(plan, [queue_mark(pk) for pk in found], is_excluded=wanted.is_excluded)
    plan.rows &= _row_rule(Q(queue_id__in=found), wanted)


def _by_status(plan: Plan, wanted: Filter, agent: Agent) -> None:  # noqa: ARG001 -- one shape for all filters
    statuses = STATUSES.get(wanted.value.lower())
    if statuses is None:
        _give_up(plan, wanted, _("There is no status “%(name)s”.") % {"name": wanted.value})
        return
    if not wanted.is_excluded and max(statuses) < OPEN_BELOW:
        _mark(plan, [OPEN], is_excluded=False)
    plan.rows &= _row_rule(Q(status__in=statuses), wanted)


def _by_tag(plan: Plan, wanted: Filter, agent: Agent) -> None:  # noqa: ARG001 -- one shape for all filters
    _mark(plan, [tag_mark(wanted.value)], is_excluded=wanted.is_excluded)


def _by_assignee(plan: Plan, wanted: Filter, agent: Agent) -> None:
    name = wanted.value.lower()
    if name in {"ingen", "none", "nobody"}:
        found: list[int | None] = [None]
    elif name in {"jag", "mig", "me"}:
        found = [agent.pk]
    else:
        colleagues = Agent.objects.visible_to(agent).filter(Q(email=name) | Q(name__istartswith=wanted.value))
        found = list(colleagues.values_list("pk", flat=True)[:50])
    if not found:
        _give_up(plan, wanted, _("There is no colleague “%(name)s”.") % {"name": wanted.value})
        return
    _mark(plan, [assignee_mark(pk) for pk in found], is_excluded=wanted.is_excluded)


def _row_rule(rule: Q, wanted: Filter) -> Q:
    return ~rule if wanted.is_excluded else rule


def _give_up(plan: Plan, wanted: Filter, note: str) -> None:
    plan.notes.append(note)
    plan.is_impossible = plan.is_impossible or not wanted.is_excluded


_FILTERS: dict[str, Callable[[Plan, Filter, Agent], Any]] = {
    "queue": _by_queue,
    "status": _by_status,
    "tag": _by_tag,
    "assignee": _by_assignee,
}
