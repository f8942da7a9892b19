"""Filling in guided forms as a browser without JavaScript does: a page, a post, the page that it leads to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nakomen.acts.base import Act
from nakomen.record import ledger, tenancy
from nakomen.record.models import StaffMember
from tests.web.desk.windows import at
from tests.web.signing_in import session_of

__all__ = ["Window", "at", "hidden", "problems", "window"]

type Fields = dict[str, Any]


@dataclass
class Window:
    """Somebody's browser, and the guided form that is open in it."""

    web: Client
    organisation: UUID

    def fill(self, client: UUID, name: str, step: str, act: str = "", **given: Any) -> Any:
        """Fill in a step and go on; the answer to the post."""
        fields = {"step": step, "go": "next", "act": act, **given}
        return self.web.post(reverse("guided", args=(client, name)), fields)

    def through(self, client: UUID, name: str, steps: dict[str, Fields], act: str = "") -> str:
        """Fill in all steps, each of which fits; the page with the check."""
        for step, given in steps.items():
            answer = self.fill(client, name, step, act, **given)
            assert answer.status_code == 302, (step, problems(answer))
        return self.check(client, name, act)

    def check(self, client: UUID, name: str, act: str = "") -> str:
        """The page with the check."""
        answer = self.web.get(reverse("guided", args=(client, name)), {"step": "check", "act": act})
        assert answer.status_code == 200
        return str(answer.content.decode())

    def record(self, client: UUID, name: str, page: str, act: str = "") -> Any:
        """Press the button of the page with the check."""
        carried = {field: hidden(page, field) for field in ("key", "answers")}
        return self.web.post(reverse("guided", args=(client, name)), {"go": "record", "act": act, **carried})

    def acts(self, client: UUID) -> list[Act]:
        """What is on record of the client."""
        with tenancy.within(self.organisation):
            return list(ledger.acts(client))

    def kinds(self, client: UUID) -> list[str]:
        """The kinds of what is on record, in the order of recording."""
        return [act.kind for act in self.acts(client)]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden {name}"
    return unescape(found[1])


def problems(answer: Any) -> list[str]:
    """What the page says is wrong."""
    page = answer.content.decode()
    part = re.search(r'class="problems".*?</div>', page, re.DOTALL)
    return (
        [unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in re.findall(r"<li>.*?</li>", part[0])]
        if part
        else []
    )


@pytest.fixture
def window(now: datetime) -> Callable[[StaffMember], Window]:
    """Opens the browser of a member of staff who has just signed in."""

    def opened(member: StaffMember) -> Window:
        web = session_of(member, now)
        web.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return Window(web, member.organisation_id)

    return opened
