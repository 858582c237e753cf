import http.client
import json
from typing import Any, Self

from django.test import Client

from lyhord.people.models import Agent


def session_of(agent: Agent) -> str:
    """The cookie of a browser where the agent has signed in."""
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


class Screen:
    """An open live stream."""

    def __init__(self, *, port: int, cookie: str, query: str = "", latest: str = "") -> None:
        self._client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Cookie": cookie, **({"Last-Event-ID": latest} if latest else {})}
        self._client.request("GET", f"/live/{query}", headers=headers)
        self._response = self._client.getresponse()
        self.status = self._response.status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def line(self) -> str:
        """The next line; empty when the stream has ended."""
        return self._response.readline().decode()

    def opened(self) -> Self:
        assert self.line().startswith("retry:")
        return self

    def next_event(self) -> tuple[str, dict[str, Any]]:
        """Number and content of the next event."""
        number = ""
        while line := self.line():
            if line.startswith("id: "):
                number = line[4:].strip()
            if line.startswith("data: "):
                return number, json.loads(line[6:])
        raise AssertionError("the stream has ended")
