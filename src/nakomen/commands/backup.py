"""`nakomen backup`: everything that is kept, copied while the installation is in use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError
from nakomen.commands import arguments, opening
from nakomen.commands.answering import AsJson, deliver
from nakomen.installation import home

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.backups import Made

_NO_KEYS = (
    "Let op: zonder de sleutels is deze back-up niet te lezen, en die zitten er niet in. Bewaar ook een kopie van de"
    " sleutels, op een andere plaats dan de back-up: nakomen backup MAP --keys ANDERE-MAP. Wie allebei heeft, kan"
    " alles lezen."
)
_OLD_KEYS = (
    "Bewaar alleen de nieuwste kopie van de sleutels. In een oudere kopie staan sleutels die sindsdien zijn vernietigd."
)


def backup(
    folder: Annotated[str, typer.Argument(metavar="DIR", show_default=False, help="A folder that is new or empty.")],
    *,
    keys: Annotated[
        str | None, typer.Option("--keys", metavar="DIR", help="Copy the key store too: to another place than DIR.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Copy everything that is kept to a folder, sealed, without the keys, while the installation is in use."""
    into, copy = arguments.together(
        lambda: opening.writable_folder("DIR", folder), lambda: _keys_folder(keys, Path(folder))
    )
    opening.opened()
    from django.utils import timezone

    from nakomen.record import backups, health
    from nakomen.record.keys import key_store

    try:
        with opening.told():
            with opening.progress("Back-up") as tell:
                now = timezone.now()
                made = backups.make(into, now, lambda rows: tell(rows, None))
                health.note_backup(now)
            if copy is not None:
                key_store().copy_to(copy, epochs=True, root=True)
                opening.copy_secret(home(os.environ), copy)
    except OSError as error:
        raise InputError([f"DIR: cannot be written: {error.strerror or 'unknown reason'}"]) from None
    return deliver(lambda: _document(made, copy), lambda: _page(made, copy), as_json=as_json)


def _keys_folder(given: str | None, backup_folder: Path) -> Path | None:
    """Where the keys go: never inside the backup, or whoever finds the one finds the other."""
    if given is None:
        return None
    path = Path(given).expanduser().absolute()
    if path.is_relative_to(backup_folder.expanduser().absolute()):
        raise InputError(["--keys: expected another place than the backup itself"])
    return path


def _document(made: Made, copy: Path | None) -> dict[str, Any]:
    return {
        "folder": str(made.folder),
        "organisations": made.organisations,
        "acts": made.acts,
        "rows": made.rows,
        "keys": None if copy is None else str(copy),
    }


def _page(made: Made, copy: Path | None) -> Page:
    from nakomen.commands import page as layout

    made_page = layout.Page()
    made_page.heading("Back-up gemaakt", layout.GOOD)
    made_page.table(
        [
            ["Map", str(made.folder)],
            ["Organisaties", str(made.organisations)],
            ["Handelingen", str(made.acts)],
            ["Rijen", str(made.rows)],
            *([["Sleutels", str(copy)]] if copy else []),
        ]
    )
    made_page.text("")
    made_page.text(_OLD_KEYS if copy else _NO_KEYS, layout.DOUBTFUL)
    return made_page
