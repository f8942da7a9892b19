"""The screens: each route that answers with a page, who looks at it, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

NOBODY = ""
ADMINISTRATION = "pieter.wolthuis@example.nl"
COORDINATOR = "ineke.brandsen@example.nl"
CARE = "fatma.yildirim@example.nl"
BOARD = "hanneke.roskam@example.nl"
ADMINISTRATOR = "kees.rietdijk@example.nl"
SUPPORT = "bram.uiterwijk@example.nl"


@dataclass(frozen=True)
class Screen:
    """A page as somebody looks at it. In `given` a text that starts with `@` stands for a fact, see facts.py."""

    route: str
    email: str = ADMINISTRATION
    given: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    def path(self, facts: dict[str, Any]) -> str:
        """The address."""
        own = facts["venster" if self.email == SUPPORT else "linde"]
        given = {name: _fact(value, own) for name, value in self.given.items()}
        return reverse(self.route, kwargs=given) + (f"?{self.query.format(**own)}" if self.query else "")


def _fact(value: Any, own: dict[str, Any]) -> Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    name, _, part = value[1:].partition("/")
    return own[name][part] if part else own[name]


RICH: dict[str, Any] = {"client": "@rich"}
NEW: dict[str, Any] = {"client": "@new"}
ACT: dict[str, Any] = {"client": "@rich", "seq": "@seqs/client.registered"}
PUBLIC: dict[str, Any] = {"slug": "@slug"}
DOCUMENT: dict[str, Any] = {"sort": "@sort"}

SCREENS = [
    Screen("account_login", NOBODY),
    Screen("account_reset_password", NOBODY),
    Screen("account_reset_password_done", NOBODY),
    Screen("account_signup", NOBODY),
    Screen("account_inactive", NOBODY),
    Screen("account_reset_password_from_key", NOBODY, {"uidb36": "1a", "key": "used"}),
    Screen("account_reset_password_from_key_done", NOBODY),
    Screen("socialaccount_login_cancelled", NOBODY),
    Screen("account_logout"),
    Screen("account_reauthenticate"),
    Screen("account_change_password"),
    Screen("own_account"),
    Screen("confirmed"),
    Screen("organisations", CARE),
    Screen("mfa_index"),
    Screen("mfa_deactivate_totp"),
    Screen("mfa_generate_recovery_codes"),
    Screen("mfa_list_webauthn"),
    Screen("mfa_add_webauthn"),
    Screen("usersessions_list"),
    # Today
    Screen("today", query="scope=all"),
    Screen("today", CARE),
    Screen("today", SUPPORT, query="scope=all&state=overdue"),
    Screen("today_filters"),
    Screen("today_calendar"),
    # Clients
    Screen("clients"),
    Screen("clients", SUPPORT),
    Screen("client_emergency", CARE),
    Screen("client", given=RICH),
    Screen("client", given=RICH, query="as_of=2027-06-01&known_on=2026-06-01"),
    Screen("client", given=NEW),
    Screen("client", COORDINATOR, RICH),
    Screen("client", SUPPORT, RICH),
    Screen("client_acts", given=RICH),
    Screen("client_act", given=ACT),
    Screen("client_log", BOARD, RICH),
    # Acts
    Screen("act_choose", given=RICH),
    Screen("act_new", given={**RICH, "kind": "visit.planned"}),
    Screen("act_new", given={**RICH, "kind": "invoice.sent"}),
    Screen("act_new", SUPPORT, {**RICH, "kind": "information.given"}),
    Screen("act_correct", given=ACT),
    Screen("act_retract", given=ACT),
    # Guided
    Screen("register"),
    Screen("register", SUPPORT),
    Screen("signing", given=NEW),
    Screen("signing", SUPPORT, NEW),
    *(Screen("guided", COORDINATOR, {**RICH, "name": name}) for name in (
        "intake", "plan", "home_check", "exclusion", "notice", "reporting_code", "complaint",
    )),
    # May I, and why
    Screen("may", given=RICH),
    Screen("may", SUPPORT, RICH),
    Screen("may_power", given={**RICH, "power": "terminate"}),
    Screen("may_power", given={**RICH, "power": "terminate"}, query="by=provider&ground=compelling"),
    Screen("may_power", SUPPORT, {**RICH, "power": "sign_agreement"}),
    Screen("explain", given=RICH, query="clause={clause}&act={trigger}"),
    Screen("explain", SUPPORT, RICH, query="clause={clause}"),
    Screen("bill", given=RICH),
    # Overview
    Screen("overview", BOARD),
    Screen("overview", SUPPORT),
    Screen("overview", BOARD, query="clause={clause}"),
    # Registers
    Screen("registers"),
    Screen("registers", SUPPORT),
    Screen("register_competence"),
    Screen("register_competence_add", COORDINATOR),
    Screen("register_competence_end", COORDINATOR, {"competence_id": "@competence"}),
    Screen("register_instruction"),
    Screen("register_instruction_add", COORDINATOR),
    Screen("register_equipment"),
    Screen("register_device_add", COORDINATOR),
    Screen("register_device", given={"equipment_id": "@device"}),
    Screen("register_device_check", COORDINATOR, {"equipment_id": "@device"}),
    Screen("register_device_retire", COORDINATOR, {"equipment_id": "@device"}),
    Screen("register_materials"),
    Screen("register_material_add", COORDINATOR),
    Screen("register_material_end", COORDINATOR, {"material": "@material"}),
    Screen("register_keys"),
    Screen("register_property"),
    Screen("register_property_choose"),
    Screen("register_property_add", given=RICH),
    Screen("register_property_back", COORDINATOR, {"item": "@property"}),
    Screen("register_documents"),
    Screen("register_document", given=DOCUMENT),
    Screen("register_document_version", given={**DOCUMENT, "version": "@document"}),
    Screen("register_document_publish", BOARD, DOCUMENT),
    # Settings
    Screen("settings", ADMINISTRATOR),
    Screen("settings", SUPPORT),
    Screen("settings_organisation"),
    Screen("settings_organisation_change", BOARD),
    Screen("settings_conditions"),
    Screen("settings_conditions_read", given={"version": "@version"}),
    Screen("settings_conditions_compare", query="old={version}&new={newest}"),
    Screen("settings_publish", BOARD),
    Screen("settings_norms"),
    Screen("settings_norm", BOARD, {"name": "reasonable_notice"}),
    Screen("settings_fact", BOARD, {"name": "service_area"}),
    Screen("settings_services"),
    Screen("settings_service_new", BOARD),
    Screen("settings_service_change", BOARD, {"service": "@service"}),
    Screen("settings_service_end", BOARD, {"service": "@service"}),
    Screen("settings_municipality_new", BOARD),
    Screen("settings_municipality_change", BOARD, {"municipality": "@municipality"}),
    Screen("settings_teams"),
    Screen("settings_team_new", BOARD),
    Screen("settings_team", given={"team": "@team"}),
    Screen("settings_team_name", BOARD, {"team": "@team"}),
    Screen("settings_staff"),
    Screen("settings_staff_member", given={"member": "@member"}),
    Screen("settings_staff_name", BOARD, {"member": "@member"}),
    Screen("settings_staff_roles", BOARD, {"member": "@member"}),
    Screen("settings_staff_teams", BOARD, {"member": "@member"}),
    Screen("settings_staff_leave", BOARD, {"member": "@member"}),
    Screen("settings_invitations", BOARD),
    Screen("settings_invite", BOARD),
    Screen("settings_roles"),
    Screen("settings_decisions"),
    Screen("settings_supervision", BOARD),
    Screen("settings_grant", BOARD),
    Screen("settings_log", BOARD),
    Screen("settings_emergencies", BOARD),
    Screen("settings_emergency", BOARD, {"emergency_id": "@emergency"}),
    Screen("settings_work", ADMINISTRATOR),
    Screen("settings_systems", ADMINISTRATOR),
    Screen("settings_system_new", ADMINISTRATOR),
    Screen("settings_webhooks", ADMINISTRATOR),
    Screen("settings_webhook_new", ADMINISTRATOR),
    # Public
    Screen("public", NOBODY, PUBLIC),
    Screen("public_conditions", NOBODY, PUBLIC),
    Screen("public_conditions_version", NOBODY, {**PUBLIC, "published": "2020-01-01"}),
    Screen("public_conditions_changes", NOBODY, {**PUBLIC, "published": "@published"}),
    Screen("public_choice", NOBODY, PUBLIC),
    Screen("public_choice_version", NOBODY, {**PUBLIC, "version": 1}),
    Screen("public_complaints", NOBODY, PUBLIC),
    Screen("public_complaints_version", NOBODY, {**PUBLIC, "version": 1}),
    Screen("public_privacy", NOBODY, PUBLIC),
    Screen("public_privacy_version", NOBODY, {**PUBLIC, "version": 1}),
    Screen("public_accessibility", NOBODY, PUBLIC),
    Screen("public_accessibility_version", NOBODY, {**PUBLIC, "version": 1}),
]  # fmt: skip
_ONLY_POSTED = "answers to a form or a button that is on another page"
_FILE = "a file, no page"
_MACHINE = "for machines"
_AWAY = "leads to the organisation's own sign-in, or back from it"
_LED = "led to by a form before it: looked at in test_answers.py"
_IN_TURN = "opens in its turn: looked at in test_second_factor.py"
NO_PAGE: dict[str, str] = {
    "start": "leads on to Today",
    "today_export": _FILE,
    "today_filter": _ONLY_POSTED,
    "client_search": _ONLY_POSTED,
    "draft_save": _ONLY_POSTED,
    "draft_drop": _ONLY_POSTED,
    "draft_save_free": _ONLY_POSTED,
    "draft_drop_free": _ONLY_POSTED,
    "register_draft": _ONLY_POSTED,
    "guided_draft": _ONLY_POSTED,
    "overview_count": _ONLY_POSTED,
    "overview_export": _FILE,
    "register_export": _FILE,
    "register_instruction_adopt": _ONLY_POSTED,
    "settings_conditions_file": _FILE,
    "settings_municipality_remove": _ONLY_POSTED,
    "settings_team_members": _ONLY_POSTED,
    "settings_team_remove": _ONLY_POSTED,
    "settings_invitation_again": _ONLY_POSTED,
    "settings_invitation_withdraw": _ONLY_POSTED,
    "settings_grant_withdraw": _ONLY_POSTED,
    "settings_work_retry": _ONLY_POSTED,
    "settings_token_revoke": _ONLY_POSTED,
    "settings_system_end": _ONLY_POSTED,
    "settings_webhook_stop": _ONLY_POSTED,
    "settings_log_export": _FILE,
    "calendar": _FILE,
    "health": _MACHINE,
    "robots": _MACHINE,
    "language": _ONLY_POSTED,
    "openid_connect_login": _AWAY,
    "openid_connect_callback": _AWAY,
    "socialaccount_login_error": "told with a status of its own: looked at in test_answers.py",
    "fresh_oidc": _AWAY,
    "account_set_password": "for who signs in at the organisation's own sign-in alone",
    "mfa_activate_totp": _IN_TURN,
    "mfa_authenticate": _LED,
    "mfa_login_webauthn": _MACHINE,
    "mfa_reauthenticate": _IN_TURN,
    "mfa_reauthenticate_webauthn": _IN_TURN,
    "mfa_edit_webauthn": _IN_TURN,
    "mfa_remove_webauthn": _IN_TURN,
    "mfa_view_recovery_codes": "nobody of the demonstration has any; they are shown when they are made",
    "mfa_download_recovery_codes": _FILE,
    "invitation": _LED,
    "invitation_link": "leads on to the invitation",
}
"""Routes that answer a plain visit with something else than a page of their own, each with the reason."""
