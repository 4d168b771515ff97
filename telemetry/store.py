"""The event store: one SQLite file that only grows. An event `append` returned from survives SIGKILL and a power cut.

WAL with synchronous FULL syncs the log at every commit (sqlite.org/pragma.html#pragma_synchronous); NORMAL may roll
back acknowledged rows after a power cut. At a few events a second the milliseconds are free. One thread, one writer.
The schema has no text column: there is no place where words could be kept.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from telemetry.errors import TelemetryError
from telemetry.events import Detail, Outcome, PlanNumbers, Stage, StageEvent

APPLICATION_ID = 0x44_72_61_77  # "Draw", in the file header
BUSY_S = 5.0  # how long to wait for another process that is writing

# One entry a schema version; entries are only ever added. A statement ends where its line ends.
MIGRATIONS = (
    """
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        visit BLOB NOT NULL CHECK (length(visit) = 16),
        request BLOB NOT NULL CHECK (length(request) = 16),
        stage INTEGER NOT NULL,
        outcome INTEGER NOT NULL,
        detail INTEGER NOT NULL,
        started_ms INTEGER NOT NULL,
        duration_ms REAL NOT NULL CHECK (duration_ms >= 0),
        steps INTEGER,
        keyframes INTEGER,
        size INTEGER,
        threads INTEGER
    ) STRICT;
    CREATE INDEX event_started ON event (started_ms);
    CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are final'); END;
    CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events stay'); END;
    """,
)

_COLUMNS = "visit, request, stage, outcome, detail, started_ms, duration_ms, steps, keyframes, size, threads"
_INSERT = f"INSERT INTO event ({_COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608
_SELECT = f"SELECT {_COLUMNS} FROM event ORDER BY id"  # noqa: S608


class Store:
    """An open store. `set_aside` is where a damaged predecessor now lies, if there was one.

    Raises:
        TelemetryError: the file cannot be opened or written, is not an event store, or is of a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside = _set_aside_if_damaged(path)
        self._connection = _open(path)

    def append(self, event: StageEvent) -> None:
        """Keep one event; it is on the disk when this returns.

        Raises:
            TelemetryError: the disk is full or the file cannot be written.
        """
        try:
            self._connection.execute(_INSERT, _row(event))
        except sqlite3.Error as error:
            raise TelemetryError(f"expected to record an event in {self.path}, but {_reason(error)}") from error

    def events(self) -> Iterator[StageEvent]:
        """Every event, oldest first."""
        try:
            yield from map(_event, self._connection.execute(_SELECT))
        except sqlite3.Error as error:
            raise TelemetryError(f"expected to read the events in {self.path}, but {_reason(error)}") from error

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise TelemetryError(f"expected to open the event store {path}, but {_reason(error)}") from error
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise TelemetryError(f"expected to open the event store {path}, but {_reason(error)}") from error
    except TelemetryError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _require_ours(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if _number(connection, "user_version") < len(MIGRATIONS):
        _migrate(connection)


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and _number(connection, "application_id") != APPLICATION_ID:
        raise TelemetryError(f"expected an event store at {path}, got a database of another kind")
    version = _number(connection, "user_version")
    if version > len(MIGRATIONS):
        raise TelemetryError(f"expected an event store of version {len(MIGRATIONS)} or older at {path}, got {version}")


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date in one transaction; whoever comes second finds it done."""
    connection.execute("BEGIN IMMEDIATE")
    version = _number(connection, "user_version")
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """Single statements: `executescript` would commit the transaction around it."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""


def _set_aside_if_damaged(path: Path) -> Path | None:
    """Move a file that fails SQLite's own check out of the way, so that recording goes on; nothing is deleted."""
    if not path.is_file() or not _is_damaged(path):
        return None
    target = next(aside for n in range(1, 10_000) if not (aside := path.with_name(f"{path.name}.damaged-{n}")).exists())
    try:
        for suffix in ("-wal", "-shm", ""):
            _move(path.with_name(path.name + suffix), target.with_name(target.name + suffix))
    except OSError as error:
        raise TelemetryError(f"expected to set the damaged event store {path} aside, but {_reason(error)}") from error
    return target


def _move(source: Path, target: Path) -> None:
    if source.exists():
        source.rename(target)


def _is_damaged(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=BUSY_S)) as connection:
        try:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _row(event: StageEvent) -> tuple[object, ...]:
    plan = event.plan
    numbers = (None,) * 4 if plan is None else (plan.steps, plan.keyframes, plan.size, plan.threads)
    codes = (event.stage.value, event.outcome.value, event.detail.value)
    return (event.visit.bytes, event.request.bytes, *codes, event.started_ms, event.duration_ms, *numbers)


def _event(row: tuple[Any, ...]) -> StageEvent:
    visit, request, stage, outcome, detail, started_ms, duration_ms, *numbers = row
    return StageEvent(
        visit=UUID(bytes=visit),
        request=UUID(bytes=request),
        stage=Stage(stage),
        outcome=Outcome(outcome),
        detail=Detail(detail),
        started_ms=started_ms,
        duration_ms=duration_ms,
        plan=None if numbers[0] is None else PlanNumbers(*numbers),
    )


_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "there is no permission to write there",
    sqlite3.SQLITE_CANTOPEN: "there is no permission to open it",
    sqlite3.SQLITE_BUSY: "another process holds it",
    sqlite3.SQLITE_IOERR: "the disk reported an error",
}


def _reason(error: sqlite3.Error | OSError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "the system refused").lower()
    code = getattr(error, "sqlite_errorcode", None)
    return _REASONS.get((code or 0) & 0xFF, str(error).lower())
