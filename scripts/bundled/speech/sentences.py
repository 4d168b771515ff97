"""What people ask a painter for: sentences drawn from the vocabulary, in many wordings, and what else may be said."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
WORDING = HERE / "wording.toml"
VOCABULARY = HERE.parents[2] / "models/bundled/painter/vocabulary.toml"
PLAIN_REQUESTS = 0.16  # share of requests that begin with the thing itself


@dataclass(frozen=True, slots=True)
class Line:
    """What is spoken aloud, and the text that stands for it: the same words, without the fillers."""

    spoken: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word the prompts are made of, and the foreign sentences mixed among them."""

    things: tuple[str, ...]
    colours: tuple[str, ...]
    places: tuple[str, ...]
    verbs: tuple[str, ...]
    everyday: tuple[str, ...]  # names of other drawable things
    captions: tuple[str, ...]  # ordinary sentences
    wording: dict[str, list[str]]


def plain(text: str) -> str:
    """Lower case, letters and apostrophes only, single spaces."""
    return " ".join(re.sub(r"[^a-z' ]+", " ", text.lower().replace("’", "'")).split())


def read_lexicon(data: Path) -> Lexicon:
    """The lexicon from the painter's vocabulary, the wording beside this file and the folder of texts."""
    toml = tomllib.loads(VOCABULARY.read_text("utf-8"))
    things = [word for name, thing in toml["things"].items() for word in (name, name, *thing["words"])]
    colours = [word for name, colour in toml["colours"].items() for word in (name, name, *colour["words"])]
    places = [word for name, others in toml["places"].items() for word in (name, name, name, *others)]
    verbs = [word for words in toml["verbs"].values() for word in words]
    everyday = map(plain, (data / "text/benign_quickdraw_categories.txt").read_text("utf-8").splitlines())
    wording = tomllib.loads(WORDING.read_text("utf-8"))
    return Lexicon(
        tuple(things),
        tuple(colours),
        tuple(places),
        tuple(verbs),
        tuple(filter(None, everyday)),
        _captions(data),
        wording,
    )


def _captions(data: Path) -> tuple[str, ...]:
    lines = (data / "text/benign_coco_captions_1000.txt").read_text("utf-8").splitlines()
    table = (data / "text/benign_partiprompts.tsv").read_text("utf-8").splitlines()[1:]
    return tuple(filter(lambda line: len(line) > 2, map(plain, [*lines, *(row.split("\t")[0] for row in table)])))


def with_article(noun: str, rng: Random) -> str:
    """The noun with a, an, the, my or nothing, as people say it."""
    choice = rng.random()
    if choice < 0.75:
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return f"the {noun}" if choice < 0.9 else f"my {noun}" if choice < 0.93 else noun


def plural(noun: str) -> str:
    """A rough plural; wrong ones are said by people too."""
    if noun.endswith(("s", "fish", "sheep", "mice", "people")):
        return noun
    return noun + ("es" if noun.endswith(("ch", "x", "sh")) else "s")


def phrase(lexicon: Lexicon, noun: str, rng: Random) -> str:
    """One thing with its number, size and colour."""
    words = [rng.choice(lexicon.colours)] if rng.random() < 0.55 else []
    words = [rng.choice(lexicon.wording["sizes"]), *words] if rng.random() < 0.15 else words
    if rng.random() < 0.22:
        return " ".join([rng.choice(lexicon.wording["counts"]), *words, plural(noun)])
    return with_article(" ".join([*words, noun]), rng)


def opened(lexicon: Lexicon, text: str, rng: Random) -> str:
    """With what people say before what they want, or nothing."""
    return text if rng.random() < PLAIN_REQUESTS else rng.choice(lexicon.wording["openings"]).format(text)


def request(lexicon: Lexicon, rng: Random) -> str:
    """One to four things, doing something somewhere, in somebody's style."""
    wording = lexicon.wording
    nouns = [_noun(lexicon, rng) for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 2, 3, 4)))]
    text = phrase(lexicon, nouns[0], rng)
    text += f" {rng.choice(lexicon.verbs)}" if rng.random() < 0.35 else ""
    for noun in nouns[1:]:
        join = "and" if rng.random() < 0.2 else rng.choice(wording["joins"])
        text += f" {join} {phrase(lexicon, noun, rng)}"
    text += f" {rng.choice(lexicon.places)}" if rng.random() < 0.5 else ""
    text += f" {rng.choice(wording['styles']).format(rng.choice(wording['artists']))}" if rng.random() < 0.15 else ""
    return opened(lexicon, text, rng)


def _noun(lexicon: Lexicon, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.85:
        return rng.choice(lexicon.things)
    return rng.choice(lexicon.everyday if chance < 0.95 else lexicon.wording["guarded"])


def single(lexicon: Lexicon, rng: Random) -> str:
    """One word or name alone."""
    known = (lexicon.things, lexicon.things, lexicon.colours, lexicon.places, lexicon.verbs, lexicon.everyday)
    said = [lexicon.wording[name] for name in ("guarded", "artists", "counts", "polite")]
    return rng.choice(rng.choice((*known, *said)))


def guarded(lexicon: Lexicon, rng: Random) -> str:
    """A request in which the guard has something to hear."""
    bad, thing = rng.choice(lexicon.wording["guarded"]), rng.choice(lexicon.things)
    frames = (
        f"{phrase(lexicon, thing, rng)} with {with_article(bad, rng)}",
        with_article(f"{bad} {thing}", rng),
        with_article(bad, rng),
        f"{phrase(lexicon, bad, rng)} and {phrase(lexicon, thing, rng)}",
        f"{bad} {rng.choice(lexicon.places)}",
        f"{bad} {bad}",
        f"some {bad}",
        f"{bad} you",
    )
    return opened(lexicon, rng.choice(frames), rng)


def caption(lexicon: Lexicon, rng: Random) -> str:
    """Up to ten words of an ordinary sentence, from its beginning or its middle."""
    words = rng.choice(lexicon.captions).split()
    length = rng.randint(2, 10)
    start = rng.randint(0, max(0, len(words) - length))
    return " ".join(words[start : start + length])


def salad(lexicon: Lexicon, rng: Random) -> str:
    """Words in no order, so that hearing counts for more than guessing."""
    known = (lexicon.things, lexicon.colours, lexicon.places, lexicon.verbs, lexicon.everyday)
    every = (*known, lexicon.wording["guarded"], lexicon.wording["sizes"])
    words = [rng.choice(rng.choice(every)) for _ in range(rng.randint(2, 5))]
    words += rng.sample(rng.choice(lexicon.captions).split(), 1)
    rng.shuffle(words)
    return " ".join(words)


Maker = Callable[[Lexicon, Random], str]
MIX: tuple[tuple[Maker, float], ...] = ((request, 0.5), (single, 0.13), (guarded, 0.1), (caption, 0.15), (salad, 0.12))


def line(lexicon: Lexicon, rng: Random) -> Line:
    """Anything that may be said, in the shares of `MIX`, with a filler now and then."""
    maker = rng.choices([maker for maker, _ in MIX], [share for _, share in MIX])[0]
    return hesitant(lexicon, maker(lexicon, rng), rng)


def hesitant(lexicon: Lexicon, text: str, rng: Random) -> Line:
    """The line, spoken with a filler one time in twelve."""
    if rng.random() > 1 / 12:
        return Line(text, text)
    words = text.split()
    words.insert(rng.choice((0, rng.randint(0, len(words)))), rng.choice(lexicon.wording["fillers"]) + ",")
    return Line(" ".join(words), text)
