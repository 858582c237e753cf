"""A real Dovecot on loopback, with its own folder, accounts and certificate."""

import http.server
import imaplib
import json
import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lyhord.channels.tests.doors import free_port, wait_until
from lyhord.channels.tests.programs import find, make_certificate, require_programs

PASSWORD = "rätt lösenord"

_CONFIG = """
base_dir = {run}
state_dir = {run}/state
log_path = {home}/dovecot.log
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
default_internal_user = {internal}
default_login_user = {internal}
default_internal_group = {group}
default_process_limit = 20
default_vsz_limit = 0
first_valid_uid = 0
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{home}/mail/%n
mail_uid = {owner}
mail_gid = {owner_group}
mail_fsync = never
imap_idle_notify_interval = 2 mins
imap_capability = {capability}
mail_max_userip_connections = 100
auth_failure_delay = 0
namespace inbox {{
  inbox = yes
  separator = .
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%n {home}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={home}/mail/%n allow_all_users=yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service stats {{
  chroot =
}}
{more}
"""

_OAUTH2 = """
tokeninfo_url = http://127.0.0.1:{token_port}/tokeninfo?access_token=
introspection_mode = auth
force_introspection = no
username_attribute = email
username_format = %u
"""


@dataclass
class Dovecot:
    """`port` speaks STARTTLS, `tls_port` TLS from the start; `certificate` vouches for both."""

    home: Path
    port: int
    tls_port: int
    token_port: int
    certificate: Path
    process: "subprocess.Popen[bytes]"
    refused_tokens: set[str]

    def sign_in(self, user: str = "maja") -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        return client

    def deliver(self, *raws: bytes, user: str = "maja", folder: str = "INBOX", when: float | None = None) -> None:
        """Put messages in a folder as another program would."""
        client = self.sign_in(user)
        for raw in raws:
            if folder != "INBOX":
                client.create(folder)
            told = imaplib.Time2Internaldate(when) if when is not None else ""
            status, answer = client.append(folder, "", told, raw)
            assert status == "OK", answer
        client.logout()

    def flags(self, user: str = "maja", folder: str = "INBOX") -> list[str]:
        """The flags of every message, in order, without having looked at it."""
        client = self.sign_in(user)
        client.select(f'"{folder}"', readonly=True)
        _, found = client.fetch("1:*", "(FLAGS)")
        client.logout()
        return [_words(each) for each in found if each is not None]

    def count(self, user: str = "maja", folder: str = "INBOX") -> int:
        client = self.sign_in(user)
        status, answer = client.select(f'"{folder}"', readonly=True)
        client.logout()
        return int(answer[0] or 0) if status == "OK" else 0

    def empty(self) -> None:
        """Forget all mail of all accounts."""
        for folder in (self.home / "mail").iterdir():
            shutil.rmtree(folder)

    def renumber(self, user: str = "maja") -> None:
        """Let the folder have a new UIDVALIDITY, as after a restore: Dovecot forgets its list and makes a new one."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (self.home / "mail" / user / name).unlink(missing_ok=True)
        uidlist = self.home / "mail" / user / "dovecot-uidlist"
        uidlist.write_text("3 V1234567890 N1000\n")
        shutil.chown(uidlist, *_owner())


@contextmanager
def open_dovecot(*, capability: str = "", more: str = "") -> Iterator[Dovecot]:
    """A server that lives inside the block; `capability` replaces what it says it can, such as one without IDLE."""
    require_programs("dovecot")
    home = Path(tempfile.mkdtemp(prefix="lyhord-dovecot-"))
    refused: set[str] = set()
    with token_server(refused) as token_port:
        server = _configured(home, token_port, refused, capability, more)
        try:
            wait_until(lambda: _answers(server), deadline_s=20)
            yield server
        finally:
            server.process.terminate()
            server.process.wait(timeout=20)
            shutil.rmtree(home, ignore_errors=True)


def _configured(home: Path, token_port: int, refused: set[str], capability: str, more: str) -> Dovecot:
    home.chmod(0o711)
    for name in ("mail", "run"):
        (home / name).mkdir()
    certificate, key = make_certificate(home)
    user, group = _owner()
    internal = "dovenull" if os.geteuid() == 0 else user
    shutil.chown(home / "mail", user, group)
    (home / "users").write_text("".join(f"{name}:{{PLAIN}}{PASSWORD}\n" for name in ("maja", "kund", "lager")))
    (home / "oauth2.conf").write_text(_OAUTH2.format(token_port=token_port))
    port, tls_port = free_port(), free_port()
    config = home / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            home=home,
            run=home / "run",
            certificate=certificate,
            key=key,
            internal="dovecot" if os.geteuid() == 0 else internal,
            group="dovecot" if os.geteuid() == 0 else group,
            owner=user,
            owner_group=group,
            port=port,
            tls_port=tls_port,
            capability=capability,
            more=more.format(home=home, owner=user),
        )
    )
    process = subprocess.Popen([find("dovecot"), "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
    return Dovecot(home, port, tls_port, token_port, certificate, process, refused)


@contextmanager
def token_server(refused: set[str]) -> Iterator[int]:
    """Gives access tokens for refresh tokens, and tells Dovecot whose they are; counts in the token how often."""

    class Tokens(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = dict(urllib.parse.parse_qsl(body))
            if asked.get("refresh_token") in refused:
                self._answer(400, {"error": "invalid_grant", "error_description": "The token was revoked."})
                return
            self._answer(200, {"access_token": "access-maja", "expires_in": 3600, "refresh_token": "fresh-2"})

        def do_GET(self) -> None:
            token = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("access_token", [""])[0]
            known = token == "access-maja"
            self._answer(200 if known else 401, {"email": "maja"} if known else {"error": "invalid_token"})

        def _answer(self, status: int, facts: dict[str, Any]) -> None:
            body = json.dumps(facts).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _owner() -> tuple[str, str]:
    if os.geteuid() == 0:
        return "nobody", "nogroup"
    me = pwd.getpwuid(os.geteuid())
    return me.pw_name, me.pw_name


def _answers(server: Dovecot) -> bool:
    assert server.process.poll() is None, (server.home / "dovecot.log").read_text()
    try:
        server.sign_in().logout()
    except (OSError, imaplib.IMAP4.error, ssl.SSLError):
        return False
    return True


def _words(found: Any) -> str:
    raw: bytes = found[0] if isinstance(found, tuple) else found
    return raw.decode()
