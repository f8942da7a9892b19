"""The organisation of the token and its settings."""

from __future__ import annotations

import json

from nakomen.record.models import Organisation
from tests.web.api.conftest import Systems


def test_a_token_is_told_of_its_own_organisation(
    systems: Systems, organisation: Organisation, other_organisation: Organisation
) -> None:
    assert json.loads(systems.owner.get("/organisation").content)["id"] == str(organisation.id)
    told = json.loads(systems.stranger.get("/organisation").content)
    assert (told["id"], told["name"]) == (str(other_organisation.id), other_organisation.name)
    assert told["conditions"] == [{"name": "zonl-thuisbegeleiding", "published": "2020-01-01", "in_force_from": None}]


def test_settings_are_told_with_their_default_and_their_clauses(systems: Systems) -> None:
    shown = {each["name"]: each for each in json.loads(systems.owner.get("/settings").content)["settings"]}
    some = shown["complaint_term"] if "complaint_term" in shown else next(iter(shown.values()))
    assert {"value", "default", "clauses", "nl", "en"} <= set(some)
    assert all(each["clauses"] for each in shown.values())
