"""Flite's voices, cut from recordings of four people (CMU Arctic), spoken through its C library."""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PEOPLE = ("awb", "kal16", "rms", "slt")
LIBRARY = "libflite_cmu_us_{0}.so.1"


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


@dataclass(frozen=True, slots=True)
class Manner:
    """Who speaks, how slowly (1 is their own pace), and how high in Hz (0 is their own height)."""

    person: str
    slowness: float = 1.0
    height: float = 0.0


class Flite:
    """The synthesiser with its four people."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
        for name in ("libflite_usenglish.so.1", "libflite_cmulex.so.1"):
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        self._library.flite_init()
        self._library.flite_text_to_wave.restype = ctypes.POINTER(_Wave)
        self._library.flite_text_to_wave.argtypes = [ctypes.c_char_p, ctypes.POINTER(_Voice)]
        self._library.flite_feat_set_float.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float]
        self._library.delete_wave.argtypes = [ctypes.POINTER(_Wave)]
        self._voices = {person: self._voice(person) for person in PEOPLE}

    def _voice(self, person: str) -> "ctypes._Pointer[_Voice]":
        register = getattr(ctypes.CDLL(LIBRARY.format(person)), f"register_cmu_us_{person}")
        register.restype = ctypes.POINTER(_Voice)
        register.argtypes = [ctypes.c_void_p]
        voice: ctypes._Pointer[_Voice] = register(None)
        return voice

    def say(self, text: str, manner: Manner) -> tuple[NDArray[np.float32], int]:
        """Samples in -1..1 and their rate."""
        voice = self._voices[manner.person]
        self._library.flite_feat_set_float(voice.contents.features, b"duration_stretch", manner.slowness)
        if manner.height:
            self._library.flite_feat_set_float(voice.contents.features, b"int_f0_target_mean", manner.height)
        wave = self._library.flite_text_to_wave(text.encode("ascii", "ignore"), voice)
        samples = np.ctypeslib.as_array(wave.contents.samples, (wave.contents.num_samples,)).astype(np.float32)
        rate = int(wave.contents.sample_rate)
        self._library.delete_wave(wave)
        return samples / np.float32(32768), rate
