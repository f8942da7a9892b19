"""What went wrong, as problem details (RFC 9457): which place, what was expected, and never what stood there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from ninja.errors import HttpError, ValidationError

from nakomen.acts.case import Problem
from nakomen.case_files import printable
from nakomen.record.access import RefusedError
from nakomen.record.ledger import AppendError, DestroyedError, KeyReusedError, UnknownClientError
from nakomen.web import logs

if TYPE_CHECKING:
    from nakomen.record.roles import Language

type Place = tuple[str, str]
"""A place in the request and what was expected there."""

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "Not permitted",
    404: "Not found",
    405: "No such method here",
    409: "Not possible in this state",
    413: "The body is too large",
    415: "The body is no JSON",
    422: "The request does not fit",
    429: "Too many requests",
    500: "A fault in the program",
}
_NAMES: Mapping[int, str] = {
    400: "unreadable",
    401: "no-token",
    403: "not-permitted",
    404: "not-found",
    405: "no-such-method",
    409: "not-possible-now",
    413: "too-large",
    415: "no-json",
    422: "does-not-fit",
    429: "too-many",
    500: "fault",
}

log = logs.logger(__name__)


class ProblemError(Exception):
    """A request that is answered with a problem: status, what to know of it, and the places that are wrong."""

    def __init__(
        self, status: int, detail: str, errors: Iterable[Place] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.detail = status, detail
        self.errors = tuple(dict.fromkeys(errors))
        self.headers = dict(headers or {})
        super().__init__(detail)


def response(problem: ProblemError) -> HttpResponse:
    """The problem as an answer."""
    status = problem.status
    told: dict[str, Any] = {
        "type": f"urn:nakomen:problem:{_NAMES[status]}",
        "title": TITLES[status],
        "status": status,
        "detail": problem.detail,
        "errors": [{"place": place, "expected": expected} for place, expected in problem.errors],
    }
    made = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    made.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        made.headers[name] = value
    return made


def answer(error: Exception, *, language: Language) -> HttpResponse:
    """The answer to a request that ended in this error; what nobody foresaw is a fault, and is logged as one."""
    return response(_problem(error, language))


def not_found() -> ProblemError:
    """The one answer for what is not there and for what one may not know of: the same bytes."""
    return ProblemError(404, "There is nothing here for you.")


def not_fitting(errors: Iterable[Place]) -> ProblemError:
    """A request that can be read and does not fit, with every place that is wrong."""
    return ProblemError(422, "Each place that is wrong is named in errors.", errors)


def method_not_allowed(allowed: str) -> HttpResponse:
    """The answer to a method that a resource does not have."""
    return response(ProblemError(405, "This resource has other methods.", headers={"Allow": allowed}))


def of_acts(problems: Iterable[Problem]) -> ProblemError:
    """What is wrong with acts: each by its id or its number in the request, and its field."""
    return not_fitting((".".join(filter(None, (each.act, each.field))) or "acts", each.expected) for each in problems)


def _problem(error: Exception, language: Language) -> ProblemError:  # noqa: C901, PLR0911 - a table of errors, each its line
    match error:
        case ProblemError():
            return error
        case RefusedError():
            return ProblemError(403, error.decision.told(language))
        case UnknownClientError() | Http404():
            return not_found()
        case AppendError():
            return of_acts(error.problems)
        case KeyReusedError():
            return not_fitting([("Idempotency-Key", "a key that was not used for another request")])
        case DestroyedError():
            return ProblemError(409, "The dossier of this client was destroyed.")
        case ValidationError():
            return _invalid(error)
        case RequestDataTooBig():
            return too_large()
        case HttpError() if isinstance(error.__cause__, ProblemError):  # ninja wraps what its parser raises
            return error.__cause__
        case HttpError():
            return ProblemError(error.status_code if error.status_code in TITLES else 400, "The body is not read.")
        case _:
            _fault(error)
            return ProblemError(500, "The fault has been noted. Trying again with the same Idempotency-Key is safe.")


def too_large() -> ProblemError:
    """A body beyond what is read."""
    return ProblemError(413, "A body can have at most 5 MB.")


def _fault(error: Exception) -> None:
    """Note the kind of error and where it arose; the log leaves its text out, which could hold personal data."""
    log.error("api_fault", exc_info=error)


# --- what pydantic found, in words of ours --------------------------------------------------------------------------

_EXPECTED: Mapping[str, str] = {
    "missing": "a value: it is required",
    "extra_forbidden": "no such field",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "uuid_parsing": "an id (UUID)",
    "uuid_type": "an id (UUID)",
    "date_type": "a date as YYYY-MM-DD",
    "date_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_inexact": "a date as YYYY-MM-DD",
    "datetime_type": "a date-time with its offset",
    "datetime_parsing": "a date-time with its offset",
    "datetime_from_date_parsing": "a date-time with its offset",
    "timezone_aware": "a date-time with its offset",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "mapping_type": "an object",
}


def _invalid(error: ValidationError) -> ProblemError:
    """Every place that does not fit, by our own words: pydantic's would quote what was given."""
    errors = [(_place(each["loc"]), _expected(each)) for each in error.errors]
    if error.errors and all(each["loc"][0] == "header" for each in error.errors):
        return ProblemError(400, "A header is missing or does not fit.", errors)
    return not_fitting(errors)


def _place(loc: tuple[str | int, ...]) -> str:
    """The place as a path: the name of a header or parameter, or the fields of the body. A list counts from 1."""
    source, *rest = loc
    if source == "body" and rest:
        rest = rest[1:]  # the name that the function has for the body
    steps = [f"#{step + 1}" if isinstance(step, int) else printable(step, 60) for step in rest]
    return ".".join(steps).replace(".#", "#") or "body"


def _expected(found: Mapping[str, Any]) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    match kind:
        case "literal_error" | "enum":
            return f"one of {context['expected'].replace(' or ', ', ')}"
        case "string_too_long" | "too_long":
            return f"at most {context['max_length']}"
        case "string_too_short" | "too_short":
            return f"at least {context['min_length']}"
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            return f"a number of {' '.join(f'{name} {value}' for name, value in context.items())}"
        case "string_pattern_mismatch":
            return f"text of the form {context['pattern']}"
        case "value_error":
            return str(context.get("error", "another value"))
        case _:
            return "another value"
