"""Write configs/policy/words/borrowed-*.toml from public lists of bad words, without the words that have a decent use.

    python -m scripts.bundled.guard.build_borrowed --data ../shared/data
"""

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import tomli_w

from safety.normalise import fold, tokenise

WORDS = Path("configs/policy/words")
KINDS = {
    "sexual anatomy / sexual acts": "indecency", "bodily fluids / excrement": "profanity", "political": "politics",
    "racial / ethnic slurs": "hate", "sexual orientation / gender": "hate", "religious offense": "hate",
    "mental disability": "hate", "other / general insult": "profanity",
}  # fmt: skip
ENDINGS = {"en": ["s", "es", "ed", "ing"], "de": ["e", "n", "en", "er", "s"], "fr": ["s", "es"], "es": ["s", "es"], "it": [], "nl": ["s", "en"]}
CREDIT = """# {language}, made by scripts/bundled/guard/build_borrowed.py; do not edit.
# Sources: LDNOOBW "List of Dirty, Naughty, Obscene, and Otherwise Bad Words", Shutterstock, CC BY 4.0, changed (words with
# a decent use left out, sorted into categories){surge}.
"""
SURGE = '; surge-ai/profanity, "The Obscenity List", MIT, Copyright (c) 2021 Surge AI'
DECENT = frozenset(  # decent meanings that the table of common words does not know
    "bloblos aso asbak del gat griet hol knor mof muts matje nicht paal palen pot poot reet teef toeter watje aardappels balen "
    "bekken beurt boemelen bonze bimbo fratze ische kimme lummel moepse mopse mufti popel poppen rosette schabracke bander bourre "
    "bourree bordel folle gueule pedale peter tanche trique concha heroina infierno maldito martillo orina sadico trio asno "
    "asesinato drogas maciza pinche pis chupada balle biga brinca bagnarsi battere casci cesso checca cornuto cozza fava finocchio ingoio "
    "monta montare mona mussa palle patacca pesce picio pisello pistolotto pompa porco potta quaglia regina rizzarsi ruffiano "
    "sbattere sbattersi sega spagnola tirare topa vacca vangare zinne zoccola femminuccia guardone lecchino allupato cadavere cagna "
    "engerd flikken huisdealer johny kanen penoze poep poepen schatje spuiten standje stootje sufferd vergallen vingeren wippen "
    "zaadje zuigen anita schoft slempen reutelen raaskallen brugpieper eikel draaikont drol dombo botergeil lümmel lummels caca pipi "
    "crow ape meat finger spook mongrel nymph monkey buttermilk cooties dolt dipstick abraham coolie hustler tramp tart "
    "tits breast breasts bosom butts bum bums boxer cox cocks rooster peck pecker peckers weenie weiner wiener knobs knob hoe hoes coot coots "
    "snatch bang banger bangers bone boned stud tush tushy rump loin loins moist nips nip bonk boink domino dominatrix domination "
    "goatse poof poofs swine scum lesbians lesbian gays gay homo queer transvestite homosexual transsexual hells hell gypsies gypsy jew jews jap "
    "forked fook fack focker wang dix nobs puss pusses groper octopussy hooters cajones feck mose dodel vogeln gerbe gerber chatte baiser "
    "ramoner meuf jouir suce conne idiota imbecil imbecille scopare troia naaien rukken pijpen aftrekken buffelen afzuigen milf nazi "
    "abbie bates bbc bender benders flamer flamers crows jigger jiggers nicker hoar hoars knickers bishes feg sissy greaser "
    "cripple crips idiot idiots moron morons imbecile dumb dumbo stupid doofus dork dorks jerk jerks geek loser pimp slap slaps "
    "spank spanking tampon urine urinate rectum uterus ovary ovaries bellybutton nude nudes".split()
)
PHRASES_DECENT = frozenset({
    "achter het raam zitten", "aardappels afgieten", "buiten de pot piesen", "de hond uitlaten", "de koffer induiken", "de pijp uitgaan",
    "gras maaien", "een beurt geven", "een halve man en een paardekop", "driehoog achter wonen", "nave scuola", "tia buena", "menage a trois",
    "fiesta de salchichas", "haciendo el amor", "bagger schijten", "zio cantante", "big black", "baby juice", "black cock", "two girls one cup",
    "garbage bag", "pussy cat", "jelly donut", "tied up", "tight white", "huge fat", "girl on", "girl on top", "double pen", "wise ass",
    "coot coot", "beat off", "hard core", "make me come", "tongue in a", "taste my", "blonde action", "brunette action", "tainted love", "f er",
    "f ed", "k ke", "mf er", "mf ers", "j offs", "de ballen", "wrapping men", "leather restraint", "ball kicking", "sixty nine", "grande folle",
    "wet back", "loose woman", "lady boy", "bell end", "man meat", "cock snot", "tub girl", "goo girl", "pillow biter", "china virus", "salad tosser", "dry hump", "how to kill", "how to murder", "missionary position",
})  # fmt: skip


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
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"local": set(), "phrases": set()})
    for text, category in rows:
        words = [token.plain for token in tokenise(text)]
        phrase = " ".join(words)
        if not all(word.isascii() and word.isalpha() for word in words) or len(phrase) < 3:
            continue
        if len(words) > 1 and phrase not in PHRASES_DECENT and not all(len(word) == 1 for word in words):
            found[category]["phrases"].add(phrase)
        elif len(words) == 1 and words[0] not in ordinary and words[0] not in DECENT and fold(text) == words[0]:
            found[category]["local"].add(phrase)
    return {category: {name: sorted(part) for name, part in lists.items() if part} for category, lists in sorted(found.items())}


if __name__ == "__main__":
    main()
