"""The API as a whole: its routers in their frame, its OpenAPI document, and the answer where there is no route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path, reverse
from ninja import NinjaAPI
from ninja.parser import Parser

from nakomen import __version__
from nakomen.acts.reading_json import NotJsonError, parse
from nakomen.case_files import printable
from nakomen.record.roles import roles
from nakomen.web.api import access_routes, acts, clients, hooks, organisation, problems, questions, worklist
from nakomen.web.api.calling import framed
from nakomen.web.api.routing import CLIENT, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

DESCRIPTION = """\
Clients, their acts, and what follows from them. Every request needs a token; each operation names the permission that
the token must have, and which is decided anew for each client. What a caller may not see is not there (404).
A request that writes brings an `Idempotency-Key`: the same request again with the same key is carried out once.
Money is text with two decimals; a day is `YYYY-MM-DD`; a moment has its offset. Unknown fields are refused.
"""


class StrictParser(Parser):
    """Reads a body as a case file is read: each name once, no numbers that are not whole."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of the body. Raises ProblemError."""
        try:
            value, repeated = parse(request.body)
        except NotJsonError as error:
            raise problems.ProblemError(400, "The body is no JSON.", [("body", str(error))]) from None
        if repeated:
            raise problems.not_fitting(
                (printable(str(path[-1]), 60), "each name once in an object") for path in repeated
            )
        return value


class RecordApi(NinjaAPI):
    """The operations in their frame; errors pass through to it."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:  # noqa: ARG002 - as ninja calls it
        """Let the error undo the transaction; the frame makes the answer."""
        raise exc

    def get_openapi_schema(self, **asked: Any) -> Any:
        """The document: problems have their own media type, and each operation tells its scope."""
        document = super().get_openapi_schema(**asked)
        for path in document["paths"].values():
            for operation in path.values():
                _as_problems(operation["responses"])
        scopes = {name: found.words.en for name, found in roles().permissions.items()}
        document["components"]["securitySchemes"] = {
            TOKEN: {"type": "http", "scheme": "bearer", "description": "A token made for another system."},
            CLIENT: {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": reverse("idp:oidc:token"), "scopes": scopes}},
            },
        }
        return document

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        urls = [_answering_405(each) for each in super()._get_urls()]
        return [*urls, re_path(r"^.*$", _nothing_here, name="api-nothing")]


def _as_problems(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "content" in response:
            response["content"] = {problems.MEDIA_TYPE: response["content"]["application/json"]}
            response["description"] = problems.TITLES[int(status)]


def _answering_405(pattern: Any) -> Any:
    """The same route, with a problem where it does not have the method."""
    view: Callable[..., HttpResponse] = pattern.callback

    def answering(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            response = view(request, **path)
        except Http404:  # ninja's own root, which is nothing
            return _nothing_here(request)
        if response.status_code == 405:
            return problems.method_not_allowed(response.headers["Allow"])
        return response

    answering.csrf_exempt = True  # type: ignore[attr-defined]  # a token comes with no cookie, so nothing can be forged
    pattern.callback = answering
    return pattern


def _nothing_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - whatever was asked for
    return problems.response(problems.not_found())


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]  # it does nothing

api = RecordApi(
    title="Nakomen",
    version=__version__,
    description=DESCRIPTION,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)
for _part in (clients, acts, questions, worklist, access_routes, hooks, organisation):
    _part.router.add_decorator(framed, mode="view")
    api.add_router("", _part.router)
