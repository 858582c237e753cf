"""Reports that a message of ours was not delivered: RFC 3464, and the free forms that came before it."""

import re
from dataclasses import dataclass
from typing import Final

from lyhord.channels.mail.addresses import normalised_email
from lyhord.channels.mail.charsets import decode_text
from lyhord.channels.mail.parsed import ParsedMail

SAMPLE: Final = 20_000
BLOCKS: Final = re.compile(r"\n[ \t]*\n")
FIELD: Final = re.compile(r"^([A-Za-z-]+)[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
MESSAGE_ID: Final = re.compile(r"^(?:x-original-)?message-id:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)
STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE: Final = re.compile(r"(?<![\d.\w-])([45])\d\d(?=[ \-#:])")
EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
DAEMON: Final = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|maildelivery|mdaemon|bounces?|mailerdaemon"
    r"|microsoftexchange[0-9a-f]{20,})(?:[+=-].*)?@",
    re.IGNORECASE,
)
FAILED_SUBJECT: Final = re.compile(
    r"undeliver|returned mail|returned to sender|delivery (?:has )?failed|delivery failure|failure notice|"
    r"mail delivery (?:failed|failure|system)|delivery status notification|delivery problem|"
    r"non[- ]?delivery|could ?n[o']t be delivered|mail system error|nondeliverable|rejected mail|"
    r"message (?:was )?rejected|"
    r"olever(?:er|bar)|kunde inte leverera|gick inte att leverera|leveransfel|leverans misslyckades|ej levererat|"
    r"kunne ikke leveres|ikke leveret|ikke levert|mislykket levering|ei voitu toimittaa|toimitus epäonnistui|"
    r"unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|non remis|échec de (?:la )?remise|"
    r"no se puede entregar|no entregado|niedostarcz|nie dostarczono|nie można dostarczyć",
    re.IGNORECASE,
)
DELAYED: Final = re.compile(
    r"delay|warning: (?:message|could not send)|still being retried|will (?:keep|continue) (?:on )?trying|"
    r"will be retried|transient|försenad|försenat|försöker igen|forsinket|viivästy|verzögert|retard|retras|opóźni",
    re.IGNORECASE,
)
FREE_FORM: Final = re.compile(
    r"this is the (?:mail (?:system|delivery)|qmail-send|mail delivery)|"
    r"message (?:that you sent )?could not be delivered|could not be delivered to|couldn't be delivered|"
    r"delivery to the following recipients? (?:has )?failed|the following address(?:es)? (?:had|failed)|"
    r"your (?:message|mail|e-?mail)(?: to \S+)? "
    r"(?:could ?n[o'’]t|wasn['’]t|was not|did not|has not been|has been delayed)|"
    r"was rejected by|unable to deliver|i'm afraid i wasn't able|"
    r"inte leverera|kunde inte levereras|kunne ikke leveres|ei voitu toimittaa|nicht zugestellt|"
    r"address not found|adressen hittades inte|user unknown|unknown user|no such user|mailbox (?:is )?full",
    re.IGNORECASE,
)
ANSWERS: Final = re.compile(r"\s*(?:re|sv|vs|aw|antw|odp|auto\w*)\s*:", re.IGNORECASE)
TEMPORARY: Final = re.compile(
    r"mailbox (?:is )?full|over quota|quota exceeded|temporar|try again|retry|greylist|full inbox|inkorgen är full|"
    r"brevlådan är full|full innboks|postkassen er full|postilaatikko on täynnä|postfach (?:ist )?voll",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One address: `status` is the enhanced code (RFC 3463) or empty, `diagnostic` the server's own words.

    `is_permanent` says that the address will never be reached, `has_given_up` that this message will not be tried
    again: after days of temporary errors a server gives up without knowing anything of the address.
    """

    email: str
    is_permanent: bool
    status: str
    diagnostic: str
    has_given_up: bool = True


@dataclass(frozen=True, slots=True)
class BounceReport:
    """Who was not reached, and which of our messages it was about (Message-IDs as far as the report tells)."""

    recipients: tuple[FailedRecipient, ...]
    original_message_ids: tuple[str, ...]

    @property
    def is_permanent(self) -> bool:
        """Whether at least one address will never be reached by trying again."""
        return any(recipient.is_permanent for recipient in self.recipients)


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """A DSN as it was read: the failures in it, and whether it only tells that all went well."""

    failures: tuple[FailedRecipient, ...]
    is_success: bool


def delivery_status(mail: ParsedMail) -> DeliveryStatus | None:
    """What the machine-readable part of a DSN says (RFC 3464), None when there is no such part."""
    sources = [
        decode_text(one.content, "utf-8")[0].replace("\r\n", "\n")
        for one in mail.attachments
        if one.content_type in {"message/delivery-status", "message/global-delivery-status"}
    ]
    if not sources:
        return None
    blocks = [_fields(block) for source in sources for block in BLOCKS.split(source)]
    reported = [block for block in blocks if "action" in block or "final-recipient" in block]
    failures = tuple(
        _failure(block) for block in reported if block.get("action", "failed").lower() in {"failed", "delayed"}
    )
    return DeliveryStatus(failures, is_success=bool(reported) and not failures)


def bounce_report(mail: ParsedMail, status: DeliveryStatus | None) -> BounceReport:
    """The report of a message known to be a bounce, from its DSN or, failing that, from its words."""
    recipients = status.failures if status and status.failures else _from_words(mail)
    return BounceReport(recipients, _originals(mail))


def bounce_evidence(mail: ParsedMail) -> str:
    """Why a message without DSN is a bounce, empty when it is none."""
    if failed := mail.header("x-failed-recipients"):
        return f"X-Failed-Recipients: {failed}"
    sender = mail.sender.email if mail.sender else ""
    is_daemon = bool(DAEMON.match(sender))
    if not is_daemon and (mail.header("return-path").strip() != "<>" or ANSWERS.match(mail.subject)):
        return ""
    told = FAILED_SUBJECT.search(mail.subject) or FREE_FORM.search(mail.text[:SAMPLE])
    told = told or (DELAYED.search(mail.subject) if is_daemon else None)
    return f"{sender or 'empty sender'}: “{told[0]}”" if told else ""


def _fields(block: str) -> dict[str, str]:
    return {name.lower(): " ".join(value.split()) for name, value in FIELD.findall(block)}


def _failure(block: dict[str, str]) -> FailedRecipient:
    written = block.get("original-recipient") or block.get("final-recipient", "")
    final = block.get("final-recipient") or written
    diagnostic = block.get("diagnostic-code", "").partition(";")[2].strip() or block.get("diagnostic-code", "")
    found = STATUS.search(block.get("status", "")) or STATUS.search(diagnostic)
    status = found[1] if found else ""
    delayed = block.get("action", "").lower() == "delayed"
    return FailedRecipient(
        email=_email(final) or _email(written),
        is_permanent=not delayed and not status.startswith("4"),
        status=status,
        diagnostic=diagnostic,
        has_given_up=not delayed,
    )


def _email(written: str) -> str:
    address = written.partition(";")[2] or written
    return normalised_email(address.strip().strip("<>"))


def _from_words(mail: ParsedMail) -> tuple[FailedRecipient, ...]:
    words = mail.text[:SAMPLE]
    said = words.partition("\n---")[0]
    diagnostic = _diagnostic(said) or _diagnostic(words)
    found = STATUS.search(diagnostic) or STATUS.search(words)
    status = found[1] if found else ""
    permanent = _is_permanent(mail, status, diagnostic or words)
    has_given_up = permanent or not (DELAYED.search(mail.subject) or DELAYED.search(said))
    emails = _failed_addresses(mail, said, words)
    return tuple(FailedRecipient(email, permanent, status, diagnostic, has_given_up) for email in emails)


def _is_permanent(mail: ParsedMail, status: str, words: str) -> bool:
    if DELAYED.search(mail.subject):
        return False
    if status:
        return status.startswith("5")
    code = REPLY_CODE.search(words)
    if code:
        return code[1] == "5"
    return not (TEMPORARY.search(words) or DELAYED.search(words))


def _failed_addresses(mail: ParsedMail, said: str, words: str) -> list[str]:
    own = {address.email.lower() for address in (*mail.to, *([mail.sender] if mail.sender else []))}
    for source in (mail.header("x-failed-recipients"), said, words):
        emails = (normalised_email(found.strip("'.")) for found in EMAIL.findall(source))
        found = [email for email in dict.fromkeys(emails) if email and email.lower() not in own]
        if found:
            return found if source is not words else found[:1]
    return []


def _diagnostic(words: str) -> str:
    lines = [line.strip() for line in words.split("\n")]
    return next((line for line in lines if STATUS.search(line) or REPLY_CODE.search(line)), "")[:500]


def _originals(mail: ParsedMail) -> tuple[str, ...]:
    found: list[str] = []
    for attached in mail.attachments:
        if attached.content_type in {"message/rfc822", "text/rfc822-headers", "message/global", "text/plain"}:
            found += MESSAGE_ID.findall(decode_text(attached.content[:SAMPLE])[0].replace("\r\n", "\n"))
    found += MESSAGE_ID.findall(mail.text[:SAMPLE])
    return tuple(dict.fromkeys((*found, *mail.in_reply_to, *mail.references)))
