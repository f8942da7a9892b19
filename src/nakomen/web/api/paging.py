"""Pages: a limit and a cursor. A cursor names the last row that was shown, and never anything about a person."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from nakomen.web.api.schemas import Given

LARGEST = 200


class Paged(Given):
    """How much of a list to show, and from where."""

    limit: int = Field(50, ge=1, le=LARGEST, description="How many rows a page has at most.")


class ByClient(Paged):
    """A page of a list of clients."""

    cursor: UUID | None = Field(None, description="`next` of the page before.")


class ByNumber(Paged):
    """A page of a list in the order of a number."""

    cursor: int | None = Field(None, ge=0, le=2**62, description="`next` of the page before.")


class ByDue(Paged):
    """A page of the work list."""

    cursor: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|none)\.[0-9]{1,18}$")] | None = (
        Field(None, description="`next` of the page before.")
    )
