"""Requests that nobody thought of: what the document promises holds for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from schemathesis.config import SchemathesisConfig

from nakomen.record.models import Organisation
from nakomen.record.roles import roles
from nakomen.web.api import api
from nakomen.web.wsgi import application
from tests.conftest import StaffMaker
from tests.web.api.asking import Caller, caller, case_of

EXAMPLES = Path(__file__).parents[3] / "examples"
MEANING = (
    # What a schema cannot say: how acts hang together, which parameters a power has, which clauses and cursors there
    # are, what a search needs. There a request that fits the schema can still be told 422.
    "register_client",
    "append_acts",
    "append_many",
    "search_clients",
    "ask_may",
    "explain_clause",
    "open_emergency",
    "review_emergency",
    "make_webhook",
    "list_clients",
    "list_duties",
)
CONFIG = {
    "seed": 20260302,
    # A body that is too large is refused for that, whatever else is wrong with it.
    "checks": {"negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 413, 415, 422, 429]}},
    "operations": [
        {
            "include-operation-id": list(MEANING),
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422]}},
        }
    ],
}
schema = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(), default=str)), config=SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application


@pytest.fixture
def everything(
    organisation: Organisation, staff: StaffMaker, now: datetime, settings: Settings
) -> tuple[Caller, dict[str, str]]:
    """A system that may all that staff may, and rows that a path can name: a client with a whole life of acts."""
    settings.API_RATE = 1_000_000
    member = staff(*(role.name for role in roles().staff() if not role.alone))
    case = json.loads((EXAMPLES / "unpaid-invoice.json").read_text())
    acts = [each for each in case["acts"] if each["on"][:10] < now.date().isoformat()]
    system = caller(member, now)
    made = json.loads(system.post("/webhooks", {"url": "https://hooks.example.org/"}).content)
    client = case_of(organisation.id, now, acts, member)
    reason = {"client": str(client), "reason": "Er nam niemand op en de cliënt riep om hulp."}
    opened = json.loads(system.post("/emergencies", reason).content)
    return system, {"client": str(client), "webhook": made["id"], "emergency_id": opened["id"], "seq": "1"}


@pytest.fixture(autouse=True)
def connection_stays(everything: tuple[Caller, dict[str, str]]) -> Iterator[None]:
    """A server lets go of its connection after each request; here that is the transaction of the test.

    Django's own test client switches this back on, so that it comes after `everything`, which uses one.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis_settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_the_document_keeps_its_promises(
    case: schemathesis.Case[Any], everything: tuple[Caller, dict[str, str]]
) -> None:
    system, rows = everything
    if case.meta is not None and case.meta.generation.mode.is_positive:
        case.path_parameters.update({name: rows[name] for name in case.path_parameters})
    case.call_and_validate(headers={"Authorization": f"Bearer {system.text}"})
