"""Agents at their browsers, as a process of its own: reads a plan as JSON from standard input, prints what it took."""

import http.client
import json
import random
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

TOKEN = "b" * 32
NEXT = re.compile(r'(?:hx-get|href|src)="([^"]*[?&](?:amp;)?after=[^"]+)"')
TEXT = "<p>Hej! Tack för att du skriver. Paketet lämnade lagret i går och kommer på torsdag.</p>"


class Browser:
    """One signed-in agent; ``took`` gathers (what, server time in ms, time until the whole answer in ms).

    The agent rests ``rest_s`` seconds on the average between an answer and the next click.
    """

    def __init__(self, *, port: int, session: str, rest_s: float = 0.0) -> None:
        self.took: list[tuple[str, float, float]] = []
        self._rest_s = rest_s
        self._chance = random.Random(session)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def get(self, what: str, path: str, *, is_fragment: bool = False) -> str:
        return self._ask(what, "GET", path, headers={"HX-Request": "true"} if is_fragment else {})

    def post(self, what: str, path: str, fields: Mapping[str, Any]) -> str:
        headers = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(what, "POST", path, body=urlencode(fields), headers=headers)

    def _ask(self, what: str, method: str, path: str, *, body: str | None = None, headers: dict[str, str]) -> str:
        if self._rest_s:
            time.sleep(self._chance.uniform(0, 2 * self._rest_s))
        began = time.perf_counter()
        self._connection.request(method, path, body=body, headers={**self._headers, **headers})
        response = self._connection.getresponse()
        answer = response.read().decode()
        wall_ms = (time.perf_counter() - began) * 1000
        if response.status >= http.client.MULTIPLE_CHOICES:
            raise RuntimeError(f"{method} {path} was answered with {response.status}: {answer[:300]}")
        server_ms = float(response.headers["Server-Timing"].partition("dur=")[2])
        self.took.append((what, server_ms, wall_ms))
        return answer


def work(browser: Browser, agent: Mapping[str, Any], *, rounds: int, seed: int) -> None:
    """Do everything that is measured once a round, each round in another order."""
    chance = random.Random(seed)
    opened, answered = iter(agent["opens"]), iter(agent["answers"])
    steps: list[Callable[[], object]] = [
        lambda: _list_and_next(browser, "/inbox/mine/", "my cases"),
        lambda: _list_and_next(browser, "/inbox/unassigned/", "unassigned"),
        lambda: _list_and_next(browser, f"/inbox/queue/{agent['queue']}/", "a queue"),
        lambda: _list_and_next(browser, "/inbox/all/", "all cases"),
        lambda: browser.get("open a case, whole page", f"/cases/{next(opened)}/"),
        lambda: browser.get("open a case from the list", f"/cases/{next(opened)}/", is_fragment=True),
        lambda: _write_and_answer(browser, next(answered)),
    ]
    for _ in range(rounds):
        chance.shuffle(steps)
        for step in steps:
            step()


def _list_and_next(browser: Browser, path: str, name: str) -> None:
    page = browser.get(f"open list, {name}", path)
    following = NEXT.search(page)
    if following:
        browser.get("open list, next rows", following.group(1).replace("&amp;", "&"), is_fragment=True)


def _write_and_answer(browser: Browser, case: Mapping[str, str]) -> None:
    fields = {"html": TEXT, "to": case["to"]}
    browser.post("save a draft", f"/cases/{case['number']}/drafts/reply/", {**fields, "version": 0})
    browser.post("post a reply", f"/cases/{case['number']}/replies/", {**fields, "status": 2})


def main() -> None:
    plan = json.load(sys.stdin)
    browsers = [Browser(port=plan["port"], session=agent["session"], rest_s=plan["rest_s"]) for agent in plan["agents"]]
    threads = [
        threading.Thread(target=work, args=(browser, agent), kwargs={"rounds": plan["rounds"], "seed": number})
        for number, (browser, agent) in enumerate(zip(browsers, plan["agents"], strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump([took for browser in browsers for took in browser.took], sys.stdout)


if __name__ == "__main__":
    main()
