"""`nakomen import-case`: histories from case files brought into an organisation, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.case_files import InputError, printable, read_bytes
from nakomen.commands import opening
from nakomen.commands.answering import AsJson, deliver

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.acts.case import CaseFile
    from nakomen.commands.page import Page
    from nakomen.record.models import Organisation


def import_case(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", show_default=False, help="The case files.")],
    *,
    organisation: opening.Slug = None,
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help="The client's number at the provider; for one file only.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Open a file for the client of each case file, with its history as it was recorded. All of them, or none."""
    if number and len(files) > 1:
        raise InputError(["--number: expected one file, and here are more"])
    read = _read(files)
    opening.opened()
    owner = opening.organisation(organisation)
    clients = _brought_in(owner, read, number)
    made = [{"file": file, "client": str(client)} for file, client in zip(files, clients, strict=True)]
    return deliver(lambda: made, lambda: _page(owner, made), as_json=as_json)


def _read(files: list[str]) -> list[tuple[str, CaseFile]]:
    """The cases of all files, or the problems of all files."""
    from nakomen.acts.reading import read_case

    found: list[tuple[str, CaseFile]] = []
    problems: list[str] = []
    for file in files:
        try:
            case, flaws = read_case(read_bytes(file))
        except InputError as error:
            problems += error.problems
            continue
        problems += [f"{printable(file)}: {flaw}" for flaw in flaws]
        if case is not None:
            found.append((file, case))
    if problems:
        raise InputError(problems)
    return found


def _brought_in(owner: Organisation, read: list[tuple[str, CaseFile]], number: str) -> list[UUID]:
    from django.utils import timezone

    from nakomen.acts.writing import write_act
    from nakomen.record import tenancy
    from nakomen.record.importing import ImportedClient, import_clients

    with opening.told(), tenancy.within(owner.id), opening.progress("Inlezen") as tell:
        _check_conditions(owner, read)
        clients = [ImportedClient(number, [write_act(act) for act in case.acts]) for _, case in read]
        return import_clients(
            clients, actor=opening.keeper(), now=timezone.now(), progress=lambda done: tell(done, len(clients))
        )


def _check_conditions(owner: Organisation, read: list[tuple[str, CaseFile]]) -> None:
    """A history that was lived under other conditions cannot be judged by the organisation's own."""
    from nakomen.record.models import ConditionsVersion

    ours = {version.name for version in ConditionsVersion.objects.all()}
    named = ", ".join(sorted(ours))
    raise_for = [
        f"{printable(file)}: terms: expected the conditions of {owner.slug}: {named}"
        for file, case in read
        if any(ref.set.removesuffix(".toml") not in ours for ref in case.terms)
    ]
    if raise_for:
        raise InputError(raise_for)


def _page(owner: Organisation, made: list[dict[str, str]]) -> Page:
    from nakomen.commands import page as layout

    told = layout.Page()
    told.heading(f"{owner.name}: {len(made)} ingelezen", layout.GOOD)
    told.table([[printable(each["file"]), each["client"]] for each in made])
    return told
