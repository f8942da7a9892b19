"""`nakomen restore`: a backup put back into an empty installation."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError
from nakomen.commands import arguments, opening, verify
from nakomen.commands.answering import ANSWERED, FALLS_SHORT, AsJson, deliver
from nakomen.commands.rebuild import rebuilt
from nakomen.installation import home

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.models import Organisation
    from nakomen.record.restoring import Ahead, Restored
    from nakomen.record.verifying import Verified


def restore(
    folder: Annotated[str, typer.Argument(metavar="DIR", show_default=False, help="The folder of the backup.")],
    *,
    keys: Annotated[
        str | None,
        typer.Option("--keys", metavar="DIR", help="The copy of the key store, where this installation has none."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Put a backup back into an empty database, make read copies anew, verify all. Exit status 1 when it is bad."""
    source, copy = arguments.together(lambda: _folder("DIR", folder), lambda: _folder("--keys", keys))
    if source is None:
        raise InputError(["DIR: expected the folder of a backup"])
    opening.opened()
    from nakomen.record import restoring

    with opening.told():
        if reason := restoring.not_empty():
            raise InputError([f"database: {reason}"])
        manifest = restoring.read(source)
        _bring_keys(copy)
        key = restoring.opened_key(manifest)
        with opening.progress("Terugzetten") as tell:
            total = sum(each["rows"] for each in manifest["files"].values())
            done = restoring.restore(source, manifest, key, lambda rows: tell(rows, total))
        if copy is not None:
            opening.copy_secret(copy, home(os.environ))
        organisations = opening.organisations(None)
        ahead = restoring.set_witness_back(done)
    rebuilt(organisations)
    found = verify.verified(organisations)
    bad = any(result.broken for _, result in found)
    return deliver(
        lambda: _document(done, ahead, found),
        lambda: _page(done, ahead, found),
        as_json=as_json,
        status=FALLS_SHORT if bad else ANSWERED,
    )


def _folder(name: str, given: str | None) -> Path | None:
    if given is None:
        return None
    path = Path(given).expanduser().absolute()
    if not path.is_dir():
        raise InputError([f"{name}: expected a folder that is there"])
    return path


def _bring_keys(copy: Path | None) -> None:
    """Puts the copied key store in its place. One that is there already knows best what has been destroyed."""
    from django.conf import settings

    here = Path(settings.KEYS)
    taken = here.exists() and any(here.iterdir())
    if copy is None and not taken:
        raise InputError(["--keys: expected the copy of the key store: this installation has no keys yet"])
    if copy is None:
        return
    if taken:
        raise InputError(["--keys: this installation has keys already, and they are newer: leave --keys out"])
    from nakomen.record.crypto import KeyStore, KeyStoreError

    try:
        KeyStore(copy)  # so that nothing else is copied to where the keys belong
        shutil.copytree(copy, here, dirs_exist_ok=True, ignore=shutil.ignore_patterns(opening.SECRET))
        here.chmod(0o700)
    except (OSError, KeyStoreError):
        raise InputError(["--keys: expected a copy of the key store that can be read"]) from None


def _document(done: Restored, ahead: list[Ahead], found: list[tuple[Organisation, Verified]]) -> dict[str, Any]:
    return {
        "made_at": done.made_at.isoformat(),
        "rows": done.rows,
        "destroyed": done.destroyed,
        "missing": [
            {"organisation": str(each.organisation), "checkpoints": each.checkpoints, "until": each.until.isoformat()}
            for each in ahead
        ],
        "broken": sum(len(result.broken) for _, result in found),
    }


def _page(done: Restored, ahead: list[Ahead], found: list[tuple[Organisation, Verified]]) -> Page:
    from django.utils import timezone

    from nakomen.commands import page as layout
    from nakomen.commands.words import at

    made = layout.Page()
    made.heading("Back-up teruggezet", layout.GOOD)
    made.text(
        f"De back-up is van {at(timezone.localtime(done.made_at))}. Er zijn {done.rows} rijen teruggezet.", indent=2
    )
    if done.destroyed:
        made.text(
            f"Van {done.destroyed} dossiers is de inhoud na de back-up vernietigd. Die is niet teruggezet.", indent=2
        )
    for each in ahead:
        made.text(
            f"Let op: {each.name} heeft na de back-up nog handelingen vastgelegd, tot"
            f" {at(timezone.localtime(each.until))}. Die ontbreken nu. Leg ze opnieuw vast.",
            layout.BAD,
            indent=2,
        )
    made.text("Iedereen moet opnieuw inloggen.", indent=2)
    made.lines += [("", ""), *verify.page(found, None).lines]
    return made
