"""How an operation is declared: its permission, its answers, and what the OpenAPI document tells of both."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router
from pydantic import StringConstraints

from nakomen.web.api.schemas import ProblemDetails

type View = Callable[..., HttpResponse]

IdempotencyKey = Annotated[
    str,
    StringConstraints(pattern=r"^[!-~]{1,255}$"),
    Header(
        ...,
        alias="Idempotency-Key",
        description="Chosen by the caller; the same request again with the same key is carried out once.",
    ),
]
"""The header that every request which writes must bring."""

TOKEN, CLIENT = "Token", "ClientCredentials"


def operation(
    router: Router,
    method: Literal["GET", "POST", "DELETE"],
    path: str,
    permission: str,
    answered: dict[int, Any],
    *,
    tag: str,
    problems: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare an operation.

    What everyone can meet need not be named in `problems`: 401, 403, 422, 429, 500, nor what path and method tell:
    404, of a client 409 (its dossier was destroyed), with a body 400, 413, 415.
    """

    def declare(view: View) -> View:
        statuses = {401, 403, 422, 429, 500, *problems}
        if "{" in path:
            statuses.add(404)
        if "{uuid:client}" in path:
            statuses.add(409)
        if method == "POST":
            statuses |= {400, 413, 415}

        @wraps(view)
        def called(request: HttpRequest, **values: Any) -> HttpResponse:  # noqa: ARG001 - the frame knows the request
            return view(**values)

        # ninja would look the names of the annotations up here, not in the view's own module.
        called.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        router.api_operation(
            [method],
            path,
            by_alias=True,  # the document names the fields as the answers do
            response={**answered, **dict.fromkeys(sorted(statuses), ProblemDetails)},
            operation_id=view.__name__,
            summary=_summary(view),
            description=_details(view, permission),
            tags=[tag],
            openapi_extra={
                "x-permission": permission,
                "security": [{TOKEN: [permission]}, {CLIENT: [permission]}],
            },
        )(called)
        return view

    return declare


def _summary(view: View) -> str:
    return re.split(r"(?<=[.:])\s", (view.__doc__ or "").strip(), maxsplit=1)[0].rstrip(".:")


def _details(view: View, permission: str) -> str:
    _, _, rest = (view.__doc__ or "").strip().partition("\n")
    told = " ".join(rest.split())
    return f"{told} Needs the permission `{permission}`.".strip()
