"""Every table is in a backup, or left out with a reason: a new table is a choice that somebody makes here."""

from django.apps import apps

from nakomen.record import backup_tables
from nakomen.record.backup_tables import LEFT_OUT, columns, kept, label

KEPT = [
    "account.EmailAddress",
    "allauth_idp_oidc.Client",
    "mfa.Authenticator",
    *(
        f"record.{name}"
        for name in (
            "AccessEntry", "ApiToken", "CalendarFeed", "Chain", "Checkpoint", "ClientPerson", "ClientProperty",
            "Competence", "ConditionsVersion", "DeadTask", "Delivery", "Document", "Draft", "EmergencyAccess", "Entry",
            "Equipment", "EquipmentCheck", "Figures", "Instruction", "Invitation", "Leaf", "Material", "Municipality",
            "Organisation", "OutgoingMail", "Payload", "Receipt", "SavedFilter", "Service", "StaffMember",
            "SupervisorGrant", "Sweep", "Team", "TeamMember", "User", "Webhook",
        )
    ),
    "socialaccount.SocialAccount",
    "socialaccount.SocialApp",
]  # fmt: skip


def test_each_table_is_kept_or_left_out_for_a_reason() -> None:
    assert sorted(map(label, kept())) == KEPT
    there = {label(model) for model in apps.get_models(include_auto_created=True)}
    assert sorted(there - set(KEPT)) == sorted(LEFT_OUT)


def test_each_table_comes_after_those_that_its_rows_refer_to() -> None:
    order = kept()
    before = {model: order[:place] for place, model in enumerate(order)}
    late = [
        (label(model), field.name)
        for model in order
        for field in columns(model)
        if field.related_model not in {None, model, *before[model]}
    ]
    assert late == []


def test_tables_of_all_come_before_tables_of_one() -> None:
    owned = [backup_tables.is_owned(model) for model in kept()]
    assert owned == sorted(owned)
