"""The screens: each route that answers with a page, who looks at it, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

NOBODY = ""
ADMINISTRATION = "pieter.wolthuis@example.nl"
COORDINATOR = "ineke.brandsen@example.nl"
BOARD = "hanneke.roskam@example.nl"
QUALITY = "thomas.veldwachter@example.nl"
ADMINISTRATOR = "kees.rietdijk@example.nl"
SUPPORT = "bram.uiterwijk@example.nl"


@dataclass(frozen=True)
class Screen:
    """A page as somebody looks at it. In `given` and `query` a text that starts with `@` stands for a fact."""

    route: str
    email: str = ADMINISTRATION
    given: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    def path(self, facts: dict[str, Any]) -> str:
        """The address."""
        own = facts["venster" if self.email == SUPPORT else "linde"]
        given = {name: _fact(value, own) for name, value in self.given.items()}
        return reverse(self.route, kwargs=given) + (f"?{self.query.format(**own)}" if self.query else "")


def _fact(value: Any, own: dict[str, Any]) -> Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    name, _, part = value[1:].partition(".")
    return own[name][part.replace("_", ".")] if part else own[name]


SCREENS = [
    Screen("account_login", NOBODY),
    Screen("account_reset_password", NOBODY),
    Screen("own_account"),
    Screen("mfa_index"),
]
NO_PAGE: dict[str, str] = {}
"""Routes that answer a plain visit with something else than a page of their own, each with the reason."""
