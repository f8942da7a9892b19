"""What a form answers, looked at as the screens are: with the errors on top, a preview, a warning, what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from nakomen.commands.demo import PASSWORD
from tests.browser import screens
from tests.browser.conftest import People, Site
from tests.browser.doing import TYPED, fill
from tests.browser.looking import invalid, speak, visit, wrongs

type Facts = dict[str, Any]


def press(page: Page, button: str = f"{TYPED} button.main") -> None:
    """Sends a form as it is: what the browser itself would hold back goes through."""
    page.eval_on_selector_all("form", "forms => forms.forEach(form => { form.noValidate = true })")
    page.locator(button).first.click()


def act_with_errors(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/record/invoice.sent/")
    press(page)


def act_preview(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/record/team.met/")
    press(page)


def correction_with_errors(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/acts/{facts['seqs']['client.registered']}/correct/")
    page.fill("main [name=name]", "")
    press(page, "main form button.main")


def guided_with_errors(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/guided/complaint/")
    press(page)


def notice_conditions(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/guided/notice/?step=who")
    fill(page, by="provider", ground="compelling", channel="letter")
    press(page)
    page.wait_for_url("**step=conditions**")


def guided_check(page: Page, facts: Facts) -> None:
    notice_conditions(page, facts)
    press(page)
    page.wait_for_url("**step=details**")
    press(page)
    page.wait_for_url("**step=check**")


def clients_found(page: Page, facts: Facts) -> None:
    page.goto("/clients/")
    page.fill("#find", facts["name"].split()[-1])
    page.press("#find", "Enter")


def nothing_found(page: Page, facts: Facts) -> None:
    page.goto("/clients/")
    page.fill("#find", "Qwxyz")
    page.press("#find", "Enter")


def registering_whom_one_knows(page: Page, facts: Facts) -> None:
    page.goto("/register/")
    page.locator("main [name=contact]").select_option(index=2)
    fill(page, name=facts["name"], birth_date=facts["birth_date"], address="Kerkstraat 1", postcode="7411 AB")
    fill(page, city="Deventer", municipality="Deventer", electronic="no")
    press(page)


def registering_nobody(page: Page, facts: Facts) -> None:
    page.goto("/register/")
    press(page)


def refused(page: Page, facts: Facts) -> None:
    page.goto(f"/clients/{facts['rich']}/acts/")


def device_with_errors(page: Page, facts: Facts) -> None:
    page.goto("/registers/equipment/add/")
    press(page, "main form button.main")


def team_with_errors(page: Page, facts: Facts) -> None:
    visit(page, "/settings/teams/new/")
    press(page, "main form button.main")


def wrong_password(page: Page, facts: Facts) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", screens.CARE)
    page.fill("input[name=password]", "niet dit wachtwoord")
    press(page, "main form button")


def half_way_in(page: Page, facts: Facts) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", screens.CARE)
    page.fill("input[name=password]", PASSWORD)
    press(page, "main form button")
    page.wait_for_url("**/factors/authenticate/**")


def sign_in_elsewhere_failed(page: Page, facts: Facts) -> None:
    page.goto("/account/provider/error/")


def useless_invitation(page: Page, facts: Facts) -> None:
    page.goto("/invitation/")


def unknown_page(page: Page, facts: Facts) -> None:
    page.goto("/clients/00000000-0000-0000-0000-000000000000/")


ANSWERS: list[tuple[str, Callable[[Page, Facts], None], int]] = [
    (screens.ADMINISTRATION, act_with_errors, 422),
    (screens.COORDINATOR, act_preview, 200),
    (screens.ADMINISTRATION, correction_with_errors, 422),
    (screens.COORDINATOR, guided_with_errors, 422),
    (screens.COORDINATOR, notice_conditions, 200),
    (screens.COORDINATOR, guided_check, 200),
    (screens.ADMINISTRATION, clients_found, 200),
    (screens.ADMINISTRATION, nothing_found, 200),
    (screens.ADMINISTRATION, registering_whom_one_knows, 422),
    (screens.ADMINISTRATION, registering_nobody, 422),
    (screens.BOARD, refused, 403),
    (screens.COORDINATOR, device_with_errors, 422),
    (screens.BOARD, team_with_errors, 422),
    (screens.NOBODY, wrong_password, 200),
    (screens.NOBODY, half_way_in, 200),
    (screens.NOBODY, sign_in_elsewhere_failed, 401),
    (screens.NOBODY, useless_invitation, 404),
    (screens.CARE, unknown_page, 404),
]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_answer_keeps_anybody_out(
    people: People, site: Site, facts: dict[str, Any], tmp_path: Path, language: str
) -> None:
    found: list[str] = []
    for person, asked, status in ANSWERS:
        page = people.window(person)
        speak(page, site, language)
        answer = _answer(page, lambda page=page, asked=asked: asked(page, facts["linde"]))  # type: ignore[misc]
        assert (asked.__name__, answer.status) == (asked.__name__, status)
        (tmp_path / f"{asked.__name__}.html").write_bytes(answer.body())
        found += [f"{asked.__name__}: {told}" for told in wrongs(page, language)]
        page.context.close()
    people.errors[:] = [line for line in people.errors if "the server responded with a status of 4" not in line]
    assert found == []
    assert invalid(tmp_path) == []


def _answer(page: Page, ask: Callable[[], None]) -> Response:
    """The last page that came while something was asked."""
    answers: list[Response] = []
    page.on("response", lambda one: answers.append(one) if one.request.is_navigation_request() else None)
    ask()
    page.wait_for_load_state()
    return answers[-1]
