"""Accents nobody has: sounds of English exchanged by lot, so that an ear does not learn a few accents by heart.

espeak-ng reads an accent from a voice file of phoneme replacements (its documentation, "Voice files"); these are
written into a copy of its data.
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

CHANGES = Path(__file__).with_name("accents.toml")
ESPEAK_DATA = Path("/usr/lib/x86_64-linux-gnu/espeak-ng-data")
ENGLISH = Path("lang/gmw")  # where espeak-ng keeps its English voices
COUNT, SEED = 120, 5  # espeak-ng knows 349 voices and no more, so the others of the world stay behind
CHANGED = 0.22  # chance of each set of sounds to change


@dataclass(frozen=True, slots=True)
class Accent:
    """An inventory of espeak-ng, what is spoken instead of what, and how long stressed and unstressed vowels are."""

    name: str
    table: str
    replaced: tuple[str, ...]
    lengths: tuple[int, ...]  # espeak-ng's stressLength: eight degrees of stress, the last the strongest


def invented(count: int = COUNT, seed: int = SEED) -> tuple[Accent, ...]:
    """So many accents; the same ones every time."""
    known = tomllib.loads(CHANGES.read_text("utf-8"))
    rng = Random(seed)
    return tuple(_accent(f"en-x{number:03d}", known, rng) for number in range(count))


def _accent(name: str, known: dict[str, dict[str, list[list[str]]]], rng: Random) -> Accent:
    changes = known["changes"].values()
    replaced = tuple(sound for choices in changes if rng.random() < CHANGED for sound in rng.choice(choices))
    even = rng.random()  # 1: every syllable as long as the next
    lengths = tuple(round(even * 200 + (1 - even) * length) for length in (160, 140, 185, 185, 210, 210, 260, 295))
    return Accent(name, rng.choice(list(known["tables"])), replaced, lengths)


def with_accents(folder: Path, accents: tuple[Accent, ...], source: Path = ESPEAK_DATA) -> Path:
    """A copy of espeak-ng's data with these accents and without other languages, below a folder; returns the folder."""
    data = folder / source.name
    shutil.copytree(source, data, dirs_exist_ok=True, ignore=_other_languages)
    for accent in accents:
        (data / ENGLISH / accent.name).write_text(_voice_file(accent), "utf-8")
    return folder


def _other_languages(folder: str, names: list[str]) -> list[str]:
    kept = {"lang": [ENGLISH.name], "voices": ["!v"]}.get(Path(folder).name, names)
    return [name for name in names if name not in kept]


def _voice_file(accent: Accent) -> str:
    lines = [f"name {accent.name}", f"language {accent.name}", "language en 20", f"phonemes {accent.table}"]
    lines += [f"stressLength {' '.join(map(str, accent.lengths))}"]
    return "\n".join(lines + [f"replace 00 {sounds}" for sounds in accent.replaced]) + "\n"
