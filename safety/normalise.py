"""Words as they are meant: one spelling behind Unicode tricks, leetspeak, spacing, masking and mishearing."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

LEET = str.maketrans("013457" + "8@$!|+€£", "oieast" + "basiitel")
LEET_L = str.maketrans({"1": "l", "!": "l", "|": "l"})
# Letters of other alphabets that look like ours (Unicode TR39, the pairs that serve for disguise).
LOOKALIKES = str.maketrans("аеорсухікмтвнѕјԁɡɢαεορτυνκβιηг", "aeopcyxikmtbhsjdggaeoptuvkbinr")
LETTERS = dict(zip("ıłøœæþđħ", ("i", "l", "o", "oe", "ae", "th", "d", "h"), strict=True))
MASKS = "*#_"


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as it stands, every other way to read it, and whether it hides something (f*ck)."""

    plain: str
    readings: tuple[str, ...]
    mask: str = ""  # a pattern with "." for each hidden letter; empty for a word that hides nothing


def fold(text: str) -> str:
    """Compatibility forms, case, accents, invisible and look-alike characters undone."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = (c for c in unicodedata.normalize("NFD", wide) if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return "".join(LETTERS.get(c, c) for c in "".join(bare).translate(LOOKALIKES))


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a text, in order; symbols such as emoji are words of their own."""
    folded = re.sub(r"(?<=\w)['’`´]s\b", "", fold(text))  # "gun's" is "gun"
    chunks = re.findall(r"[^\s\w,.;:?\"()\[\]{}'’`´/\\<>=~^&%*#@$!|+€£-]|[\w.'’`´*#@$!|+€£-]+", folded)
    return tuple(token for chunk in chunks for token in _tokens(chunk))


def _tokens(chunk: str) -> list[Token]:
    """A chunk without spaces is one word, or several around hyphens, and maybe a word with dots strewn in."""
    parts = [part for part in re.split(r"[-.'’`´]+", chunk) if re.search(r"\w|[^\x00-\x7f]", part)]
    tokens = [_token(part) for part in parts]
    glued = re.sub(r"[^a-z]", "", chunk)
    if len(parts) > 1 and len(glued) > 2:
        tokens[0] = Token(tokens[0].plain, (*tokens[0].readings, glued), tokens[0].mask)
    return tokens


def _token(part: str) -> Token:
    letters = re.sub(r"[^a-z0-9]", "", part) or part
    readings = {letters}
    if re.search(r"[a-z]", part) and not part.isalpha():
        bare = part.rstrip("!.")
        for reading in (bare.translate(LEET), bare.translate(LEET_L).translate(LEET)):
            readings.add(re.sub(r"[^a-z]", "", reading))
    for reading in tuple(readings):
        readings |= {re.sub(r"(.)\1{2,}", r"\1", reading), re.sub(r"(.)\1{2,}", r"\1\1", reading)}
    hidden = re.sub(rf"[{re.escape(MASKS)}]", ".", part.strip("_"))
    mask = hidden if re.fullmatch(r"[a-z][a-z.]*\.[a-z.]*", hidden) and len(hidden) > 2 else ""
    return Token(letters, tuple(sorted(readings - {letters, ""})), mask)


def spelled(words: tuple[str, ...]) -> set[str]:
    """What "g u n" and "gu n" spell: runs of single letters, and neighbours of which one is a mere fragment."""
    found: set[str] = set()
    for run in re.findall(r"(?:(?<= )[a-z0-9] ){2,}[a-z0-9](?= )", f" {' '.join(words)} "):
        letters = run.replace(" ", "").translate(LEET)
        found |= {letters[i:j] for i in range(len(letters)) for j in range(i + 3, len(letters) + 1)}
    return found


def fragments(words: tuple[str, ...], ordinary: frozenset[str]) -> set[str]:
    """Neighbouring words glued together where at least one of them is no word by itself ("gre nade")."""
    glued = {a + b for a, b in pairwise(words) if len(a + b) > 2 and not (a in ordinary and b in ordinary)}
    thrice = zip(words, words[1:], words[2:], strict=False)
    return glued | {a + b + c for a, b, c in thrice if sum(word in ordinary for word in (a, b, c)) < 2}


# Spelling -> sound, in order; a rough grapheme-to-phoneme table in the manner of Metaphone (Philips 1990), but one
# that keeps vowels, since a table without them makes "gun", "queen" and "can" the same word.
_SOUNDS = tuple((re.compile(pattern), sound) for pattern, sound in (
    (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^ps", "s"), (r"sw(?=or)", "s"), (r"uh", "u"),
    (r"tch|ch|tsch", "C"), (r"sch|sh|ti(?=on)|ci(?=ous)", "S"), (r"ph", "f"), (r"gh(?=t|$)", ""), (r"gh", "g"),
    (r"ck|kh|qu?|c(?![eiy])", "k"), (r"c", "s"), (r"x", "ks"), (r"dg(?=e)|j", "J"), (r"z", "s"), (r"th", "T"),
    (r"mb$", "m"), (r"(.)\1+", r"\1"), (r"(?<=[bcdfgklmnprstvCSJT])(?:le|el|al|ul|il|ol)$", "L"),
    (r"a(?=[^aeiouy]e$)", "A"), (r"(?<=[^aeiouy])e$", ""), (r"(?<=..)(?:er|or|ar|ah|a)$", "R"),
    (r"ai|ay|ei|ey", "A"), (r"ee|ea|ie", "E"), (r"igh|y|i", "I"), (r"[eiu]r", "R"),
    (r"oo|ou|ew|au|aw|u|o", "O"),
))  # fmt: skip


def sound(word: str) -> str:
    """How a word sounds, roughly: what a recogniser makes of "gun" ("gunn", "guhn", "gon") has one key."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return re.sub(r"(.)\1+", r"\1", word)


def deletions(word: str) -> set[str]:
    """The word and everything one deletion away: two words at edit distance one share a member (SymSpell's idea)."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
