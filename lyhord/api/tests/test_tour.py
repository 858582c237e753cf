import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from lyhord.api.tests.clients import api_of
from lyhord.cases.models import Case, Entry
from lyhord.cases.tests.factories import make_agent, make_case, make_queue
from lyhord.channels.models import Envelope

TOUR = Path(__file__).parents[3] / "docs" / "api.md"


def steps() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TOUR.read_text(), flags=re.DOTALL)
    return [block for block in blocks if "curl" in block]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")
@pytest.mark.django_db(transaction=True)
def test_the_tour_of_the_documentation_works_step_by_step(live_server: LiveServer, tmp_path: Path) -> None:
    make_case(text="Var är min leverans?")
    queue = make_queue("Leverans")
    secret = api_of(make_agent(role="administrator")).secret
    number = ""
    told: list[dict[str, Any]] = []

    for step in steps():
        written = re.sub(r"export CASE=\S+", f"export CASE={number}", step).replace("QUEUE", queue.slug)
        done = subprocess.run(
            ["sh", "-euc", written],
            check=True,
            capture_output=True,
            cwd=tmp_path,
            env={"BASE": f"{live_server.url}/api/v1", "TOKEN": secret, "CASE": number, "PATH": "/usr/bin:/bin"},
            timeout=30,
        )
        answer = json.loads(done.stdout)
        number = answer.get("number", number)
        told.append(answer)

    refused = [answer for answer in told if "status" in answer and isinstance(answer["status"], int)]
    assert [answer["type"] for answer in refused] == ["/api/v1/docs#invalid"]
    case = Case.objects.get(subject="Trasig lampa")
    assert (case.status, case.priority, case.tags) == (5, 2, ["glas", "transportskada"])
    assert Entry.objects.filter(case=case, direction="out", kind="message").count() == 1
    assert Entry.objects.filter(case=case, kind="note").count() == 1
    assert not Envelope.objects.exists()
    assert told[3]["items"][0]["snippet_html"].count("<mark>") >= 1
