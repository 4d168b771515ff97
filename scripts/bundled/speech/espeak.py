"""espeak-ng spoken through its C library, which also says when each phoneme and each word begins."""

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LIBRARY = "libespeak-ng.so.1"
SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come through the callback before espeak_Synth returns
PHONEME_EVENTS = 1  # espeakINITIALIZE_PHONEME_EVENTS
UTF8 = 1  # espeakCHARS_UTF8
RATE, PITCH, PITCH_RANGE = 1, 3, 4  # espeak_PARAMETER
END, WORD, PHONEME = 0, 1, 7  # espeak_EVENT_TYPE


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # ms
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Voice:
    """One way to say it: accent ("en" is British), variant such as "f3", words a minute, pitch and its range 0..99."""

    accent: str
    variant: str
    rate: int = 160
    pitch: int = 50
    pitch_range: int = 50

    @property
    def name(self) -> str:
        return f"{self.accent}+{self.variant}" if self.variant else self.accent


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What was spoken: float32 samples in -1..1, phonemes and word starts with their times in seconds."""

    samples: NDArray[np.float32]
    sample_rate: int
    phonemes: tuple[tuple[str, float], ...]
    words: tuple[tuple[int, float], ...]  # character position in the text, start


@dataclass(slots=True)
class _Tape:
    pieces: list[NDArray[np.int16]] = field(default_factory=list)
    phonemes: list[tuple[str, float]] = field(default_factory=list)
    words: list[tuple[int, float]] = field(default_factory=list)

    def take(self, wave: "ctypes._Pointer[ctypes.c_short]", count: int, events: "ctypes._Pointer[_Event]") -> int:
        if count > 0:
            self.pieces.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != END:
            self._note(events[index])
            index += 1
        return 0

    def _note(self, event: _Event) -> None:
        seconds = event.audio_position / 1000
        if event.type == PHONEME:
            self.phonemes.append((event.id.string.decode("utf-8", "replace"), seconds))
        elif event.type == WORD:
            self.words.append((event.text_position - 1, seconds))


class Espeak:
    """The synthesiser, with its own data or that of a folder; one a process, as the library keeps global state."""

    def __init__(self, data: Path | None = None) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        folder = bytes(data) if data else None
        self.sample_rate: int = self._library.espeak_Initialize(SYNCHRONOUS, 0, folder, PHONEME_EVENTS)
        self._tape = _Tape()
        self._callback = _Callback(lambda wave, count, events: self._tape.take(wave, count, events))
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: Voice) -> Speech:
        """Speak one sentence.

        Raises:
            ValueError: this espeak-ng has no such voice.
        """
        if self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise ValueError(f"expected a voice of espeak-ng, got {voice.name!r}")
        for parameter, value in ((RATE, voice.rate), (PITCH, voice.pitch), (PITCH_RANGE, voice.pitch_range)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._tape = _Tape()
        data = text.encode("utf-8")
        self._library.espeak_Synth(data, len(data) + 1, 0, 0, 0, UTF8, None, None)
        samples = np.concatenate(self._tape.pieces or [np.zeros(0, np.int16)]).astype(np.float32) / np.float32(32768)
        return Speech(samples, self.sample_rate, tuple(self._tape.phonemes), tuple(self._tape.words))


def variants(folder: Path = Path("/usr/lib/x86_64-linux-gnu/espeak-ng-data/voices/!v")) -> tuple[str, ...]:
    """Every variant file this espeak-ng has, by name."""
    return tuple(sorted(path.name for path in folder.iterdir()))
