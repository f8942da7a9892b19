"""What bounds each figure: the same rows written, the same bytes opened, the same standings taken, and nothing else."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils import timezone

from bench.record import loading, world
from bench.record.night import one_core
from nakomen.commands import opening
from nakomen.law.clock import local_day
from nakomen.norms.next_change import next_change
from nakomen.norms.standing import standing
from nakomen.record import ledger, tenancy
from nakomen.record.models import Chain
from nakomen.record.standings import Conditions

if TYPE_CHECKING:
    from uuid import UUID

WRITERS = 16
NUMBERED = {"record_entry": "seq", "record_payload": "seq", "record_accessentry": "id"}
"""What is written, with the column that tells the rows apart."""
HEADER = 150
"""Bytes that are hashed for the tip of an act."""


# --- appends --------------------------------------------------------------------------------------------------------


def bare_append(seconds: float) -> dict[str, Any]:
    """How many small transactions a second the database keeps safe, with as many writers as there are users.

    Each writes what an append must at the least: a header, a payload and a line of the access log.
    """
    opening.opened()
    with tenancy.within(world.organisation()):
        chosen = list(Chain.objects.order_by("id").values_list("id", flat=True)[:WRITERS])
        writers = [_Writer(place, loading.rows_of([client])) for place, client in enumerate(chosen)]
    end = time.perf_counter() + seconds
    with loading.bare_tables():
        for writer in writers:
            writer.start(end)
        done = [writer.count() for writer in writers]
    return {"transactions": sum(done), "writers": len(writers), "seconds": seconds}


class _Writer:
    """Writes in a thread, each time the same rows under another number."""

    def __init__(self, place: int, rows: dict[str, list[tuple[Any, ...]]]) -> None:
        self._rows = {table: (rows[table][0], loading.columns(table).index(field)) for table, field in NUMBERED.items()}
        self._next = (place + 1) * 10**7
        self._done = 0
        self._failed: BaseException | None = None

    def start(self, end: float) -> None:
        """Write until then."""
        self._thread = threading.Thread(target=self._work, args=(end,))
        self._thread.start()

    def count(self) -> int:
        """How many transactions it were, once it has ended. Raises what went wrong in the thread."""
        self._thread.join()
        if self._failed is not None:
            raise self._failed
        return self._done

    def _work(self, end: float) -> None:
        try:
            while time.perf_counter() < end:
                self._write()
                self._done += 1
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that started this one
            self._failed = error
        finally:
            connection.close()

    def _write(self) -> None:
        self._next += 1
        with transaction.atomic():
            for table, (row, place) in self._rows.items():
                loading.insert(table, [(*row[:place], self._next, *row[place + 1 :])])


# --- verification ---------------------------------------------------------------------------------------------------


def bare_verify(number: int) -> dict[str, Any]:
    """Reading as many entries with their payloads, then a decryption of as many bytes and a hash for each; one core."""
    opening.opened()
    sizes: list[int] = []
    with tenancy.within(world.organisation()), one_core():
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT e.chain_id, e.seq, e.prev, e."commit", e.tip, p.ciphertext FROM record_entry e'
                " JOIN record_payload p ON p.chain_id = e.chain_id AND p.seq = e.seq"
                " ORDER BY e.chain_id, e.seq LIMIT %s",
                [number],
            )
            while some := cursor.fetchmany(5000):
                sizes += [len(row[5]) for row in some]
        reading = time.perf_counter() - begun
        opening_ = _decrypt(sizes)
    return {"acts": len(sizes), "reading_seconds": round(reading, 3), "decrypting_seconds": round(opening_, 3)}


def _decrypt(sizes: list[int]) -> float:
    """Seconds for decrypting boxes of these sizes, each under a key of its own, with a hash for the tip of each."""
    spent = 0.0
    nonce, header = bytes(12), bytes(HEADER)
    for start in range(0, len(sizes), 5000):
        boxes = []
        for size in sizes[start : start + 5000]:
            key = os.urandom(32)
            boxes.append((key, AESGCM(key).encrypt(nonce, bytes(max(0, size - 29)), None)))
        begun = time.perf_counter()
        for key, box in boxes:
            AESGCM(key).decrypt(nonce, box, None)
            hashlib.sha256(header).digest()
        spent += time.perf_counter() - begun
    return spent


# --- standings ------------------------------------------------------------------------------------------------------


def bare_standings(number: int) -> dict[str, Any]:
    """For so many clients the time of the standing with its next change alone, and that of reading their acts."""
    opening.opened()
    today = local_day(timezone.now())
    reading = standings = 0.0
    with tenancy.within(world.organisation()):
        clients: list[UUID] = list(Chain.objects.order_by("id").values_list("id", flat=True)[:number])
        conditions = Conditions()
        for client in clients:
            begun = time.perf_counter()
            acts = ledger.acts(client)
            read = time.perf_counter()
            case = conditions.case(acts)
            next_change(case, today, before=standing(case, today))
            standings += time.perf_counter() - read
            reading += read - begun
    return {"clients": len(clients), "reading_seconds": round(reading, 3), "standing_seconds": round(standings, 3)}
