"""What somebody chose to see of the work list, as it stands in the address: ids and words, nothing personal."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import QueryDict
from django.utils.http import urlencode

from nakomen.acts import KIND_AREAS
from nakomen.record.registers.sums import WHATS
from nakomen.record.worklist import GROUPS, SCOPES, STATES, WHOSE, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT = ("clients", "organisation")
_CLAUSE = re.compile(r"[a-z0-9][a-z0-9-]{0,40}/[A-Za-z0-9][A-Za-z0-9._-]{0,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice from the work list; what is empty leaves nothing out, an empty scope is where somebody starts."""

    scope: str = ""
    group: str = ""
    whose: str = ""
    about: str = ""
    clause: str = ""
    what: str = ""
    state: str = ""
    client: str = ""

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        return urlencode(self.given)

    @property
    def given(self) -> dict[str, str]:
        """What was chosen, without what was left open."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    @property
    def narrowed(self) -> dict[str, str]:
        """What was chosen besides whose clients: what can be taken off again."""
        return {name: value for name, value in self.given.items() if name != "scope"}

    @property
    def wanted(self) -> Wanted:
        """The duties of clients that are chosen, for the record."""
        client = UUID(self.client) if self.client else None
        return Wanted(self.whose or "provider", self.clause, self.what, client, self.state)

    @property
    def of_clients(self) -> bool:
        """Whether duties toward or of clients are among it."""
        return self.about != "organisation"

    @property
    def of_organisation(self) -> bool:
        """Whether duties of the organisation itself can be among it."""
        return self.about != "clients" and self.whose in {"", "provider"} and not self.client

    def with_(self, **changed: str) -> Choice:
        """The choice with something else chosen, or nothing where a value is empty."""
        return replace(self, **changed)


def read(given: Mapping[str, str]) -> Choice:
    """The choice of an address. What is unknown in it counts as not chosen: an old address still shows a list."""
    known = {
        "scope": SCOPES,
        "group": GROUPS,
        "whose": tuple(WHOSE),
        "about": ABOUT,
        "state": STATES,
        "what": (*KIND_AREAS, *WHATS),
    }
    chosen = {name: value for name, words in known.items() if (value := given.get(name, "")) in words}
    if chosen.get("whose") == "provider":
        del chosen["whose"]
    clause = given.get("clause", "")
    if _CLAUSE.fullmatch(clause):
        chosen["clause"] = clause
    return Choice(**chosen, client=_client(given.get("client", "")))


def read_query(text: str) -> Choice:
    """The choice of the part of an address after the question mark."""
    return read(QueryDict(text[:1000]).dict())


def _client(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
