"""Reference page on the API: every operation, from the OpenAPI document that the API itself gives."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from docs.generate.markdown import code, codes, page, table
from docs.generate.words import above


def operations() -> str:
    """The page of operations."""
    document = _document()
    told = [(path, method, each) for path, methods in document["paths"].items() for method, each in methods.items()]
    tags = dict.fromkeys(each["tags"][0] for _, _, each in told)
    parts = [above("api")]
    for tag in tags:
        parts.append(f"## About {tag}")
        parts += [_operation(path, method, each) for path, method, each in told if each["tags"] == [tag]]
    parts.append(f"## Objects\n\n{above('api_objects')}")
    parts += [_object(document, name) for name in sorted(document["components"]["schemas"])]
    return page("Operations of the API", *parts)


def _document() -> Mapping[str, Any]:
    """The API's own document; the settings are asked for their defaults only, so that nothing is written anywhere."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakomen.settings")
        os.environ.setdefault("NAKOMEN_SECRET_KEY", "for the document alone")
        django.setup()
    from nakomen.web.api import api

    found: Mapping[str, Any] = api.get_openapi_schema()
    return found


def _operation(path: str, method: str, told: Mapping[str, Any]) -> str:
    lines = [
        f"### {method.upper()} {path.removeprefix('/api/v1')}",
        f"{told['summary']}. {told['description']}".strip(),
    ]
    rows = [
        (code(each["name"]), each["in"], "yes" if each["required"] else "", _type(each["schema"]), _said(each))
        for each in told["parameters"]
        if each["in"] != "path"
    ]
    if rows:
        lines.append(table(("parameter", "in", "required", "form", "what"), rows))
    body = told.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        lines.append(f"Body: {_type(body['schema'])}.")
    lines.append(f"Answers: {', '.join(_answers(told['responses']))}.")
    return "\n\n".join(lines)


def _answers(responses: Mapping[Any, Any]) -> Iterable[str]:
    for status, answer in responses.items():
        content = answer.get("content", {}).get("application/json")
        yield f"{status} {_type(content['schema'])}" if content else f"{status}"


def _object(document: Mapping[str, Any], name: str) -> str:
    schema = document["components"]["schemas"][name]
    required = schema.get("required", ())
    rows = [
        (code(field), "yes" if field in required else "", _type(told), _said(told))
        for field, told in schema.get("properties", {}).items()
    ]
    said = " ".join(schema.get("description", "").split())
    return "\n\n".join([f"### {name}", said, table(("field", "always", "form", "what"), rows)])


def _said(told: Mapping[str, Any]) -> str:
    return " ".join(str(told.get("description", "")).split())


def _type(schema: Mapping[str, Any]) -> str:
    """The form of a value in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for together in ("anyOf", "allOf", "oneOf"):
        if together in schema:
            return " or ".join(dict.fromkeys(_type(each) for each in schema[together]))
    if "enum" in schema:
        return codes(schema["enum"]) if len(schema["enum"]) <= 12 else "one of the names in the reference"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> str:
    kind = schema.get("format") or schema.get("type") or "anything"
    words = {
        "uuid": "UUID",
        "integer": "whole number",
        "boolean": "true or false",
        "string": "text",
        "date-time": "moment",
    }
    shown = words.get(kind, kind)
    pattern = schema.get("pattern", "")
    if re.fullmatch(r"\^-\?\[0-9\]\+.*", pattern):
        return "euros as text"
    bounds = [f"{word} {schema[name]}" for name, word in _BOUNDS.items() if name in schema]
    return f"{shown} ({', '.join(bounds)})" if bounds else shown


_BOUNDS = {
    "minimum": "from",
    "maximum": "to",
    "minLength": "at least",
    "maxLength": "at most",
}
