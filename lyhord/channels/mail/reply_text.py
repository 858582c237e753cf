"""The customer's new words, apart from what was written before and from the card below them."""

from dataclasses import dataclass
from typing import Final

from lyhord.channels.mail.html_reading import HISTORY, HISTORY_MARK, html_to_text
from lyhord.channels.mail.quote_markers import (
    RULE,
    VERBS,
    attribution_at,
    header_block_at,
    is_quoted,
    is_separator,
    plain,
)
from lyhord.channels.mail.signatures import is_footer, signature_start

LONGEST_TEXT: Final = 400_000
WRAPPED_AT: Final = 55


@dataclass(frozen=True, slots=True)
class ReplyText:
    """`reply` is never empty unless the whole text is; the three together hold every word of the text."""

    reply: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class _History:
    start: int
    body: int
    may_be_answered: bool


def reply_of(text: str, *, html: str = "") -> ReplyText:
    """Divide the text of a message; `html` (raw) helps where its plain text does not show where history begins.

    Answers written between quoted lines are kept together with the lines they answer. A closing and a name stay
    with the reply, the contact details after them are signature.
    """
    lines = text[:LONGEST_TEXT].split("\n")
    seen = [plain(line) for line in lines]
    history = _history(seen)
    if history is None:
        return _from_html(html) or _finished(lines, seen, [], text)
    own, quoted = _divided(seen, history)
    return _finished([lines[at] for at in own], [seen[at] for at in own], [lines[at] for at in quoted], text)


def _history(seen: list[str]) -> _History | None:
    for at, line in enumerate(seen):
        if is_separator(line):
            return _History(at, at + 1, may_be_answered=False)
        if is_quoted(line):
            return _History(at, at, may_be_answered=True)
        if ":" in line and (end := header_block_at(seen, at)):
            return _History(_with_rule_above(seen, at), end, may_be_answered=False)
        if VERBS.search(line) and (span := attribution_at(seen, at)):
            return _History(span[0], span[1], may_be_answered=True)
    return None


def _with_rule_above(seen: list[str], at: int) -> int:
    above = at - 1
    while above >= 0 and not seen[above].strip():
        above -= 1
    return above if above >= 0 and RULE.fullmatch(seen[above]) else at


def _divided(seen: list[str], history: _History) -> tuple[list[int], list[int]]:
    everything = list(range(len(seen)))
    head, tail = everything[: history.start], everything[history.start :]
    answers = _answers(seen, history) if history.may_be_answered else []
    if not answers:
        return head, tail
    if len(answers) == 1:
        answer = answers[0]
        return [*_trimmed(head, seen), *answer], [*tail[: answer[0] - history.start], *range(answer[-1] + 1, len(seen))]
    until = answers[-1][-1] + 1
    if not seen[history.body].strip():
        head = _trimmed(head, seen)
    return [*head, *range(history.body, until)], [*range(history.start, history.body), *range(until, len(seen))]


def _trimmed(head: list[int], seen: list[str]) -> list[int]:
    while head and not seen[head[-1]].strip():
        head = head[:-1]
    return head


def _answers(seen: list[str], history: _History) -> list[list[int]]:
    """Runs of unquoted lines after the first quoted one, without what programs put there."""
    stop = _end_of_dialogue(seen, history.body)
    first = next((at for at in range(history.body, stop) if is_quoted(seen[at])), None)
    if first is None:
        return []
    runs: list[list[int]] = []
    for at in range(first, stop):
        if is_quoted(seen[at]):
            runs.append([])
        elif runs:
            runs[-1].append(at)
    own = [run for run in runs if any(seen[at].strip() for at in run) and not _is_wrapped_quote(seen, run, stop)]
    return [run for run in own if not _is_machine_made([seen[at] for at in run])]


def _end_of_dialogue(seen: list[str], body: int) -> int:
    for at in range(body, len(seen)):
        if not is_quoted(seen[at]) and (is_separator(seen[at]) or header_block_at(seen, at)):
            return at
    return len(seen)


def _is_wrapped_quote(seen: list[str], run: list[int], stop: int) -> bool:
    after = run[-1] + 1
    if len(run) > 1 or after >= stop or not is_quoted(seen[after]):
        return False
    return len(seen[run[0] - 1]) >= WRAPPED_AT and len(seen[run[0]]) < WRAPPED_AT


def _is_machine_made(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    if written[0].rstrip() in {"--", "—"} or RULE.fullmatch(written[0]):
        return True
    if all(is_footer(line) for line in written):
        return True
    joined = next((at for at, line in enumerate(lines) if VERBS.search(line) and attribution_at(lines, at)), None)
    return joined is not None and len(written) <= 4  # noqa: PLR2004


def _finished(lines: list[str], seen: list[str], quoted: list[str], text: str) -> ReplyText:
    at = signature_start(seen)
    reply, signature = _tidy(lines[:at]), _tidy(lines[at:])
    if not reply:
        reply, signature = _tidy(lines), ""
    if not reply:
        return ReplyText(text.strip() or text)
    return ReplyText(reply, _tidy(quoted), signature)


def _from_html(html: str) -> ReplyText | None:
    if not HISTORY.search(html):
        return None
    head, mark, rest = html_to_text(html, mark_history=True).partition(HISTORY_MARK)
    if not mark or not head.strip():
        return None
    lines = head.split("\n")
    return _finished(lines, [plain(line) for line in lines], rest.replace(HISTORY_MARK, "").split("\n"), head)


def _tidy(lines: list[str]) -> str:
    return "\n".join(lines).strip()
