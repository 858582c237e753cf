"""Files are looked at by clamd; spoken to over a real socket in its own protocol."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lyhord.cases.actions.receive_message import IncomingFile
from lyhord.cases.jobs.scan_attachments import scan_attachments, scan_what_waits
from lyhord.cases.models import Attachment, Case
from lyhord.cases.tests.factories import make_agent, make_case
from lyhord.cases.tests.test_inbox_page import page, signed_in
from lyhord.core.clamav import ScannerAway, ScannerRefused, Verdict, scan
from lyhord.core.config import ConfigError, config, read_config

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST_BYTES = 2_000_000


@dataclass
class Clamd:
    """A server that speaks INSTREAM as clamd does: chunks with their length, a nought at the end, one answer."""

    address: str
    listening: socket.socket
    seen: list[bytes] = field(default_factory=list)

    def serve(self) -> None:
        while True:
            try:
                line, _peer = self.listening.accept()
            except OSError:
                return
            with line:
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        stream = line.makefile("rb")
        if stream.read(10) != b"zINSTREAM\0":
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        content = bytearray()
        while length := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(length)
            if len(content) > MOST_BYTES:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(bytes(content))
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@contextmanager
def running(listening: socket.socket, address: str) -> Iterator[Clamd]:
    clamd = Clamd(address, listening)
    listening.listen()
    thread = threading.Thread(target=clamd.serve)
    thread.start()
    try:
        yield clamd
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@pytest.fixture
def clamd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    with running(listening, f"tcp://127.0.0.1:{listening.getsockname()[1]}") as clamd:
        monkeypatch.setenv("LYHORD_CLAMD", clamd.address)
        config.cache_clear()
        yield clamd
        monkeypatch.undo()
        config.cache_clear()


@pytest.fixture
def _scanner_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("LYHORD_CLAMD", f"tcp://127.0.0.1:{free.getsockname()[1]}")
    config.cache_clear()
    yield
    monkeypatch.undo()
    config.cache_clear()


def case_with(*contents: bytes, name: str = "kvitto.pdf") -> Case:
    files = tuple(IncomingFile(filename=name, content_type="application/pdf", content=each) for each in contents)
    return make_case(files=files)


def scanned(case: Case) -> list[tuple[str, str]]:
    entry = case.entries.get()
    scan_attachments(entry_id=entry.pk)
    return list(entry.attachments.values_list("scan", "scan_words"))


def test_a_file_is_clean_or_infected_by_the_scanners_words(clamd: Clamd) -> None:
    assert scan(content=BytesIO(b"hej" * 50_000), address=clamd.address) == Verdict(is_infected=False, words="")
    assert scan(content=BytesIO(EICAR), address=clamd.address) == Verdict(
        is_infected=True, words="Eicar-Test-Signature"
    )
    assert clamd.seen == [b"hej" * 50_000, EICAR]


def test_what_is_too_large_for_the_scanner_is_refused(clamd: Clamd) -> None:
    with pytest.raises(ScannerRefused, match="size limit"):
        scan(content=BytesIO(bytes(MOST_BYTES + 1)), address=clamd.address)


def test_a_scanner_behind_a_unix_socket_answers_too(tmp_path: Path) -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "clamd"))
    with running(listening, f"unix:{tmp_path}/clamd") as clamd:
        assert scan(content=BytesIO(EICAR), address=clamd.address).is_infected


def test_a_scanner_that_is_not_there_is_away(tmp_path: Path) -> None:
    with pytest.raises(ScannerAway):
        scan(content=BytesIO(b"hej"), address=f"unix:{tmp_path}/nobody")


@pytest.mark.django_db
def test_an_infected_file_is_not_given_out_and_the_page_says_why(clamd: Clamd) -> None:
    case = case_with(EICAR, b"%PDF")
    infected, clean = case.entries.get().attachments.all()
    elsa = make_agent(role="administrator")

    states = scanned(case)

    assert states == [("infected", "Eicar-Test-Signature"), ("clean", "")]
    refused = signed_in(elsa).get(infected.url)
    assert refused.status_code == 403
    assert "Eicar-Test-Signature" in refused.content.decode()
    assert signed_in(elsa).get(f"/api/v1/attachments/{infected.pk}").status_code == 403
    assert b"".join(signed_in(elsa).get(clean.url).streaming_content) == b"%PDF"  # type: ignore[attr-defined]
    shown = page(elsa, f"/cases/{case}/")
    assert "Smittad (Eicar-Test-Signature)" in shown
    assert f'href="{infected.url}"' not in shown


@pytest.mark.django_db
def test_scanning_is_asked_for_with_the_message_and_shown_at_once(
    clamd: Clamd, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = case_with(b"%PDF")

    job = ProcrastinateJob.objects.get(task_name="lyhord.cases.jobs.scan_attachments")

    assert job.args == {"entry_id": case.entries.get().pk}
    assert "kontrolleras för virus" in page(make_agent(role="administrator"), f"/cases/{case}/")
    scan_attachments(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_liveevent WHERE kind = 'delivery'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_scanner_away")
def test_while_the_scanner_is_away_files_are_marked_and_scanned_later(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_with(EICAR)

    states = scanned(case)
    shown = page(make_agent(role="administrator"), f"/cases/{case}/")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    with running(listening, f"tcp://127.0.0.1:{listening.getsockname()[1]}") as clamd:
        monkeypatch.setenv("LYHORD_CLAMD", clamd.address)
        config.cache_clear()
        scan_what_waits(timestamp=0)

    assert states == [("not_scanned", "")]
    assert "inte kontrollerad för virus" in shown
    assert Attachment.objects.get(entry__case=case).scan == "infected"


@pytest.mark.django_db
def test_what_the_scanner_refuses_is_not_asked_for_again(clamd: Clamd) -> None:
    case = case_with(bytes(MOST_BYTES + 1))

    (state,) = scanned(case)
    scan_what_waits(timestamp=0)

    assert state == ("not_scanned", "INSTREAM size limit exceeded.")
    assert clamd.seen == []


@pytest.mark.django_db
def test_without_a_scanner_nothing_is_said() -> None:
    case = case_with(b"%PDF")

    assert scanned(case) == [("", "")]
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_disguised_program_is_marked_on_the_page_and_in_the_api() -> None:
    case = case_with(b"MZ\x90\x00", name="ann\u202efdp.exe")
    client = signed_in(make_agent(role="administrator"))

    shown = client.get(f"/cases/{case}/").content.decode()
    told = client.get(f"/api/v1/cases/{case}/entries").json()["items"][0]["attachments"][0]

    assert "Namnet döljer vad filen är" in shown
    assert "\u202e" not in shown
    assert (told["danger"], told["scan"]) == ("disguised", "")


@pytest.mark.parametrize("address", ["clamd", "tcp://:3310", "tcp://host:99999", "http://x"])
def test_an_address_that_cannot_be_used_is_named_at_start(address: str) -> None:
    with pytest.raises(ConfigError, match="LYHORD_CLAMD"):
        read_config({"LYHORD_CLAMD": address})
