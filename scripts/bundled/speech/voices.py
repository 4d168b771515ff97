"""Which espeak-ng voices teach, and which are kept aside to be judged with."""

from random import Random

from scripts.bundled.speech.espeak import Voice, variants

ACCENTS = ("en", "en-us", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd")
HELD_OUT_ACCENTS = ("en-029", "en-gb-scotland", "en-us-nyc")
HELD_OUT_VARIANTS = ("f4", "m6", "Annie", "travis", "belinda")
MACHINES = (
    "whisper",
    "whisperf",
    "robosoft",
    "Demonic",
    "UniRobot",
    "anikaRobot",
    "announcer",
    "fast",
    "klatt6",
    "croak",
)


def taught_variants() -> tuple[str, ...]:
    """Every variant that sounds like a person and is not held out."""
    return tuple(name for name in variants() if not name.startswith(MACHINES) and name not in HELD_OUT_VARIANTS)


def teacher(rng: Random, names: tuple[str, ...], accents: tuple[str, ...] = ACCENTS) -> Voice:
    """A voice to train with."""
    return Voice(
        rng.choice(accents), rng.choice(names), rng.randint(115, 215), rng.randint(20, 85), rng.randint(20, 85)
    )


def stranger(rng: Random, names: tuple[str, ...]) -> Voice:
    """A voice no training clip has: its accent, its variant or both were held out."""
    accent, variant = rng.choice(ACCENTS), rng.choice(HELD_OUT_VARIANTS)
    kind = rng.randrange(3)
    accent = rng.choice(HELD_OUT_ACCENTS) if kind != 0 else accent
    variant = rng.choice(names) if kind == 1 else variant
    return Voice(accent, variant, rng.randint(125, 195), rng.randint(30, 75), rng.randint(30, 70))
