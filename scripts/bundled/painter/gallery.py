"""The pictures of an evaluation: best, median and worst, and twelve for the README, the median ones."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from scripts.bundled.page import Figure, Gallery
from scripts.bundled.painter.measures import Pixels
from scripts.bundled.painter.trials import Trials
from scripts.bundled.painter.works import Works

SIDE = 256  # pixels of each picture on the page
SHOWN = 12
ACROSS, EDGE = 4, 6  # of the README's gallery: pictures in a row, pixels between them
QUALITY = 88


def galleries(trials: Trials, works: Works, scores: Sequence[float]) -> list[Gallery]:
    """What the page shows."""
    order = [int(k) for k in np.argsort(scores)]
    middle = len(order) // 2 - SHOWN // 2
    chosen = {"Best": order[::-1][:SHOWN], "Median": order[middle:][:SHOWN], "Worst": order[:SHOWN]}
    note = "Sketch, true render, painting before the brush, and as the film shows it."
    scenes = [Gallery(name, [_scene(trials, works, k) for k in which], note) for name, which in chosen.items()]
    return [*scenes, *_words(trials, works), _changes(trials, works)]


def write_gallery(file: Path, trials: Trials, works: Works, scores: Sequence[float]) -> None:
    """Twelve finished paintings around the median, each above the sketch it came from."""
    order = np.argsort(scores)
    chosen = sorted(int(k) for k in order[max(0, len(order) // 2 - SHOWN // 2) :][:SHOWN])
    tiles = [
        np.concatenate([works.finished[k], _sheet(trials.scenes[k].ink, works.finished[k].shape[0])]) for k in chosen
    ]
    framed = [cv2.copyMakeBorder(t, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT, value=(255,) * 3) for t in tiles]
    rows = [np.concatenate(framed[k : k + ACROSS], 1) for k in range(0, len(framed) // ACROSS * ACROSS, ACROSS)]
    if rows:
        small = cv2.resize(np.concatenate(rows), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(file), small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def _scene(trials: Trials, works: Works, k: int) -> Figure:
    scene = trials.scenes[k]
    return _strip(
        [_sheet(scene.ink, SIDE), scene.picture, works.scenes[k], works.finished[k]], _caption(scene.words, scene.style)
    )


def _words(trials: Trials, works: Works) -> list[Gallery]:
    vague = [
        _strip([_sheet(v.ink, SIDE), *pair], f"{v.words[0]} / {v.words[1]} ({v.style})")
        for v, pair in zip(trials.vague[:SHOWN], works.vague, strict=False)
    ]
    exchanged = [
        _strip([_sheet(e.scene.ink, SIDE), *pair], f"{e.scene.words} / {e.exchanged} ({e.scene.style})")
        for e, pair in zip(trials.exchanges[:SHOWN], works.exchanges, strict=False)
    ]
    return [Gallery("One bare shape, two words", vague), Gallery("Two colours exchanged", exchanged)]


def _changes(trials: Trials, works: Works) -> Gallery:
    figures = [
        _strip([c.before, _sheet(c.after.ink, SIDE), picture], _caption(c.after.words, c.after.style))
        for c, picture in zip(trials.changes[:SHOWN], works.changes, strict=False)
    ]
    return Gallery("Changes", figures, "The picture before, what was drawn on it, the picture after.")


def _caption(words: str, style: str) -> str:
    return f"{words} ({style})"


def _sheet(ink: Pixels, side: int) -> Pixels:
    grey = 255 - cv2.resize(ink, (side, side), interpolation=cv2.INTER_AREA)
    return np.repeat(np.asarray(grey, np.uint8)[..., None], 3, 2)


def _strip(pictures: Sequence[Pixels], caption: str) -> Figure:
    """Pictures side by side as one figure."""
    row = np.concatenate([cv2.resize(p, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for p in pictures], 1)
    done, png = cv2.imencode(".png", row[..., ::-1])
    if not done:
        raise OSError(f"expected to encode the picture of {caption!r}, got an error of the encoder")
    return Figure(png.tobytes(), caption)
