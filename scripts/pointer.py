"""A finger for tests of speed: the X server's own pointer, moved without a process in between (XTEST extension)."""

import ctypes
from ctypes.util import find_library
from typing import Self


class Pointer:
    """Moves and presses on an X display; every call is with the server when it returns."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = (ctypes.CDLL(find_library(name)) for name in ("X11", "Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._display:
            raise OSError(f"expected an X display at {display}, got none")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._x11.XCloseDisplay(self._display)

    def move(self, x: int, y: int) -> None:
        """To a place, px."""
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x11.XSync(self._display, 0)

    def press(self, *, down: bool) -> None:
        """The first button, down or up."""
        self._xtst.XTestFakeButtonEvent(self._display, 1, int(down), 0)
        self._x11.XSync(self._display, 0)
