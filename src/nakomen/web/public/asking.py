"""The frame around every public page: whose it is, in which language, and how long it may be kept.

Nobody signs in here and nothing is remembered: no cookie is set. What is read is public by its nature: the name of the
organisation and how to reach it, its conditions, and the documents that it published.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from nakomen.law.clock import local_day
from nakomen.record import tenancy
from nakomen.record.models import Organisation
from nakomen.web import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

KEPT = 300
"""Seconds for which a public page may be kept by whoever fetched it."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One request for a public page: of which organisation, on which day."""

    request: HttpRequest
    organisation: Organisation
    today: date

    def render(self, template: str, context: Mapping[str, Any]) -> HttpResponse:
        """The page, made now, inside the transaction. `lang` goes along in links where it was chosen in the address."""
        chosen = _chosen(self.request)
        always = {"organisation": self.organisation, "today": self.today, "lang": f"?lang={chosen}" if chosen else ""}
        return render(self.request, f"public/{template}", {**always, **context})


def public[**P](
    view: Callable[Concatenate[Visitor, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Makes a public view of a function of a Visitor; an organisation that is not there is not found."""

    @require_safe
    @wraps(view)
    def framed(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            return errors.not_found(request)
        language = _chosen(request) or translation.get_language() or "nl"
        with translation.override(language), tenancy.within(organisation.pk):
            answer = view(Visitor(request, organisation, local_day(timezone.now())), *args, **kwargs)
        return _open(request, answer, language)

    return framed


def _chosen(request: HttpRequest) -> str:
    """The language in the address, so that a page needs no cookie for it; empty where there is none."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""


def _open(request: HttpRequest, answer: HttpResponse, language: str) -> HttpResponse:
    """For search engines and caches; but what somebody gets who is signed in stays with that person."""
    answer.headers["X-Robots-Tag"] = "all"
    answer.headers["Content-Language"] = language
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer
