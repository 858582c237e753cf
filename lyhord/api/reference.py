"""The description as a person reads it: operations by room, with fields and an example."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lyhord.api.schema import openapi

_METHODS = ("get", "post", "patch", "delete")
_DEEPEST = 2
_NOTHING: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    is_required: bool
    description: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    permissions: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    room: str
    operations: tuple[Operation, ...]


@cache
def sections(base: str) -> tuple[Section, ...]:
    """All operations by room, in the order they are composed; ``base`` is our address in the examples."""
    schema = openapi()
    rooms: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = _operation(path, method, methods[method], base)
                rooms.setdefault(methods[method]["tags"][0], []).append(operation)
    return tuple(Section(room, tuple(operations)) for room, operations in rooms.items())


def _operation(path: str, method: str, told: dict[str, Any], base: str) -> Operation:
    body = told.get("requestBody", {}).get("content", {})
    kind, media = next(iter(body.items()), ("", _NOTHING))
    success: dict[str, Any] = next(response for status, response in told["responses"].items() if status.startswith("2"))
    answer = next(iter(success.get("content", _NOTHING).values()), _NOTHING)
    fields = tuple(_fields(media.get("schema", {})))
    return Operation(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=told["description"].rpartition("\n\nNeeds ")[0].replace("`", ""),
        permissions=tuple(told["x-permissions"]),
        parameters=tuple(_parameter(each) for each in told.get("parameters", [])),
        body=fields,
        answer=tuple(_fields(answer.get("schema", {}))),
        example=_example(path, method, kind, fields, base),
    )


def _parameter(told: dict[str, Any]) -> Field:
    schema = told.get("schema", {})
    described = _description(told) or _description(schema)
    return Field(told["name"], f"{_kind(schema)} ({told['in']})", told.get("required", False), described)


def _fields(schema: dict[str, Any], depth: int = 0) -> Iterator[Field]:
    resolved = _resolved(schema)
    if resolved.get("type") == "array":
        yield from _fields(resolved["items"], depth)
        return
    required = resolved.get("required", [])
    for name, told in resolved.get("properties", {}).items():
        yield Field(name, _kind(told), name in required, _description(told), depth)
        if depth < _DEEPEST:
            yield from _fields(_inner(told), depth + 1)


def _inner(told: dict[str, Any]) -> dict[str, Any]:
    options = told.get("anyOf") or told.get("allOf") or [told]
    return next((each for each in options if "$ref" in each or each.get("type") == "array"), {})


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _description(told: dict[str, Any]) -> str:
    return str(told.get("description") or "").replace("`", "")


def _kind(told: dict[str, Any]) -> str:
    if "anyOf" in told:
        return " | ".join(_kind(each) for each in told["anyOf"])
    if "allOf" in told:
        return _kind(told["allOf"][0])
    if "$ref" in told:
        return "object"
    if "enum" in told:
        return " | ".join(f"“{value}”" for value in told["enum"])
    if told.get("type") == "array":
        return f"list of {_kind(told.get('items', {}))}"
    return str(told.get("format") or told.get("type") or "any")


def _example(path: str, method: str, kind: str, body: tuple[Field, ...], base: str) -> str:
    address = path.replace("{number}", "1048-2273").replace("_id}", "}").replace("{customer}", "17")
    address = address.replace("{envelope}", "17").replace("{attachment}", "17").replace("{delivery}", "17")
    parts = [f"curl {base}{address}", '-H "Authorization: Bearer $TOKEN"']
    if method != "get":
        parts.insert(1, f"-X {method.upper()}")
    if kind == "application/json":
        given = {
            field.name: _EXAMPLES.get(field.name, "…") for field in body if field.depth == 0 and _is_telling(field)
        }
        parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(given, ensure_ascii=False)}'"]
    if kind.startswith("multipart"):
        parts.append("-F file=@kvitto.pdf")
    return " \\\n  ".join(parts)


def _is_telling(field: Field) -> bool:
    return field.is_required or field.name in {"text", "status", "priority"}


_EXAMPLES: dict[str, Any] = {
    "text": "Hej! Paketet är på väg.",
    "status": "resolved",
    "priority": "high",
    "subject": "Var är min order?",
    "queue": "leverans",
    "customer": {"email": "maja@example.com", "name": "Maja Öberg"},
}
