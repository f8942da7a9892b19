"""The life of the client whose every field is a marker, as another system would record it."""

from __future__ import annotations

from typing import Any

from tests.faults.canary import CLIENT

_INVOICE_LINE = {"for": "visit", "amount": "80.00"}


def registration() -> list[dict[str, Any]]:
    """The first acts."""
    return [
        {
            "kind": "client.registered",
            "on": "2026-01-05",
            "name": f"Aleida {CLIENT['name']}",
            "birth_date": CLIENT["birth_date"],
            "bsn": CLIENT["bsn"],
            "address": f"{CLIENT['address']} 7",
            "postcode": f"{CLIENT['postcode'][:4]} {CLIENT['postcode'][4:]}",
            "city": CLIENT["city"],
            "municipality": CLIENT["municipality"],
            "email": CLIENT["email"],
            "phone": CLIENT["phone"],
            "electronic": True,
        }
    ]


def assignment(code: str) -> dict[str, Any]:
    """The act by which a staff member joins the client's team."""
    return {
        "kind": "team.assigned",
        "on": "2026-01-06",
        "caregiver": code,
        "role": CLIENT["role"],
        "contact_point": True,
    }


def care() -> list[dict[str, Any]]:
    """What somebody who gives care records."""
    return [
        _act("client.contact_person_named", name=CLIENT["contact"], email=CLIENT["contact_email"]),
        _act(
            "client.representative_appointed",
            name=CLIENT["representative"],
            basis="written",
            role="proxy",
            scope=["all"],
        ),
        _act("client.carer_named", name=CLIENT["carer"], involve=True),
        _act("plan.deviated", urgent=False, note=f"De {CLIENT['plan_note']} van het plan."),
        _act("risk.signalled", what=f"Een {CLIENT['risk']}."),
        _act("complaint.received", id=CLIENT["act"], about=f"Een {CLIENT['complaint']}.", complete=True, to="provider"),
    ]


def office() -> list[dict[str, Any]]:
    """What the office records."""
    return [
        _act(
            "visit.planned",
            start="2026-02-10T09:00:00+01:00",
            minutes=60,
            service=CLIENT["service"],
            payer="client",
            tariff_hour="80.00",
            vat="exempt",
        ),
        _act(
            "invoice.sent",
            number=CLIENT["invoice"],
            amount="80.00",
            channel="paper",
            received_on="2026-02-03",
            due_on="2026-03-05",
            lines=[_INVOICE_LINE],
        ),
    ]


def _act(kind: str, **fields: object) -> dict[str, Any]:
    return {"kind": kind, "on": "2026-02-02", **fields}
