"""Runs all benchmarks, prints their figures and writes them into ``docs/benchmarks.md``: ``python -m bench``."""

import json
import subprocess
import sys
import time
from typing import Any

import click

from bench.home import ROOT
from bench.report import write_report

FULL_CASES, SMALL_CASES = 1_000_000, 50_000


@click.command()
@click.option("--small", is_flag=True, help="With 50,000 cases and fewer repetitions, in about two minutes.")
@click.option("--only", multiple=True, help="Run these parts alone, and write nothing.")
def main(*, small: bool, only: tuple[str, ...]) -> None:
    """Seed the department unless it is there, then measure part after part."""
    began = time.time()
    parts = _small_parts() if small else _full_parts()
    lines: list[dict[str, Any]] = []
    subprocess.run([sys.executable, "-m", "bench.seed", *parts.pop("seed")], check=True, cwd=ROOT)
    for name, options in parts.items():
        if not only or name in only:
            lines += run_part(name, options)
    if not only:
        write_report(lines, is_small=small, began=began)
    sys.exit(any("error" in line for line in lines))


def run_part(name: str, options: list[str]) -> list[dict[str, Any]]:
    """The figures a part prints, shown as they come; a part that fails is a figure that isn't reached."""
    command = [sys.executable, "-m", f"bench.{name}", *options]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            click.echo(line, nl=False)
            if line.startswith('{"what"'):
                lines.append(json.loads(line))
    if child.returncode != 0:
        lines.append({"what": name, "error": f"ended with code {child.returncode}", "ok": False})
    return lines


def _full_parts() -> dict[str, list[str]]:
    cases = ["--cases", str(FULL_CASES)]
    return {
        "seed": cases,
        "memory": cases,
        "pages": cases,
        "search": cases,
        "live": cases,
        "mail_accept": [],
        "mail_intake": [],
        "mail_engine": [],
        "mail_peers": [],
        "start": [],
    }


def _small_parts() -> dict[str, list[str]]:
    cases = ["--cases", str(SMALL_CASES)]
    return {
        "seed": cases,
        "memory": cases,
        "pages": [*cases, "--rounds", "12", "--rested-rounds", "2"],
        "search": [*cases, "--searches", "5"],
        "live": [*cases, "--events", "20"],
        "mail_accept": ["--messages", "3000"],
        "mail_intake": ["--messages", "1000", "--seconds", "5"],
        "mail_engine": ["--rounds", "5"],
    }


if __name__ == "__main__":
    main()
