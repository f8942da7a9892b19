"""`nakomen export-case`: the case file of a client, on which `nakomen standing` says what is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from nakomen.case_files import InputError
from nakomen.commands import opening
from nakomen.commands.answering import ANSWERED

if TYPE_CHECKING:
    from nakomen.record.models import Organisation


def export_case(
    client: Annotated[
        str, typer.Argument(metavar="CLIENT", show_default=False, help="The client's id, or number at the provider.")
    ],
    *,
    organisation: opening.Slug = None,
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", help="Where to write it; without it, on standard output."),
    ] = None,
) -> int:
    """Write the case file of a client; the access log tells of it. The organisation's own conditions come beside it."""
    opening.opened()
    owner = opening.organisation(organisation)
    file, sets = _case_file(owner, client)
    text = json.dumps(file, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        sys.stdout.write(text)
        return ANSWERED
    path = Path(output)
    try:
        _write(path, text.encode())
        for name, source in sets.items():
            if not (path.parent / name).exists():
                _write(path.parent / name, source)
    except OSError as error:
        raise InputError([f"--output: cannot be written: {error.strerror or 'unknown reason'}"]) from None
    return ANSWERED


def _case_file(owner: Organisation, given: str) -> tuple[dict[str, object], dict[str, bytes]]:
    """The case file, and the organisation's own sets of conditions that it names."""
    from django.utils import timezone

    from nakomen.record import access, standings, tenancy
    from nakomen.record.models import ConditionsVersion

    with opening.told(), tenancy.within(owner.id):
        client = _found(given)
        access.require(opening.keeper(), "case.export", client, timezone.now(), event="R")
        sources = {
            f"{version.name}.toml": bytes(version.source)
            for version in ConditionsVersion.objects.all()
            if version.source
        }
        return standings.case_file(client), sources


def _found(given: str) -> UUID:
    """The client with this id, or with this number. Raises InputError."""
    from nakomen.record.models import Chain, ClientCard

    try:
        by_id = UUID(given)
    except ValueError:
        found = list(ClientCard.objects.filter(number=given).values_list("chain_id", flat=True)[:2]) if given else []
    else:
        found = list(Chain.objects.filter(pk=by_id).values_list("pk", flat=True))
    if len(found) != 1:
        expected = "more clients have this number, expected an id" if found else "no client with this id or number"
        raise InputError([f"CLIENT: {expected}"])
    only: UUID = found[0]
    return only


def _write(path: Path, data: bytes) -> None:
    """Writes a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_bytes(data)
