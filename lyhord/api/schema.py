"""The OpenAPI 3.1 description, told what ninja cannot know: permissions, problems and idempotency keys."""

from functools import cache
from http import HTTPStatus
from typing import Any

from ninja.operation import Operation

from lyhord.api.composition import api
from lyhord.core.permissions import declared
from lyhord.core.rest.problems import CONTENT_TYPE

_PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Address of the kind of problem; branch on it."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
        "permission": {"type": "string", "description": "The permission that is missing."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of at most 255 characters; a repetition within 24 hours gets the first answer.",
    "schema": {"type": "string", "maxLength": 255},
}
_REFUSALS = {"400": "bad-request", "401": "unauthenticated", "403": "not-permitted", "404": "not-found",
             "422": "invalid", "429": "too-many-requests"}  # fmt: skip

_CONFLICTS = {"post": ("409", "413"), "patch": ("409", "412", "413")}


@cache
def openapi() -> dict[str, Any]:
    """The whole description, made once a process."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    schema["openapi"] = "3.1.0"
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    permissions = permissions_by_operation()
    for path in schema["paths"].values():
        for method, operation in path.items():
            _complete(operation, method, permissions[operation["operationId"]])
    return schema


def permissions_by_operation() -> dict[str, tuple[str, ...]]:
    """Which permissions each operation asks for, by its id."""
    return {
        _id_of(operation): getattr(operation.view_func, "permissions", ())
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }


def _id_of(operation: Operation) -> str:
    return operation.operation_id or api.get_openapi_operation_id(operation)


def _complete(operation: dict[str, Any], method: str, permissions: tuple[str, ...]) -> None:
    operation["x-permissions"] = list(permissions)
    needed = " or ".join(f"`{code}` ({declared[code]})" for code in permissions)
    operation["description"] = f"{operation.get('description', '').strip()}\n\nNeeds {needed}.".strip()
    if method == "post":
        operation.setdefault("parameters", []).append(_KEY)
    responses = {str(code): response for code, response in operation["responses"].items()}
    refusals = _REFUSALS | {status: HTTPStatus(int(status)).phrase for status in _CONFLICTS.get(method, ())}
    for status, kind in refusals.items():
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses.setdefault(status, {"description": kind, "content": content})
    operation["responses"] = responses
