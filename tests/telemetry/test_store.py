"""What was acknowledged is there afterwards: after a kill, beside another writer, after damage, on a full disk."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from telemetry.errors import TelemetryError
from telemetry.events import Detail, Outcome, PlanNumbers, Stage, StageEvent
from telemetry.store import APPLICATION_ID, MIGRATIONS, Store

ROOT = Path(__file__).parents[2]
NOBODY = 65534

EVENT = """
from uuid import UUID
from telemetry.events import *
def event(number):
    return StageEvent(UUID(int=number), UUID(int=0), Stage.PAINT, Outcome.DONE, Detail.NONE, 1, 1.0, None)
"""

# Appends forever and says a number aloud only after the store acknowledged it.
WRITER = f"""
import itertools, os, sys, time
from pathlib import Path
from telemetry.store import Store
{EVENT}
first = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    for number in itertools.count(first):
        store.append(event(number))
        os.write(1, b"%d\\n" % number)
        time.sleep(float(sys.argv[3]))
"""

# Fills a disk of 256 KiB (by the system's limit on file size), reports, gets room and goes on.
CROWDED = f"""
import resource, sys
from pathlib import Path
from telemetry.errors import TelemetryError
from telemetry.store import Store
{EVENT}
with Store(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (262144, resource.RLIM_INFINITY))
    kept = 0
    try:
        while True:
            store.append(event(kept))
            kept += 1
    except TelemetryError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.append(event(kept))
    print(kept + 1, len(list(store.events())))
"""

# Opens a store as somebody without rights; argv[2] is who.
OPEN = """
import os, sys
from pathlib import Path
from telemetry.errors import TelemetryError
from telemetry.store import Store
os.setuid(int(sys.argv[2]))
try:
    Store(Path(sys.argv[1])).close()
except TelemetryError as error:
    print(error)
"""


def event(number: int = 0, plan: PlanNumbers | None = None) -> StageEvent:
    ids = UUID(int=number), UUID(int=number + 1)
    return StageEvent(*ids, Stage.CHECK_SKETCH, Outcome.BLOCKED, Detail.SKETCH_SCORE, 1_700_000_000_000, 2.5, plan)


def child(code: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def answer(code: str, *arguments: object) -> str:
    with child(code, *arguments) as process:
        told = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    return told.strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def test_events_come_back_as_they_went_in(store: Store, path: Path) -> None:
    events = [event(1), event(2, PlanNumbers(8, 6, 512, 2))]
    for each in events:
        store.append(each)
    assert list(store.events()) == events
    store.close()
    with Store(path) as again:
        assert list(again.events()) == events


def test_every_commit_reaches_the_disk(store: Store) -> None:
    connection = store._connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert not connection.in_transaction


def test_there_is_no_place_for_words(store: Store) -> None:
    columns = store._connection.execute("SELECT name, type FROM pragma_table_info('event')").fetchall()
    assert {kind for _, kind in columns} == {"INTEGER", "REAL", "BLOB"}
    blobs = [name for name, kind in columns if kind == "BLOB"]
    assert blobs == ["visit", "request"]
    for name in blobs:
        values = {"visit": bytes(16), "request": bytes(16)} | {name: b"a red cat"}
        with pytest.raises(sqlite3.IntegrityError, match="length"):
            store._connection.execute(
                "INSERT INTO event (visit, request, stage, outcome, detail, started_ms, duration_ms)"
                " VALUES (:visit, :request, 1, 1, 0, 0, 0)",
                values,
            )


@pytest.mark.parametrize("change", ["UPDATE event SET duration_ms = 0", "DELETE FROM event"])
def test_events_are_final(store: Store, change: str) -> None:
    store.append(event())
    with pytest.raises(sqlite3.IntegrityError, match="events"):
        store._connection.execute(change)
    assert list(store.events()) == [event()]


def test_a_killed_writer_loses_nothing_it_acknowledged(path: Path) -> None:
    acknowledged: set[int] = set()
    for round_ in range(6):
        first = 100_000 * round_
        with child(WRITER, path, first, 0) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline()]
            time.sleep(0.003 * round_)  # at another point of its work each time
            os.kill(writer.pid, signal.SIGKILL)
            told += writer.stdout.readlines()
        assert writer.returncode == -signal.SIGKILL
        acknowledged |= {int(line) for line in told if line.endswith("\n")}
    with Store(path) as store:
        stored = [each.visit.int for each in store.events()]
        assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.set_aside is None
    assert len(acknowledged) >= 6
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored)) <= len(acknowledged) + 6  # at most the one in the air each time


def test_two_processes_may_record_at_once(path: Path) -> None:
    with child(WRITER, path, 0, 0.003) as one, child(WRITER, path, 1_000_000, 0.003) as two:
        told: list[int] = []
        for writer in (one, two):
            assert writer.stdout is not None
            told += [int(writer.stdout.readline()) for _ in range(50)]
        one.kill()
        two.kill()
    with Store(path) as store:
        assert set(told) <= {each.visit.int for each in store.events()}


def test_a_full_disk_is_one_clear_sentence_and_not_the_end(path: Path) -> None:
    refused, counts = answer(CROWDED, path).splitlines()
    assert refused.startswith(f"expected to record an event in {path}, but the disk ")
    kept, stored = map(int, counts.split())
    assert kept == stored > 10


def test_a_store_that_may_grow_no_further_says_the_disk_is_full(store: Store) -> None:
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(TelemetryError, match=r"but the disk is full$"):
        for number in range(1000):
            store.append(event(number))


def test_no_permission_is_one_clear_sentence(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # so that only `locked` is in the way
    told = answer(OPEN, locked / "events.sqlite", NOBODY if os.geteuid() == 0 else os.geteuid())
    assert told == f"expected to open the event store {locked / 'events.sqlite'}, but there is no permission to open it"


def test_a_folder_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TelemetryError, match=r"expected to open the event store .*, but file exists$"):
        Store(tmp_path / "file" / "events.sqlite")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    with Store(tmp_path / "a" / "b" / "events.sqlite") as store:
        store.append(event())
    assert (tmp_path / "a" / "b" / "events.sqlite").exists()


def filled(path: Path) -> None:
    with Store(path) as store:
        for number in range(60):
            store.append(event(number))


@pytest.mark.parametrize(("offset", "garbage"), [(0, b"not a database  "), (4096 * 2, bytes(range(256)) * 16)])
def test_a_damaged_store_is_set_aside_and_recording_goes_on(path: Path, offset: int, garbage: bytes) -> None:
    filled(path)
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(garbage)
    damaged = path.read_bytes()
    with Store(path) as store:
        assert store.set_aside == path.with_name("events.sqlite.damaged-1")
        assert store.set_aside.read_bytes() == damaged
        store.append(event())
        assert list(store.events()) == [event()]
    path.write_bytes(damaged)
    with Store(path) as store:
        assert store.set_aside == path.with_name("events.sqlite.damaged-2")


def test_a_database_of_another_kind_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(TelemetryError, match=r"expected an event store at .*, got a database of another kind"):
        Store(path)
    assert path.read_bytes() == before


def test_a_newer_store_is_left_alone(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(TelemetryError, match=f"of version {len(MIGRATIONS)} or older .* got {len(MIGRATIONS) + 1}"):
        Store(path)


def test_an_unfinished_migration_leaves_no_trace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    broken = (*MIGRATIONS, "ALTER TABLE event ADD COLUMN extra INTEGER;\nINSERT INTO nowhere VALUES (1);")
    monkeypatch.setattr("telemetry.store.MIGRATIONS", broken)
    with pytest.raises(TelemetryError, match="no such table: nowhere"):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert len(list(store.events())) == 60
        columns = store._connection.execute("SELECT name FROM pragma_table_info('event')").fetchall()
        assert ("extra",) not in columns


def test_a_migration_keeps_what_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    monkeypatch.setattr("telemetry.store.MIGRATIONS", (*MIGRATIONS, "ALTER TABLE event ADD COLUMN extra INTEGER;"))
    with Store(path) as store:
        assert len(list(store.events())) == 60
        assert store._connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert store._connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
