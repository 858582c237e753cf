"""Debian's mail servers for tests: installed when that is possible, started as they are in the world."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PACKAGES = ("dovecot-imapd", "dovecot-lmtpd", "postfix")
_PLACES = ("/usr/sbin", "/usr/lib/dovecot", "/usr/lib/postfix/sbin")


def require_programs(*programs: str) -> None:
    """Have the mail servers installed, or fail with what to do; services are not started by the installation."""
    if not _missing(programs):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", *arguments], env=environment, check=False, capture_output=True)
    if missing := _missing(programs):
        pytest.fail(f"{', '.join(missing)} not found. Install: apt-get install {' '.join(PACKAGES)}")


def find(program: str) -> str:
    path = os.pathsep.join([os.environ.get("PATH", ""), *_PLACES])
    found = shutil.which(program, path=path)
    assert found, program
    return found


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


def _missing(programs: Sequence[str]) -> list[str]:
    path = os.pathsep.join([os.environ.get("PATH", ""), *_PLACES])
    return [program for program in programs if shutil.which(program, path=path) is None]
