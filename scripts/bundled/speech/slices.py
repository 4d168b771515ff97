"""What a speech bundle is judged with: slices of utterances in voices, rooms and noises that never taught."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from models.audio import read_recording
from models.types import Floats
from scripts.bundled.speech.babble import babble_of, in_babble
from scripts.bundled.speech.clips import MILD, STUDIO, Clip, Weather, heard, recorded, spoken
from scripts.bundled.speech.espeak import Espeak
from scripts.bundled.speech.flite import Flite, Manner
from scripts.bundled.speech.sentences import Lexicon, Maker, caption, guarded, hesitant, request, single
from scripts.bundled.speech.sound import Surroundings
from scripts.bundled.speech.speakers import FLITE_HELD_OUT, people
from scripts.bundled.speech.voices import stranger, taught_variants

LOUD = Weather(1.0, 0, 10)
BABBLE_RATIO = 10.0  # dB
CLEAN = "clean"
RARE = 3  # times as many clips as of a slice, of what is recorded rather than spoken anew


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One clip to be judged with, and who speaks in it; accent and variant where espeak-ng does."""

    clip: Clip
    speaker: str
    accent: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """What utterances are made of, how many a slice has, and the seed they come from."""

    data: Path
    lexicon: Lexicon
    around: Surroundings
    espeak: Espeak
    count: int
    seed: int


Place = Callable[[Clip, Stock, list[Floats], Random], Clip]  # of the clip, among the other voices of its slice


@dataclass(frozen=True, slots=True)
class Strangers:
    """espeak-ng's held-out voices. The same seed gives the same words and voices in every place."""

    maker: Maker
    place: Place

    def __call__(self, stock: Stock) -> list[Utterance]:
        rng, names = Random(f"{stock.seed} {self.maker.__name__}"), taught_variants()
        lines = [hesitant(stock.lexicon, self.maker(stock.lexicon, rng), rng) for _ in range(stock.count)]
        voices = [stranger(rng, names) for _ in lines]
        clips = [spoken(stock.espeak, line, voice, rng) for line, voice in zip(lines, voices, strict=True)]
        pairs = list(zip(clips, voices, strict=True))
        placed = [
            self.place(clip, stock, [other.samples for other, who in pairs if who.name != voice.name], rng)
            for clip, voice in pairs
        ]
        return [Utterance(clip, v.name, v.accent, v.variant) for clip, v in zip(placed, voices, strict=True)]


def under(weather: Weather) -> Place:
    """Heard as the weather allows."""
    return lambda clip, stock, others, rng: heard(clip, weather, stock.around, others, rng)


def among_people(clip: Clip, stock: Stock, others: list[Floats], rng: Random) -> Clip:
    """Heard among people talking."""
    return in_babble(clip, babble_of(stock.around, others, len(clip.samples), rng), BABBLE_RATIO)


def unheard_flite(stock: Stock) -> list[Utterance]:
    """Prompts in the voice of the one person of Flite's who did not teach."""
    rng, flite, person = Random(f"{stock.seed} flite"), Flite(), FLITE_HELD_OUT[0]
    lines = [hesitant(stock.lexicon, request(stock.lexicon, rng), rng) for _ in range(stock.count)]
    said = [(flite.say(line.spoken, Manner(person)), line.text) for line in lines]
    return [Utterance(recorded(samples, rate, text, rng), person) for (samples, rate), text in said]


def unheard_people(stock: Stock) -> list[Utterance]:
    """Recordings of real people who did not teach: all of them where three times the count is enough."""
    chosen = people(stock.data, held_out=True)
    chosen = Random(f"{stock.seed} people").sample(chosen, min(len(chosen), RARE * stock.count))
    names = _speakers(stock.data)
    return [Utterance(Clip(read_recording(path).samples, text), names[path]) for path, text in chosen]


def _speakers(data: Path) -> dict[Path, str]:
    rows = map(json.loads, (data / "speech/manifest.jsonl").read_text("utf-8").splitlines())
    return {data / "speech" / row["file"]: f"{row['source']} {row.get('speaker') or row['file']}" for row in rows}


@dataclass(frozen=True, slots=True)
class Slice:
    """What is said, where or by whom, and how its utterances are made."""

    what: str
    where: str
    utterances: Callable[[Stock], list[Utterance]]

    @property
    def name(self) -> str:
        return f"{self.what}, {self.where}"


PROMPTS = Slice("prompts", CLEAN, Strangers(request, under(STUDIO)))
BABBLE = Slice("prompts", f"babble at {BABBLE_RATIO:.0f} dB", Strangers(request, among_people))
SLICES = (
    PROMPTS,
    BABBLE,
    Slice("prompts", "in a room, noise at 10 to 20 dB", Strangers(request, under(MILD))),
    Slice("prompts", "in a room, noise at 0 to 10 dB", Strangers(request, under(LOUD))),
    Slice("single words", CLEAN, Strangers(single, under(STUDIO))),
    Slice("guarded words", CLEAN, Strangers(guarded, under(STUDIO))),
    Slice("ordinary sentences", CLEAN, Strangers(caption, under(STUDIO))),
    Slice("prompts", "Flite's unheard person", unheard_flite),
    Slice("recordings", "real people who did not teach", unheard_people),
)
