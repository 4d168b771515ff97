"""Write configs/policy/words/borrowed-*.toml from public lists of bad words, without the words that have a decent use.

python -m scripts.bundled.guard.build_borrowed --data ../shared/data
"""

import argparse
import csv
import tomllib
from collections import defaultdict
from pathlib import Path

import tomli_w

from safety.normalise import fold, tokenise

WORDS = Path("configs/policy/words")
DECENT = tomllib.loads(Path(__file__).with_name("decent.toml").read_text("utf-8"))
KINDS = {
    "sexual anatomy / sexual acts": "indecency", "bodily fluids / excrement": "profanity", "political": "politics",
    "racial / ethnic slurs": "hate", "sexual orientation / gender": "hate", "religious offense": "hate",
    "mental disability": "hate", "other / general insult": "profanity",
}  # fmt: skip
ENDINGS = {
    "en": ["s", "es", "ed", "ing"],
    "de": ["e", "n", "en", "er", "s"],
    "fr": ["s", "es"],
    "es": ["s", "es"],
    "it": [],
    "nl": ["s", "en"],
}
CREDIT = """# {language}, made by scripts/bundled/guard/build_borrowed.py; do not edit.
# Sources: LDNOOBW "List of Dirty, Naughty, Obscene, and Otherwise Bad Words", Shutterstock, CC BY 4.0, changed
# (words with a decent use left out, sorted into categories){surge}.
"""
SURGE = '; surge-ai/profanity, "The Obscenity List", MIT, Copyright (c) 2021 Surge AI'


def main() -> None:
    """Write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    text = parser.parse_args().data / "text"
    ordinary = set((WORDS / "ordinary.txt").read_text("utf-8").split())
    for language, endings in ENDINGS.items():
        rows = [(line, "profanity") for line in (text / "ldnoobw" / f"{language}.txt").read_text("utf-8").splitlines()]
        rows += _surge(text / "surge_profanity_en.csv") if language == "en" else []
        lists = _sorted(rows, ordinary)
        head = CREDIT.format(language=language, surge=SURGE if language == "en" else "")
        table = {"language": language, "endings": endings, "common": [], **lists}
        (WORDS / f"borrowed-{language}.toml").write_text(head + tomli_w.dumps(table), "utf-8")
        print(language, sum(len(part) for entry in lists.values() for part in entry.values()))


def _surge(file: Path) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return [(row["text"], KINDS.get(row["category_1"], "profanity")) for row in csv.DictReader(lines)]


def _sorted(rows: list[tuple[str, str]], ordinary: set[str]) -> dict[str, dict[str, list[str]]]:
    decent = set(DECENT["words"].split())
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"local": set(), "phrases": set()})
    for text, category in rows:
        words = [token.plain for token in tokenise(text)]
        phrase = " ".join(words)
        if not all(word.isascii() and word.isalpha() for word in words) or len(phrase) < 3:
            continue
        if len(words) > 1 and phrase not in DECENT["phrases"] and not all(len(word) == 1 for word in words):
            found[category]["phrases"].add(phrase)
        elif len(words) == 1 and words[0] not in ordinary and words[0] not in decent and fold(text) == words[0]:
            found[category]["local"].add(phrase)
    return {
        category: {name: sorted(part) for name, part in lists.items() if part}
        for category, lists in sorted(found.items())
    }


if __name__ == "__main__":
    main()
