"""A real Postfix on loopback that takes mail with STARTTLS and password, and puts it in Dovecot's mailboxes."""

import os
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from lyhord.channels.tests.doors import free_port, wait_until
from lyhord.channels.tests.dovecots import Dovecot
from lyhord.channels.tests.programs import find, require_programs

DOMAIN = "kund.example"

_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/postfix.log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = inline:{{ maja@{domain}=maja, lager@{domain}=lager }}
virtual_transport = lmtp:unix:{lmtp}
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {auth}
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
  reject_unlisted_recipient, check_recipient_access inline:{{ {grey} }}, permit_sasl_authenticated, reject
smtpd_delay_reject = yes
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{plain_port} inet n - n - - smtpd -o smtpd_tls_security_level=none -o smtpd_tls_auth_only=no
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT_PART = """
protocols = imap lmtp
service lmtp {{
  unix_listener {home}/lmtp {{
    mode = 0666
  }}
  chroot =
}}
service auth {{
  unix_listener {home}/auth {{
    mode = 0666
  }}
}}
auth_username_format = %Ln
"""


@dataclass
class Postfix:
    """`port` offers STARTTLS and wants a password after it; `plain_port` offers no encryption."""

    home: Path
    port: int
    plain_port: int

    def set_grey(self, *addresses: str) -> None:
        """Tell these recipients to come back later, as greylisting does."""
        _configure(self.home, grey=addresses)
        subprocess.run([find("postfix"), "-c", str(self.home / "conf"), "reload"], check=True, capture_output=True)


@contextmanager
def open_postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """A server that lives inside the block; it needs root, as Postfix does."""
    require_programs("postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root alone.")
    home = Path(tempfile.mkdtemp(prefix="lyhord-postfix-"))
    home.chmod(0o755)
    server = Postfix(home, free_port(), free_port())
    for name in ("conf", "queue", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    (home / "conf" / "master.cf").write_text(_MASTER.format(port=server.port, plain_port=server.plain_port))
    (home / "place").write_text(f"{dovecot.home}\n")
    _configure(home)
    postfix = [find("postfix"), "-c", str(home / "conf")]
    started = subprocess.run([*postfix, "start"], check=False, capture_output=True, text=True)
    assert started.returncode == 0, started.stderr + _log(home)
    try:
        wait_until(lambda: _answers(server), deadline_s=20)
        yield server
    finally:
        subprocess.run([*postfix, "stop"], check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _configure(home: Path, grey: tuple[str, ...] = ()) -> None:
    dovecot_home = Path((home / "place").read_text().strip())
    rules = ", ".join(f"{{ {address} = 450 4.2.0 Greylisted, come back later }}" for address in grey)
    main = _MAIN.format(
        home=home,
        domain=DOMAIN,
        lmtp=dovecot_home / "lmtp",
        auth=dovecot_home / "auth",
        certificate=dovecot_home / "cert.pem",
        key=dovecot_home / "key.pem",
        grey=rules or "{ nobody@invalid = DUNNO }",
    )
    (home / "conf" / "main.cf").write_text(main)


def _answers(server: Postfix) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=2) as client:
            return bool(client.noop()[0])
    except (OSError, smtplib.SMTPException):
        return False


def _log(home: Path) -> str:
    log = home / "postfix.log"
    return log.read_text() if log.exists() else ""
