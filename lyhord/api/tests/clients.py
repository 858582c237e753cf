"""A client that speaks to the API as somebody with a token."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from lyhord.core.actions import SYSTEM
from lyhord.people.actions.create_token import create_token
from lyhord.people.models import Agent


@dataclass
class Api:
    """Requests with a token; answers are Django's test responses."""

    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("delete", path, body, headers)

    def upload(self, path: str, file: Any) -> Any:
        return self.client.post(f"/api/v1{path}", {"file": file}, headers=self._headers())

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(self.client, method)(
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=self._headers() | given,
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def api_of(agent: Agent, *scopes: str) -> Api:
    """The API as the agent, with a new token of these scopes (all of them when none is named)."""
    _token, secret = create_token(agent=agent, name="test", scopes=scopes or ("*",), by=SYSTEM)
    return Api(secret)


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    """The problem that a response tells, checked to be of this status and kind."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert told["type"] == f"/api/v1/docs#{kind}"
    assert told["title"]
    assert told["detail"]
    return told
