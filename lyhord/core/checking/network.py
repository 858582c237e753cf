import smtplib
from io import BytesIO

from lyhord.core.checking.finding import Finding, failure, good, note
from lyhord.core.clamav import ScannerAway, ScannerRefused, scan
from lyhord.core.config import Config
from lyhord.core.ports import PATIENCE_S, answers, is_free


def ports_are_free_or_ours(config: Config) -> Finding:
    """A port that is taken is right when Lyhörd itself answers there."""
    if is_free(config.host, config.port) and is_free(config.smtp_host, config.smtp_port):
        return good(f"The ports {config.port} (web) and {config.smtp_port} (mail) are free.")
    if answers(config):
        return good(f"Lyhörd answers on port {config.port}.")
    return failure(f"Port {config.port} or {config.smtp_port} is taken by another program. Choose others.")


def scanner_answers(config: Config) -> Finding:
    """Whether the virus scanner looks at an empty file."""
    if not config.clamd:
        return note("No virus scanner is set: files are not checked. Set LYHORD_CLAMD to the address of a clamd.")
    try:
        scan(content=BytesIO(b""), address=config.clamd)
    except (ScannerAway, ScannerRefused) as error:
        return failure(f"The virus scanner at {config.clamd} does not answer ({error}). Check LYHORD_CLAMD.")
    return good(f"The virus scanner at {config.clamd} answers.")


def relay_answers(config: Config) -> Finding:
    relay = config.relay
    if relay is None:
        return note("No relay is set: answers stay here and reach nobody. Set LYHORD_RELAY.")
    connect = smtplib.SMTP_SSL if relay.is_implicit_tls else smtplib.SMTP
    try:
        with connect(relay.host, relay.port, timeout=PATIENCE_S) as client:
            client.noop()
    except (OSError, smtplib.SMTPException) as error:
        return failure(f"The relay {relay.host}:{relay.port} does not answer ({error}). Check LYHORD_RELAY.")
    return good(f"The relay {relay.host}:{relay.port} answers.")
