"""The organisation of the token: who it is, under which conditions, with which settings."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from nakomen.record import conditions
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.web.api import schemas
from nakomen.web.api.calling import answer, calling
from nakomen.web.api.routing import operation

router = Router()
TAG = "organisation"


@operation(router, "GET", "/organisation", "organisation.read", {200: schemas.OrganisationTold}, tag=TAG)
def get_organisation() -> HttpResponse:
    """The organisation that the token belongs to, with its versions of the conditions."""
    call = calling()
    call.require(subject="organisation")
    found = Organisation.objects.get(pk=call.organisation)
    versions = [
        {"name": row.name, "published": row.published, "in_force_from": row.in_force_from}
        for row in ConditionsVersion.objects.order_by("published")
    ]
    told = {
        "id": str(found.pk),
        "slug": found.slug,
        "name": found.name,
        "kvk": found.kvk,
        "agb": found.agb,
        "conditions": versions,
    }
    return answer(told)


@operation(router, "GET", "/settings", "organisation.read", {200: schemas.Settings}, tag=TAG)
def get_settings() -> HttpResponse:
    """Each open norm and choice, with what holds without it and the clauses that speak of it."""
    call = calling()
    call.require(subject="settings")
    shown = [
        {
            "name": each.name,
            "value": each.value,
            "default": each.default,
            "clauses": list(each.clauses),
            "judgement": each.judgement,
            "fixed": each.fixed,
            "nl": each.nl,
            "en": each.en,
        }
        for each in conditions.settings_shown(Organisation.objects.get(pk=call.organisation), call.today)
    ]
    return answer({"settings": shown})
