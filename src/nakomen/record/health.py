"""What is wrong with this installation, in plain words for its keeper, each with what to do about it.

Nothing here is repaired and nobody's data is read: a look at the folder, the settings, the database and its guards, the
keys, and whether what must happen by itself still happens.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from nakomen.record import database, dead_letters, sweeping, tenancy
from nakomen.record.crypto import KeyStoreError
from nakomen.record.keys import key_store
from nakomen.record.models import AccessEntry, Chain, Checkpoint, Organisation, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEAST_ROOM = 2 * 1024**3
"""Bytes that must be free on the disk."""
SWEEP_AGE = timedelta(hours=26)
"""A sweep comes every night; two hours are left for a slow one."""
WORKER_AGE = timedelta(minutes=5)
CHECKPOINT_AGE = timedelta(hours=1)
BACKUP_AGE = timedelta(hours=26)
CLOCKS_APART = timedelta(seconds=5)
_SHORTEST_SECRET = 50
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong, and what to do about it."""

    what: str
    advice: str


def look(now: datetime) -> list[Trouble]:
    """All that is wrong with this installation at this moment; empty where everything is in order."""
    found = [*_folder(), *_room(), *_settings(), *_backup(now)]
    wrong = database.problems()
    found += [Trouble(text, _ADVICE_DATABASE) for text in wrong]
    if any(database_is_useless(text) for text in wrong):
        return found
    for check in (_clock, _worker, _keys):
        found += _safely(check, now)
    for organisation in Organisation.objects.order_by("slug"):
        with tenancy.within(organisation.id):
            found += [
                Trouble(f"{organisation.name}: {each.what}", each.advice)
                for check in (_sweep, _dead_letters, _checkpoints, _future, _client_keys)
                for each in _safely(check, now)
            ]
    return found


def database_is_useless(text: str) -> bool:
    """Whether a problem of the database means that nothing can be read from it."""
    return text.startswith(("De database is niet te lezen", "De tabellen zijn niet bijgewerkt"))


def _safely(check: Callable[[datetime], Iterator[Trouble]], now: datetime) -> list[Trouble]:
    """What a check finds; a check that fails is a finding itself, and keeps no other from being made."""
    try:
        return list(check(now))
    except KeyStoreError as error:
        return [Trouble(f"De sleutels zijn niet te lezen: {error}.", _ADVICE_KEYS)]
    except DatabaseError:
        return [Trouble("De database geeft geen antwoord op een vraag.", _ADVICE_DATABASE)]
    except OSError as error:
        return [Trouble(f"{error.filename or 'Een bestand'} is niet te lezen: {error.strerror}.", _ADVICE_ACCOUNT)]


# --- the machine and the settings -----------------------------------------------------------------------------------

_ADVICE_DATABASE = "Kijk in docs/reference/installation.md hoe de database ingericht hoort te zijn."
_ADVICE_ACCOUNT = "Geef dit account leesrecht en schrijfrecht op de mappen van de installatie."
_ADVICE_KEYS = "Zet de laatste kopie van de sleutels terug. Zonder sleutels is niets meer te lezen."


def _folder() -> Iterator[Trouble]:
    for name, folder in (("NAKOMEN_HOME", Path(settings.HOME)), ("NAKOMEN_KEYS", Path(settings.KEYS))):
        if folder.exists() and folder.stat().st_mode & 0o077:
            yield Trouble(
                f"Anderen op deze computer kunnen in de map {folder} ({name}).", f"Geef het bevel: chmod 700 {folder}"
            )
        if folder.exists() and not os.access(folder, os.W_OK):
            yield Trouble(f"In de map {folder} ({name}) kan niet worden geschreven.", "Geef dit account schrijfrecht.")


def _room() -> Iterator[Trouble]:
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_ROOM:
        yield Trouble(
            f"De schijf is bijna vol: nog {free // 1024**2} MB vrij.", "Maak ruimte of neem een grotere schijf."
        )


def _settings() -> Iterator[Trouble]:
    if len(settings.SECRET_KEY) < _SHORTEST_SECRET:
        yield Trouble(
            "NAKOMEN_SECRET_KEY is te kort.",
            f"Neem ten minste {_SHORTEST_SECRET} willekeurige tekens, of laat haar weg.",
        )
    address = urlsplit(settings.BASE_URL)
    if address.hostname not in _LOOPBACK:
        if address.scheme != "https":
            yield Trouble(
                "NAKOMEN_URL begint niet met https: wat mensen zien en typen, gaat leesbaar over het net.",
                "Zet een webserver met HTTPS ervoor en laat NAKOMEN_URL met https beginnen.",
            )
        if address.hostname not in settings.ALLOWED_HOSTS:
            yield Trouble(
                "De naam uit NAKOMEN_URL staat niet in NAKOMEN_HOSTS: wie daarheen gaat, krijgt een foutmelding.",
                "Zet die naam in NAKOMEN_HOSTS.",
            )
    if not os.environ.get("EMAIL_URL"):
        yield Trouble(
            "Er is geen mailserver ingesteld: e-mail blijft liggen in de map van de installatie.", "Zet EMAIL_URL."
        )


def last_backup_file() -> Path:
    """The file that says when the last backup was made."""
    return Path(settings.HOME) / "last-backup"


def note_backup(now: datetime) -> None:
    """Remember that a backup was made at this moment."""
    last_backup_file().write_text(f"{now.isoformat()}\n", encoding="ascii")


def _backup(now: datetime) -> Iterator[Trouble]:
    advice = "Maak elke dag een back-up: nakomen backup MAP --keys ANDERE-MAP."
    try:
        last = datetime.fromisoformat(last_backup_file().read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        yield Trouble("Er is nog geen back-up gemaakt met nakomen backup.", advice)
        return
    if now - last > BACKUP_AGE:
        yield Trouble(f"De laatste back-up is van {_hours(now - last)} geleden.", advice)


# --- what must happen by itself -------------------------------------------------------------------------------------


def _clock(now: datetime) -> Iterator[Trouble]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - now)
    if apart > CLOCKS_APART:
        yield Trouble(
            f"De klok van deze computer en die van de database lopen {apart.total_seconds():.0f} seconden uiteen.",
            "Stel op beide een tijdserver in.",
        )


def _worker(now: datetime) -> Iterator[Trouble]:
    last = Worker.objects.order_by("-seen_at").first()
    if last is None or now - last.seen_at > WORKER_AGE:
        told = "nog nooit" if last is None else f"al {_hours(now - last.seen_at)} niet"
        yield Trouble(
            f"Er is {told} een worker gezien: niets wordt verstuurd of 's nachts bijgewerkt.",
            "Start nakomen worker, en laat haar met de computer mee starten.",
        )


def _sweep(now: datetime) -> Iterator[Trouble]:
    last = sweeping.last()
    if last is None or now - last.finished_at > SWEEP_AGE:
        told = (
            "nog nooit gedaan" if last is None else f"{_hours(now - last.finished_at)} geleden voor het laatst gedaan"
        )
        yield Trouble(f"het nachtelijke bijwerken is {told}.", "Start nakomen worker, of geef het bevel: nakomen sweep")


def _dead_letters(_now: datetime) -> Iterator[Trouble]:
    waiting = dead_letters.entries().count()
    if waiting:
        yield Trouble(
            f"{waiting} taken zijn zo vaak mislukt dat ze niet meer vanzelf gebeuren.",
            "Laat de functioneel beheerder ze bekijken en opnieuw starten.",
        )


def _checkpoints(now: datetime) -> Iterator[Trouble]:
    last = Checkpoint.objects.order_by("-number").first()
    since = last.made_at if last else None
    if not Chain.objects.filter(length__gt=F("covered")).exists():
        return
    if since is None or now - since > CHECKPOINT_AGE:
        told = "nog nooit" if since is None else f"{_hours(now - since)} geleden"
        yield Trouble(
            f"er is vastgelegd zonder controlepunt; het laatste is {told} gemaakt.",
            "Start nakomen worker: die maakt ze. Kijk daarna alles na met nakomen verify.",
        )


def _future(now: datetime) -> Iterator[Trouble]:
    last = AccessEntry.objects.order_by("-id").first()
    if last is not None and last.at - now > CLOCKS_APART:
        yield Trouble("er is al iets gelogd op een later tijdstip: de klok is teruggezet.", "Stel een tijdserver in.")


# --- keys -----------------------------------------------------------------------------------------------------------


def _keys(_now: datetime) -> Iterator[Trouble]:
    if not Organisation.objects.exists() and not Path(settings.KEYS).exists():
        return
    for text in key_store().check():
        yield Trouble(text, _ADVICE_KEYS)


def _client_keys(_now: datetime) -> Iterator[Trouble]:
    """Whether every client has a key, a thousand at a time."""
    organisation, missing = tenancy.current(), 0
    clients = list(Chain.objects.filter(destroyed_at=None).order_by("id").values_list("id", flat=True))
    for start in range(0, len(clients), 1000):
        some = clients[start : start + 1000]
        missing += len(some) - len(key_store().keys_of(organisation, some))
    if missing:
        yield Trouble(f"van {missing} cliënten ontbreekt de sleutel: hun dossier is niet te lezen.", _ADVICE_KEYS)


def _hours(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    if hours < 1:
        return f"{max(1, int(age.total_seconds() // 60))} minuten"
    return f"{hours} uur" if hours < 48 else f"{hours // 24} dagen"
