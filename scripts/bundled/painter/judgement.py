"""What the trials show: figures by name, each beside what the true renders reach or what shuffled words give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.change import change_mask
from scripts.bundled.painter.judge import Judges
from scripts.bundled.painter.looks import SIZE
from scripts.bundled.painter.measures import Colours, Pixels, colour_at, coloured, followed
from scripts.bundled.painter.scenes import Scene
from scripts.bundled.painter.trials import Trials, Vague
from scripts.bundled.painter.works import Pair, Works

Row = dict[str, float]
Rows = dict[str, Row]  # a figure's name -> who reached how much


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """Those who judge: the networks, and the colours by name."""

    judges: Judges
    colours: Colours


def judge_all(bench: Bench, trials: Trials, works: Works) -> dict[str, Rows]:
    """All tables: title -> rows -> cells, as shares."""
    human = slice(0, None, 2)
    return {
        "Sketch, thing and colour": _against_truth(bench, trials.scenes, works.scenes),
        "The same, of real doodles only": _against_truth(bench, trials.scenes[human], works.scenes[human]),
        "Words really matter": {
            "one bare shape, two words: the right one of both": {
                "painter": _mean(_told_apart(bench, trials.vague, works.vague)),
                "words shuffled": _mean(_told_apart(bench, trials.vague, works.vague_astray)),
            },
            "two colours exchanged: a thing's colour follows in both": {
                "painter": _mean(_exchanged(bench, trials, works.exchanges)),
                "words shuffled": _mean(_exchanged(bench, trials, works.exchanges_astray)),
            },
        },
        "Style recognised": {
            "before the brush": {"painter": _styled(bench, trials.scenes, works.scenes)},
            "after the brush": {"painter": _styled(bench, trials.scenes, works.finished)},
        },
        "Changes to a picture": {
            "thing recognised inside the mask": {
                "true render": _mean(_in_place(bench, trials, [c.after.picture for c in trials.changes])),
                "painter": _mean(_in_place(bench, trials, works.changes)),
            },
            "pixels changed outside the mask": {
                "painter": _mean(_strayed(trials, works)),
            },
        },
    }


def score(bench: Bench, scene: Scene, picture: Pixels) -> float:
    """How good one painting is, 0..3: ink followed, probability of the things' names, share of colours right."""
    names = [_probability(bench, picture, thing, box) for thing, _, box in scene.objects]
    right = list(_colours_right(bench, scene, picture))
    return followed(scene.ink, picture) + float(np.mean(names)) + (_mean(right) if right else 1.0)


def _against_truth(bench: Bench, scenes: Sequence[Scene], paintings: Sequence[Pixels]) -> Rows:
    truth = _figures(bench, scenes, [scene.picture for scene in scenes])
    painted = _figures(bench, scenes, paintings)
    return {
        name: {"true render": truth[name], "painter": painted[name], "painter / truth": painted[name] / truth[name]}
        for name in truth
    }


def _figures(bench: Bench, scenes: Sequence[Scene], pictures: Sequence[Pixels]) -> Row:
    pairs = list(zip(scenes, pictures, strict=True))
    others = [scene.ink for scene in (*scenes[1:], scenes[0])]
    single = [r for s, p in pairs if len(s.objects) == 1 for r in _colours_right(bench, s, p)]
    several = [r for s, p in pairs if len(s.objects) > 1 for r in _colours_right(bench, s, p)]
    named = [bench.judges.named(p, box) == thing for s, p in pairs for thing, _, box in s.objects]
    return {
        "ink on an edge": _mean([followed(s.ink, p) for s, p in pairs]),
        "another scene's ink on an edge": _mean(
            [followed(ink, p) for ink, p in zip(others, pictures, strict=True) if ink.any()]
        ),
        "thing recognised": _mean(named),
        "colour of a single thing": _mean(single),
        "colour of one among several": _mean(several),
    }


def _colours_right(bench: Bench, scene: Scene, picture: Pixels) -> Iterator[bool]:
    """For each thing whose colour was asked for and can be seen in the true render."""
    for _, colour, box in scene.objects:
        where = coloured(scene.picture, box, bench.colours[colour]) if colour else None
        if where is not None:
            yield colour_at(picture, where, bench.colours) == colour_at(scene.picture, where, bench.colours)


def _told_apart(bench: Bench, vague: Sequence[Vague], works: Sequence[Pair]) -> Iterator[bool]:
    for trial, pair in zip(vague, works, strict=True):
        numbers = [bench.judges.names.index(thing) for thing in trial.things]
        for mine, picture in enumerate(pair):
            odds = bench.judges.odds(picture, trial.box)
            yield bool(odds[numbers[mine]] > odds[numbers[1 - mine]])


def _exchanged(bench: Bench, trials: Trials, works: Sequence[Pair]) -> Iterator[bool]:
    """For each thing: nearer its own colour than the other's, and nearer the other's once they are exchanged."""
    for trial, pair in zip(trials.exchanges, works, strict=True):
        asked = [colour for _, colour, _ in trial.scene.objects]
        two = {name: bench.colours[name] for name in asked}
        for (_, colour, box), other in zip(trial.scene.objects, reversed(asked), strict=True):
            where = coloured(trial.scene.picture, box, bench.colours[colour])
            if where is not None:
                yield [colour_at(picture, where, two) for picture in pair] == [colour, other]


def _styled(bench: Bench, scenes: Sequence[Scene], pictures: Sequence[Pixels]) -> float:
    return _mean([bench.judges.styled(p) == s.style for s, p in zip(scenes, pictures, strict=True)])


def _in_place(bench: Bench, trials: Trials, pictures: Sequence[Pixels]) -> Iterator[bool]:
    for change, picture in zip(trials.changes, pictures, strict=True):
        thing, _, box = change.after.objects[0]
        yield bench.judges.named(picture, box) == thing


def _strayed(trials: Trials, works: Works) -> list[float]:
    """Share of the pixels that changed although the mask is 0."""
    pairs = zip(trials.changes, works.changes, strict=True)
    return [float((p != c.before).any(-1)[change_mask(c.after.ink, SIZE) == 0].mean()) for c, p in pairs]


def _probability(bench: Bench, picture: Pixels, thing: str, box: tuple[int, int, int, int]) -> float:
    return float(np.exp(bench.judges.odds(picture, box)[bench.judges.names.index(thing)]))


def _mean(values: Sequence[float] | Iterator[bool]) -> float:
    return float(np.mean(list(values)))
