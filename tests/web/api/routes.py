"""Every operation of the API, from its own document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from nakomen.web.api import api
from tests.record.lives import REGISTERED
from tests.web.api.asking import Caller

BODIES: dict[str, object] = {
    "register_client": {"acts": [REGISTERED]},
    "search_clients": {"name": "aleida"},
    "append_acts": {"acts": [{"kind": "care.started", "on": "2026-02-02"}]},
    "append_many": {"items": []},
    "ask_may": {"power": "terminate", "parameters": {"by": "client"}},
    "open_emergency": {"client": "", "reason": "Er nam niemand op en de cliënt riep om hulp."},
    "review_emergency": {"justified": True},
    "make_webhook": {"url": "https://hooks.example.org/nakomen"},
}
QUERIES: dict[str, dict[str, str]] = {
    "explain_clause": {"clause": "26.1"},
    "get_bill": {"month": "2026-01"},
    "explain_decision": {"permission": "client.read"},
}


@dataclass(frozen=True)
class Route:
    """An operation: how it is asked, and the permission that it needs."""

    name: str
    method: str
    path: str
    permission: str

    @property
    def about_client(self) -> bool:
        """Whether the path names a client."""
        return "{client}" in self.path

    def ask(self, system: Caller, client: UUID, other: UUID) -> HttpResponse:
        """Ask it of a client, or of some other row."""
        path = self.path.replace("{client}", str(client)).replace("{seq}", "1")
        path = re.sub(r"\{\w+\}", str(other), path)
        if self.method == "POST":
            return system.post(path, self.body(client))
        if self.method == "DELETE":
            return system.delete(path)
        return system.get(path, **QUERIES.get(self.name, {}))

    def body(self, client: UUID) -> object:
        """A body that fits."""
        if self.name == "open_emergency":
            return {"client": str(client), "reason": "Er nam niemand op en de cliënt riep om hulp."}
        if self.name == "append_many":
            return {"items": [{"client": str(client), "acts": [{"kind": "care.started", "on": "2026-02-02"}]}]}
        return BODIES[self.name]


def routes() -> list[Route]:
    """All operations, in the order of the document."""
    document: dict[str, Any] = api.get_openapi_schema()
    return [
        Route(each["operationId"], method.upper(), path.removeprefix("/api/v1"), each["x-permission"])
        for path, operations in document["paths"].items()
        for method, each in operations.items()
    ]
