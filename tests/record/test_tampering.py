"""Whoever changes what is kept, past the application and the database's own guards, is found by verifying."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from nakomen.record import checkpoints, ledger, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.crypto import ALGORITHM, Header, commitment, seal_entry, tip
from nakomen.record.models import Chain, Checkpoint, Organisation
from tests.conftest import Installation, OwnDatabase
from tests.record.intruder import Intruder, intruding
from tests.record.lives import act, registered

ACTOR = system("command")
FIELDS = [
    ("record_entry", "prev", "seq = 2"),
    ("record_entry", "commit", "seq = 2"),
    ("record_entry", "tip", "seq = 2"),
    ("record_entry", "tip", "seq = 3"),
    ("record_chain", "tip", "length = 3"),
    ("record_leaf", "tip", "position = 0"),
    ("record_checkpoint", "root", "number = 1"),
    ("record_checkpoint", "signature", "number = 1"),
    ("record_checkpoint", "frontier", "number = 1"),
    ("record_payload", "ciphertext", "seq = 2"),
]


@pytest.fixture
def kept(own_database: OwnDatabase, organisation: Organisation, now: datetime) -> UUID:
    """A client with three entries, the second and third after a checkpoint; a second checkpoint covers them."""
    with tenancy.within(organisation.id):
        client = registered(now)
        checkpoints.make(now)
        given = [act("support.requested"), act("intake.held", information_understood=True)]
        ledger.append(client, given, actor=ACTOR, now=now)
        checkpoints.make(now)
    assert broken(organisation) == []
    return client


def broken(organisation: Organisation) -> list[str]:
    with tenancy.within(organisation.id):
        return [str(each) for each in verifying.verify().broken]


@contextmanager
def changed(intruder: Intruder, table: str, column: str, where: str, value: Any) -> Iterator[None]:
    """The value in the place of the one that is there, and then that one again."""
    ((before,),) = intruder.run(f'SELECT "{column}" FROM {table} WHERE {where}')
    intruder.run(f'UPDATE {table} SET "{column}" = %s WHERE {where}', value)
    yield
    intruder.run(f'UPDATE {table} SET "{column}" = %s WHERE {where}', before)


def flipped(value: Any, bit: int) -> bytes:
    made = bytearray(value)
    made[bit // 8] ^= 1 << bit % 8
    return bytes(made)


@pytest.mark.parametrize(("table", "column", "where"), FIELDS)
def test_each_single_bit_that_is_flipped_is_found(
    kept: UUID, organisation: Organisation, table: str, column: str, where: str
) -> None:
    unseen = []
    with intruding() as intruder:
        ((value,),) = intruder.run(f'SELECT "{column}" FROM {table} WHERE {where}')
        step = 1 if len(value) <= 64 else 11  # the ciphertext is tried bit by bit in the tests of the cryptography
        for bit in range(0, 8 * len(value), step):
            with changed(intruder, table, column, where, flipped(value, bit)):
                if not broken(organisation):
                    unseen.append(bit)
    assert unseen == []
    assert broken(organisation) == []


@pytest.mark.parametrize(
    ("table", "column", "where", "value"),
    [
        ("record_entry", "algorithm", "seq = 2", "act/2"),
        ("record_entry", "seq", "seq = 3", 4),
        ("record_payload", "purpose", "seq = 2", "finance"),
        ("record_chain", "length", "length = 3", 2),
        ("record_leaf", "length", "position = 1", 2),
        ("record_checkpoint", "size", "number = 2", 1),
        ("record_checkpoint", "number", "number = 2", 3),
    ],
)
def test_a_changed_number_or_word_is_found(
    kept: UUID, organisation: Organisation, table: str, column: str, where: str, value: Any
) -> None:
    with intruding() as intruder:
        intruder.run(f"UPDATE {table} SET {column} = %s WHERE {where}", value)
    assert broken(organisation)


def test_the_first_entry_that_is_wrong_is_named(kept: UUID, organisation: Organisation) -> None:
    with intruding() as intruder:
        ((value,),) = intruder.run("SELECT tip FROM record_entry WHERE seq = 2")
        intruder.run("UPDATE record_entry SET tip = %s WHERE seq = 2", flipped(value, 0))
    assert broken(organisation) == [f"client {kept}, entry 2: the header was changed"]


def test_two_payloads_that_changed_places_are_found(kept: UUID, organisation: Organisation) -> None:
    with intruding() as intruder:
        rows = dict(intruder.run("SELECT seq, ciphertext FROM record_payload WHERE seq > 1"))
        intruder.run("UPDATE record_payload SET ciphertext = %s WHERE seq = 2", rows[3])
        intruder.run("UPDATE record_payload SET ciphertext = %s WHERE seq = 3", rows[2])
    assert broken(organisation) == [f"client {kept}, entry 2: the ciphertext does not open with this key in this place"]


def cut(intruder: Intruder, client: UUID, length: int) -> None:
    """Takes the last entries away and makes the head fit what is left."""
    intruder.run("DELETE FROM record_payload WHERE chain_id = %s AND seq > %s", client, length)
    intruder.run("DELETE FROM record_entry WHERE chain_id = %s AND seq > %s", client, length)
    ((end,),) = intruder.run("SELECT tip FROM record_entry WHERE chain_id = %s AND seq = %s", client, length)
    intruder.run(
        "UPDATE record_chain SET length = %s, tip = %s, covered = %s WHERE id = %s", length, end, length, client
    )


def test_a_tail_that_was_cut_off_is_found(kept: UUID, organisation: Organisation) -> None:
    with intruding() as intruder:
        cut(intruder, kept, 2)
    assert broken(organisation) == [f"client {kept}, entry 3: is missing: a checkpoint tells of 3 entries"]


def test_a_tail_cut_off_with_its_leaf_and_checkpoint_is_found_by_the_witness(
    kept: UUID, organisation: Organisation
) -> None:
    with intruding() as intruder:
        cut(intruder, kept, 1)
        intruder.run("DELETE FROM record_leaf WHERE position = 1")
        intruder.run("DELETE FROM record_checkpoint WHERE number = 2")
    assert broken(organisation) == [
        "checkpoint 2 in the witness file: the record does not have it: the record was put back to an older state"
    ]


def test_a_client_who_was_taken_out_altogether_is_found(kept: UUID, organisation: Organisation) -> None:
    with intruding() as intruder:
        for table in ("payload", "entry", "clientcard", "dutycopy", "searchword", "accessentry"):
            intruder.run(f"DELETE FROM record_{table} WHERE chain_id = %s", kept)
        intruder.run("DELETE FROM record_chain WHERE id = %s", kept)
    assert broken(organisation) == [f"client {kept}: its chain is gone, a checkpoint tells of it"]


def rewrite(intruder: Intruder, organisation: Organisation, client: UUID, keys: bytes) -> bytes:
    """Writes the third entry anew, with whatever key the intruder has, and makes the head fit."""
    (prev,) = intruder.run("SELECT tip FROM record_entry WHERE chain_id = %s AND seq = 2", client)[0]
    header, end, sealed = seal_entry(keys, organisation.id, client, 3, bytes(prev), "dossier", b"{}")
    intruder.run(
        'UPDATE record_entry SET "commit" = %s, tip = %s WHERE chain_id = %s AND seq = 3', header.commit, end, client
    )
    intruder.run("UPDATE record_payload SET ciphertext = %s WHERE chain_id = %s AND seq = 3", sealed, client)
    intruder.run("UPDATE record_chain SET tip = %s WHERE id = %s", end, client)
    return end


def test_a_chain_rewritten_with_the_clients_own_key_is_found_by_the_checkpoint(
    kept: UUID, organisation: Organisation, installation: Installation
) -> None:
    own = installation.keys.client_keys(organisation.id, kept).of("dossier")
    with intruding() as intruder:
        rewrite(intruder, organisation, kept, own)
    assert broken(organisation) == [
        f"client {kept}, entry 3: a checkpoint tells of another entry here: the chain was rewritten"
    ]


def test_a_chain_and_its_tree_rewritten_without_the_signing_key_are_found(
    kept: UUID, organisation: Organisation, installation: Installation
) -> None:
    own = installation.keys.client_keys(organisation.id, kept).of("dossier")
    with intruding() as intruder:
        end = rewrite(intruder, organisation, kept, own)
        intruder.run("UPDATE record_leaf SET tip = %s WHERE position = 1", end)
    assert broken(organisation)[0] == "checkpoint 2: its root is not that of the leaves"


def test_an_entry_added_without_the_clients_key_is_found(kept: UUID, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        chain = Chain.objects.get(pk=kept)
    with intruding() as intruder:
        header = Header(organisation.id, kept, 4, bytes(chain.tip), commitment(bytes(32), b"{}"), ALGORITHM)
        intruder.run(
            'INSERT INTO record_entry (organisation_id, chain_id, seq, prev, "commit", tip, algorithm)'
            " VALUES (%s, %s, 4, %s, %s, %s, %s)",
            organisation.id, kept, header.prev, header.commit, tip(header), ALGORITHM,
        )  # fmt: skip
        intruder.run(
            "INSERT INTO record_payload (organisation_id, chain_id, seq, purpose, ciphertext)"
            " VALUES (%s, %s, 4, 'dossier', %s)",
            organisation.id, kept, os.urandom(90),
        )  # fmt: skip
        intruder.run("UPDATE record_chain SET length = 4, tip = %s WHERE id = %s", tip(header), kept)
    assert broken(organisation) == [f"client {kept}, entry 4: the ciphertext does not open with this key in this place"]


def test_a_witness_line_that_was_changed_is_found(kept: UUID, organisation: Organisation) -> None:
    file = checkpoints.witness_file(organisation.id)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(lines[0] + lines[1].replace('"size":2', '"size":3'))
    assert broken(organisation) == ["checkpoint 2 in the witness file: the signature does not fit"]
    file.write_text("geen regel\n")
    assert broken(organisation) == ["the witness file: holds a line that is no checkpoint"]


def test_a_checkpoint_whose_witness_line_was_not_written_yet_is_no_fault(
    kept: UUID, organisation: Organisation, now: datetime
) -> None:
    file = checkpoints.witness_file(organisation.id)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(lines[0])
    assert broken(organisation) == []
    with tenancy.within(organisation.id):
        registered(now)
        checkpoints.make(now)
        assert Checkpoint.objects.count() == 3
    assert file.read_text().splitlines(keepends=True)[:2] == lines
    assert len(file.read_text().splitlines()) == 3


def test_another_organisations_record_does_not_matter(
    kept: UUID, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(other_organisation.id):
        registered(now)
        checkpoints.make(now)
    with intruding() as intruder:
        ((value,),) = intruder.run("SELECT tip FROM record_entry WHERE seq = 2")
        intruder.run("UPDATE record_entry SET tip = %s WHERE seq = 2", flipped(value, 0))
    assert broken(other_organisation) == []
    assert len(broken(organisation)) == 1
