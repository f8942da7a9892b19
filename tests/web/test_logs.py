from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nakomen.record.models import Organisation, User
from nakomen.web import logs
from tests.conftest import StaffMaker
from tests.web.signing_in import PASSWORD, enter_password, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")


class Written:
    """What went into the log since it was last asked for."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def text(self) -> str:
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return text

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    log = Written()
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(logs.formatter())
    logging.getLogger().addHandler(handler)
    yield log
    logging.getLogger().removeHandler(handler)


def test_a_request_leaves_one_line_that_says_who_and_how_but_not_what(
    client: Client, staff: StaffMaker, organisation: Organisation, written: Written
) -> None:
    member = staff("coordinator")
    sign_in(client, member.user.email)
    client.get(reverse("start"), follow=True)
    written.text()
    answer = client.get(
        reverse("own_account") + "?name=KANARIE", headers={"user-agent": "KANARIE", "referer": "KANARIE"}
    )
    (line,) = written.lines()
    assert line.pop("ms") >= 0
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "nakomen.web.request_log",
        "method": "GET",
        "route": "own_account",
        "status": 200,
        "user": str(member.user_id),
        "organisation": str(organisation.id),
        "request": answer.headers["X-Request-ID"],
    }


def test_an_operation_of_the_api_is_told_by_its_pattern(client: Client, written: Written) -> None:
    for path in ("/api/v1/clients", "/api/v1/clients/00000000-0000-4000-8000-000000000000"):
        client.get(path)
        client.post(path)
    routes = [line["route"] for line in written.lines() if line["event"] == "request"]
    assert routes == ["api/v1/clients"] * 2 + ["api/v1/clients/<uuidstr:client>"] * 2


def test_no_log_line_holds_a_token_a_path_a_query_or_an_address(client: Client, written: Written) -> None:
    User.objects.create_user("kanarie@example.nl", PASSWORD, name="KANARIE")
    link = reverse("invitation_link", args=["00000000-0000-4000-8000-000000000000", "KANARIE"])
    for address in (
        link,
        "/KANARIE/",
        "/?q=KANARIE",
        reverse("account_reset_password_from_key", args=["1a", "KANARIE"]),
    ):
        client.get(address, follow=True)
        client.post(address, {"name": "KANARIE"})
    enter_password(client, "kanarie@example.nl", "KANARIE KANARIE")
    enter_password(client, "kanarie@example.nl")
    client.get("/", headers={"host": "kanarie.example.com"})
    client.generic("KANARIE", "/")
    text = written.text()
    assert text.count('"event": "request"') >= 12
    assert "kanarie" not in text.lower()


def test_the_line_of_one_request_knows_nothing_of_the_one_before(client: Client, written: Written) -> None:
    User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")
    sign_in(client, "eva@example.nl")
    client.get(reverse("mfa_index"))
    Client().get(reverse("account_login"))
    before, after = written.lines()[-2:]
    assert "user" in before
    assert "user" not in after
    assert before["request"] != after["request"]


def test_of_an_error_the_class_and_the_places_are_logged_and_no_text(written: Written) -> None:
    def inner(secret: str) -> None:
        raise ValueError(secret)

    try:
        try:
            inner("KANARIE")
        except ValueError as error:
            raise KeyError("KANARIE") from error
    except KeyError as error:
        logs.logger("nakomen.test").exception("failed")
        logging.getLogger("nakomen.test").exception("failed")
        logging.getLogger("elsewhere").exception("failed for %s", "KANARIE")
        logging.getLogger("elsewhere").error(f"failed for {error}")  # noqa: G004, TRY400 - such libraries are what this is about
    told = written.lines()
    assert "KANARIE" not in str(told)
    assert [line["event"] for line in told] == ["failed", "failed", "failed for %s", "-"]
    for line in told[:3]:
        assert [error["class"] for error in line["error"]] == ["KeyError", "ValueError"]
        assert line["error"][1]["at"][-1].endswith(" inner")
        assert line["error"][1]["at"][-1].startswith("test_logs.py:")


def test_an_error_that_causes_itself_is_told_all_the_same() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert len(logs.places(first)) == 5
