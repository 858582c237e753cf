import smtplib
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from lyhord.channels.models import Envelope
from lyhord.channels.tests.doors import database_url, free_port, open_door
from lyhord.channels.tests.factories import make_mail, make_mailbox

pytestmark = pytest.mark.django_db(transaction=True)

RAW = make_mail().as_bytes(policy=make_mail().policy.clone(linesep="\r\n"))
OURS = "kundservice@nordljus.example"


def test_what_got_a_250_is_committed_exactly_as_it_came() -> None:
    make_mailbox()
    raw = b"Subject: bytes\r\n\r\n.dots \x00 and \xff stay\r\n"

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.sendmail("maja@kund.example", ["Kundservice+x@Nordljus.example"], raw)

        envelope = Envelope.objects.get()
        assert bytes(envelope.raw) == raw
        assert envelope.account == OURS
        assert envelope.state == Envelope.State.RECEIVED
        assert envelope.transport["sender"] == "maja@kund.example"
        assert envelope.transport["recipients"] == ["Kundservice+x@Nordljus.example"]


def test_a_bounce_without_a_sender_is_taken() -> None:
    make_mailbox()

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.sendmail("", [OURS], RAW)

    assert Envelope.objects.get().transport["sender"] == ""


def test_mail_for_strangers_is_refused() -> None:
    make_mailbox()
    make_mailbox(address="stangd@nordljus.example", is_active=False)

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.helo("kund.example")
        client.mail("maja@kund.example")

        assert client.rcpt("nobody@nordljus.example")[0] == 550
        assert client.rcpt("kundservice@annan.example")[0] == 550
        assert client.rcpt("stangd@nordljus.example")[0] == 550


def test_a_message_handed_over_twice_counts_once() -> None:
    make_mailbox()

    with open_door() as door:
        for _ in range(2):
            with smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
                client.sendmail("maja@kund.example", [OURS], RAW)

    assert Envelope.objects.count() == 1


def test_two_mailboxes_in_one_message_are_one_envelope() -> None:
    make_mailbox()
    make_mailbox(address="retur@nordljus.example")

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.sendmail("maja@kund.example", ["retur@nordljus.example", OURS], RAW)

    envelope = Envelope.objects.get()
    assert envelope.account == "retur@nordljus.example"
    assert len(envelope.transport["recipients"]) == 2


def test_a_message_above_the_limit_is_refused_for_good() -> None:
    make_mailbox()

    with open_door(message_limit_bytes=2_000) as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "2000"
        assert {"8bitmime", "smtputf8"} <= client.esmtp_features.keys()
        with pytest.raises(smtplib.SMTPSenderRefused, match="552"):
            client.sendmail("maja@kund.example", [OURS], RAW + b"x" * 3_000)
        client.rset()
        client.mail("maja@kund.example")
        client.rcpt(OURS)
        assert client.data(RAW + b"x" * 3_000)[0] == 552

    assert not Envelope.objects.exists()


def test_lines_longer_than_the_standard_allows_are_taken() -> None:
    make_mailbox()

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.sendmail("maja@kund.example", [OURS], RAW + b"x" * 200_000)

    assert len(Envelope.objects.get().raw) > 200_000


def test_while_the_database_is_away_nothing_is_accepted_and_afterwards_it_is() -> None:
    make_mailbox()
    away = psycopg.conninfo.make_conninfo(database_url(), dbname="nowhere")

    with open_door(database_url=away) as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.ehlo()
        client.mail("maja@kund.example")
        assert client.rcpt(OURS)[0] == 451

    with open_door() as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.sendmail("maja@kund.example", [OURS], RAW)
        cut_connections_of_the_listener()
        client.mail("maja@kund.example")
        client.rcpt(OURS)
        assert client.data(RAW + b"once more\r\n")[0] == 451
        client.mail("maja@kund.example")
        client.rcpt(OURS)
        assert client.data(RAW + b"once more\r\n")[0] == 250

    assert Envelope.objects.count() == 2


def test_a_client_in_a_hurry_waits_its_turn() -> None:
    make_mailbox()

    with open_door(trusted=(), messages_per_minute=4) as door, smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
        client.ehlo()
        answers = []
        for number in range(4):
            answers.append(client.mail(f"maja{number // 3}@kund.example")[0])
            client.rset()

    assert answers == [250, 250, 450, 250]


def test_too_many_connections_from_one_client_are_turned_away() -> None:
    make_mailbox()

    with (
        open_door(trusted=(), connections_per_client=1) as door,
        smtplib.SMTP("127.0.0.1", door.smtp_port),
        socket.create_connection(("127.0.0.1", door.smtp_port)) as second,
    ):
        assert second.recv(100).startswith(b"421 ")


def test_lmtp_answers_for_each_recipient() -> None:
    make_mailbox()
    make_mailbox(address="retur@nordljus.example")
    port = free_port()

    with open_door(lmtp_port=port), smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("maja@kund.example")
        client.rcpt(OURS)
        client.rcpt("retur@nordljus.example")
        first = client.data(RAW)
        second = client.getreply()

    assert (first[0], second[0]) == (250, 250)
    assert Envelope.objects.get().transport["protocol"] == "lmtp"


def test_a_certificate_switches_tls_on(tmp_path: Path) -> None:
    make_mailbox()
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-days", "1", "-subj", "/CN=desk.example", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )

    with (
        open_door(certificate=certificate, certificate_key=key) as door,
        smtplib.SMTP("127.0.0.1", door.smtp_port) as client,
    ):
        assert client.starttls()[0] == 220
        client.sendmail("maja@kund.example", [OURS], RAW)

    assert Envelope.objects.count() == 1


def test_many_at_once_are_all_kept() -> None:
    make_mailbox()

    with open_door() as door, ThreadPoolExecutor(8) as pool:

        def send(number: int) -> None:
            with smtplib.SMTP("127.0.0.1", door.smtp_port) as client:
                for part in range(10):
                    client.sendmail(f"maja{number}@kund.example", [OURS], RAW + f"{number} {part}\r\n".encode())

        list(pool.map(send, range(8)))

    assert Envelope.objects.count() == 80


def cut_connections_of_the_listener() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lyhord mail'")
