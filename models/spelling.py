"""How near two words are, to the eye and to the ear."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"[a-z0-9']+|[,.;:!?]")
_SOUNDS = (  # English spelling to sound, in this order; after the idea of Metaphone (Philips 1990), cut down
    (r"^kn", "n"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"ph", "f"),
    (r"gh", ""),
    (r"sch|sh|ch|tch", "x"),
    (r"ck|qu|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x$", "ks"),
    (r"g(?=[eiy])", "j"),
    (r"z", "s"),
    (r"v", "f"),
    (r"d", "t"),
)


def tokens(text: str) -> list[str]:
    """Words in lower case without accents, and the marks that part a sentence."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return [part for token in _TOKEN.findall(plain) for part in _parted(token) if part]


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """The consonants of a word as they sound; words that sound alike share it."""
    heard = word
    for pattern, replacement in _SOUNDS:
        heard = re.sub(pattern, replacement, heard)
    first = "a" if heard[:1] in tuple("aeiou") else heard[:1]
    return re.sub(r"(.)\1+", r"\1", first + re.sub(r"[aeiouyhw]", "", heard[1:]))


def distance(first: str, second: str) -> int:
    """Letters to insert, drop, change or swap (optimal string alignment; Damerau 1964)."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, 1):
        row = [i]
        for j, b in enumerate(second, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def sounds_like(said: str, known: str) -> bool:
    """Whether two spellings are heard as one word; short words are never sure."""
    if min(len(said), len(known)) < 4 or len(sound(known)) < 3 or sound(said) != sound(known):
        return False
    return distance(said, known) <= (2 if len(known) < 8 else 3)


def is_mistyped(said: str, known: str) -> bool:
    """Whether one letter of a long word is off."""
    if min(len(said), len(known)) < 6 or said[0] != known[0] or abs(len(said) - len(known)) > 1:
        return False
    return distance(said, known) == 1


def singulars(word: str) -> list[str]:
    """What a regular plural may be the plural of."""
    found = []
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("es") and len(word) > 4:
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        found.append(word[:-1])
    return found


def nearest(word: str, candidates: Iterable[tuple[str, str]], count: int) -> tuple[str, ...]:
    """The `count` canonical words whose (spelling, canonical) look and sound most like `word` (Dice 1945, on pairs)."""
    scores: dict[str, float] = {}
    for spelling, canonical in candidates:
        likeness = _shared(word, spelling) + _shared(sound(word), sound(spelling))
        scores[canonical] = max(likeness, scores.get(canonical, 0.0))
    return tuple(sorted(scores, key=lambda canonical: (-scores[canonical], canonical))[:count])


def _shared(first: str, second: str) -> float:
    a, b = _pairs(first), _pairs(second)
    return 2.0 * len(a & b) / (len(a) + len(b))


@lru_cache(maxsize=8192)
def _pairs(word: str) -> frozenset[str]:
    """Letters two by two, with the ends marked."""
    marked = f"^{word}$"
    return frozenset(marked[k : k + 2] for k in range(len(marked) - 1))


def _parted(token: str) -> list[str]:
    """A short "is" or a possessive parted from its word, a dropped g put back: "dog's" is "dog" and "'s"."""
    if token.endswith("in'"):
        return [token[:-1] + "g"]
    word = token.strip("'")
    return [word[:-2], "'s"] if len(word) > 2 and word.endswith("'s") else [word]
