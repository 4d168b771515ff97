"""Work with an end: a layer that hangs costs one place and a verdict, never the kiosk."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from models.errors import GuardError

T = TypeVar("T")


class Watch:
    """Runs work in a thread of its own, a few at a time at most, each up to its deadline.

    Work that overruns is abandoned, since Python can stop no thread; it keeps its place until it ends, so a layer that
    hangs for good fills the places and everything after it is refused.
    """

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)

    def run(self, work: Callable[[], T], seconds: float) -> T:
        """What `work` returns, or what it raises.

        Raises:
            TimeoutError: it took longer.
            GuardError: no place was free, or the thread ended without a result.
        """
        if not self._places.acquire(blocking=False):
            raise GuardError("expected a free place in the guard, got a full queue")
        task: _Task[T] = _Task(work, self._places)
        task.start()
        task.join(seconds)
        if task.is_alive():
            raise TimeoutError(f"expected a verdict within {seconds:g} s, got none")
        return task.outcome()


class _Task(threading.Thread, Generic[T]):
    def __init__(self, work: Callable[[], T], places: threading.BoundedSemaphore) -> None:
        super().__init__(name="guard layer", daemon=True)
        self._work, self._places = work, places
        self._results: list[T] = []
        self._errors: list[Exception] = []

    def run(self) -> None:
        try:
            self._results.append(self._work())
        except Exception as error:  # noqa: BLE001  handed to the caller, the guard
            self._errors.append(error)
        finally:
            self._places.release()

    def outcome(self) -> T:
        if self._errors:
            raise self._errors[0]
        if not self._results:
            raise GuardError("expected a verdict, got a layer that ended without one")
        return self._results[0]
