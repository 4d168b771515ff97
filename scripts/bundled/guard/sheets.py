"""Sheets of ink to learn from: one drawing or several together, as a person might have put them there."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from safety.views import blurred, glance, small
from scripts.bundled.guard.drawings import ALIKE, LEWD, Drawing, names_of
from scripts.bundled.guard.pens import HARMLESS_PENS, WEAPON_PENS, fitted, lewd, swastika
from scripts.bundled.painter.doodles import Doodle

SHEET = 224  # pixels of a training sheet
OUTPUTS = 3  # violence, indecency, hate: the order of safety.sketch_check.CATEGORIES
Ink = NDArray[np.uint8]
Sample = tuple[NDArray[np.float32], NDArray[np.float32], int]  # view [SIDE, SIDE], labels [OUTPUTS], thing or -1


class Sheets:
    """Draws training samples from real drawings and pens; every choice comes from the generator."""

    def __init__(self, drawings: Sequence[Drawing]) -> None:
        self.things, self.unfit = names_of(drawings)
        self._bad = {k: [d for d in drawings if d.label == k] for k in (1, 2)}
        harmless = [d for d in drawings if d.label == 0]
        self._alike = [d for d in harmless if d.thing in ALIKE]
        self._other = [d for d in harmless if d.thing not in ALIKE]
        self._weapons = {t: [d for d in self._bad[1] if d.thing == t] for t in {d.thing for d in self._bad[1]}}

    def sample(self, rng: np.random.Generator) -> Sample:
        """One view with its labels: a third shows something unfit, a fifth several things together."""
        together = rng.random() < 0.2
        kind = int(rng.choice(4, p=(0.62, 0.2, 0.14, 0.04)))
        ink, thing = self.thing(kind, rng)
        sheet = self._compose(ink, rng) if together else ink
        labels = np.zeros(OUTPUTS, np.float32)
        if kind:
            labels[kind - 1] = 1
        view = glance(sheet)
        look = rng.random()
        view = blurred(view) if look < 0.12 else small(view) if look < 0.24 else view
        return view, labels, -1 if together else self.things.index(thing)

    def thing(self, kind: int, rng: np.random.Generator) -> tuple[Ink, str]:
        """Ink of a harmless thing (0), weapon (1), lewd doodle (2) or hate symbol (3), and its name."""
        if kind == 3:
            return drawn(fitted(swastika, rng), rng), swastika.__name__
        if kind == 2 and rng.random() < 0.3:
            return drawn(fitted(lewd, rng), rng), LEWD
        if kind == 1 and rng.random() < 0.35:
            pen = WEAPON_PENS[int(rng.integers(len(WEAPON_PENS)))]
            return drawn(fitted(pen, rng), rng), pen.__name__
        if kind == 0 and rng.random() < 0.1:
            name = str(rng.choice(list(HARMLESS_PENS)))
            return drawn(fitted(HARMLESS_PENS[name], rng), rng), name
        return self._real(kind, rng)

    def _real(self, kind: int, rng: np.random.Generator) -> tuple[Ink, str]:
        pool = self._bad[2] if kind == 2 else self._alike if rng.random() < 0.45 else self._other
        if kind == 1:
            pool = self._weapons[str(rng.choice(sorted(self._weapons)))]
        drawing = pool[int(rng.integers(len(pool)))]
        return inked(drawing, rng), drawing.thing

    def _compose(self, ink: Ink, rng: np.random.Generator) -> Ink:
        """The thing somewhere on a sheet that also holds one to three harmless ones."""
        sheet = _placed(ink, rng, (0.35, 0.75))
        for _ in range(int(rng.integers(1, 4))):
            sheet = np.maximum(sheet, _placed(self.thing(0, rng)[0], rng, (0.25, 0.65)))
        return sheet


def inked(drawing: Drawing, rng: np.random.Generator) -> Ink:
    """A real drawing as ink [SHEET, SHEET], a little different every time."""
    if drawing.bitmap is None:
        return drawn(drawing.strokes, rng)
    side = SHEET * 4 // 5
    image = cv2.resize(drawing.bitmap, (side, side), interpolation=cv2.INTER_CUBIC)
    image = (cv2.GaussianBlur(image, (0, 0), 1.5) > rng.uniform(45, 110)).astype(np.uint8) * 255
    image = np.pad(image, (SHEET - side) // 2)
    image = cv2.resize(image, (SHEET, SHEET), interpolation=cv2.INTER_NEAREST)
    warp = _turn(rng)
    matrix = np.hstack([warp, np.full((2, 1), SHEET / 2) - warp @ np.full((2, 1), SHEET / 2)])
    return np.asarray(cv2.warpAffine(image, matrix, (SHEET, SHEET)), np.uint8)


def drawn(doodle: Doodle, rng: np.random.Generator) -> Ink:
    """Strokes as ink [SHEET, SHEET]: turned, stretched, wobbling, with some pen, now and then one missing."""
    warp, phase, wobble = _turn(rng), rng.uniform(0, 6.3, 4), rng.uniform(0, 0.018)
    width = int(rng.integers(2, 9))
    strokes = [s for s in doodle if len(doodle) < 3 or rng.random() > 0.04]
    ink = np.zeros((SHEET, SHEET), np.uint8)
    for stroke in strokes:
        bend = wobble * np.sin(stroke[:, ::-1] * rng.uniform(6, 18) + phase[:2]) + rng.normal(
            0, wobble / 5, stroke.shape
        )
        points = ((stroke - 0.5 + bend) @ warp.T * 0.68 + 0.5) * SHEET
        cv2.polylines(ink, [np.rint(points).astype(np.int32)], isClosed=False, color=255, thickness=width)
    return ink


def _turn(rng: np.random.Generator) -> NDArray[np.float64]:
    """A random linear map: mostly a small turn, sometimes any; stretched, sheared, mirrored."""
    angle = rng.normal(0, 0.2) if rng.random() < 0.65 else rng.uniform(-np.pi, np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1, rng.normal(0, 0.1)], [rng.normal(0, 0.05), 1]])
    stretch = np.diag(rng.uniform(0.8, 1.15, 2) * (rng.choice([-1, 1]), 1))
    return np.asarray(turn @ shear @ stretch)


def _placed(ink: Ink, rng: np.random.Generator, sizes: tuple[float, float]) -> Ink:
    x, y, w, h = cv2.boundingRect(ink)
    if not w:
        return ink
    scale = rng.uniform(*sizes) * SHEET / max(w, h)
    width, height = max(4, round(w * scale)), max(4, round(h * scale))
    shrunk = cv2.resize(ink[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_AREA)
    shrunk = (shrunk > 60).astype(np.uint8) * 255
    sheet = np.zeros((SHEET, SHEET), np.uint8)
    left, top = int(rng.integers(0, SHEET - width)), int(rng.integers(0, SHEET - height))
    sheet[top : top + height, left : left + width] = shrunk
    return sheet
