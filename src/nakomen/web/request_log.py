"""One line in the log for each request: who did what kind of thing, and how it went; never the address itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from nakomen.web import logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_log = logs.logger(__name__)
_ID = "nakomen.request"


def id_of(request: HttpRequest) -> str:
    """The id of the request: the same in the program's log, in the access log and in the header X-Request-ID."""
    return str(request.META.get(_ID, ""))


def route_of(request: HttpRequest) -> str:
    """The name of the route that answers, else its pattern: what was asked for without whom it was about.

    Of the API it is the pattern: one path has several operations, and would be named after the first of them.
    """
    match = request.resolver_match
    if match is None:
        return "-"
    return match.route if "ninja" in match.app_names else match.view_name or match.route


def bind(**values: str) -> None:
    """Adds values, such as the user's id, to every line that this request still logs."""
    structlog.contextvars.bind_contextvars(**values)


class RequestLogMiddleware:
    """Gives the request its id, and logs it when the answer is ready."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        started = time.perf_counter()
        request.META[_ID] = uuid4().hex
        structlog.contextvars.clear_contextvars()
        bind(request=id_of(request))
        try:
            response = self._get_response(request)
            response.headers["X-Request-ID"] = id_of(request)
            _log.info(
                "request",
                method=request.method if request.method in _METHODS else "-",
                route=route_of(request),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
