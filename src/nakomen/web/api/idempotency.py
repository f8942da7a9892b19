"""A request that writes something else than acts, carried out once: the ledger does the same for acts by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.receipts import Claim, RacedError

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from nakomen.web.api.calling import Call


def once(call: Call, key: str, *told: str) -> tuple[UUID, datetime, bool]:
    """The id for what the request makes, the moment it was made, and whether it was carried out before.

    `told` is all that the request says; the same on behalf of somebody else is another request. Of two equal requests
    at once the second waits for the first, and then finds its receipt. Raises KeyReusedError where the key was used for
    another request.
    """
    body = "\0".join(("api", call.permission, str(call.actor.staff), *told)).encode()
    claim = Claim(key, body, call.now)
    try:
        claim.keep(None, 0, 0)
    except RacedError:
        found = claim.before()
        return claim.made(), found.made_at if found else call.now, True
    return claim.made(), call.now, False


def replayed(*, again: bool) -> dict[str, str]:
    """The header that tells that the request had been carried out before."""
    return {"Idempotency-Replayed": "true"} if again else {}
