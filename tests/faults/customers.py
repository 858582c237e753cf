"""Customers whose mail server behaves as it should: it sends again until it has a 250, and keeps what it sent.

Every third message reaches an IMAP server instead, from where it must be fetched.
"""

import smtplib
import threading
from email.message import EmailMessage
from typing import Self

from lyhord.channels.tests.dovecots import Dovecot

ADDRESS = "kundservice@nordljus.example"
RETRY_S = 0.3


class Customers:
    """Sends `count` messages over `seconds` by several connections; `accepted` are the Message-IDs that were taken."""

    def __init__(self, *, port: int, dovecot: Dovecot, count: int, seconds: float, lines: int = 4) -> None:
        self.accepted: list[str] = []
        self._port = port
        self._dovecot = dovecot
        self._pause_s = seconds * lines / count
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._send_all, args=(range(first, count, lines),), daemon=True)
            for first in range(lines)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(20)

    def are_sending(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _send_all(self, numbers: range) -> None:
        for number in numbers:
            mail = _letter(number)
            while not self._is_taken(number, mail):
                if self._stop.wait(RETRY_S):
                    return
            self.accepted.append(str(mail["Message-ID"]))
            if self._stop.wait(self._pause_s):
                return

    def _is_taken(self, number: int, mail: EmailMessage) -> bool:
        if number % 3 == 0:
            self._dovecot.deliver(mail.as_bytes())
            return True
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=15) as post:
                post.sendmail(f"kund{number}@example.com", [ADDRESS], mail.as_bytes())
        except (OSError, smtplib.SMTPException):
            return False
        return True


def _letter(number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Kund {number} <kund{number}@example.com>"
    mail["To"], mail["Subject"], mail["Message-ID"] = ADDRESS, f"Fråga {number}", f"<{number}@faults.example.com>"
    mail.set_content(f"Hej, det här är fråga {number}.")
    return mail
