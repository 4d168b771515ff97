"""Texts the words layer is judged on: phrasings written apart from its lists, and other people's prompts."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installation.settings import CONFIGS

HELD_OUT = CONFIGS / "evaluation"
OURS, XSTEST, PARTIPROMPTS, CAPTIONS = "our phrasings", "XSTest", "PartiPrompts", "COCO captions"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it is from, which slice of that, and whether the policy admits it."""

    source: str
    slice: str
    text: str
    fit: bool


def read_texts(data: Path) -> tuple[Text, ...]:
    """Everything there is, in a fixed order; what the policy has no say about is left out."""
    others = tomllib.loads((HELD_OUT / "others.toml").read_text("utf-8"))
    folder = data / "text"
    captions = (folder / "benign_coco_captions_1000.txt").read_text("utf-8").splitlines()
    return (
        *_phrasings(),
        *_xstest(folder / "xstest_prompts.csv", set(others["xstest_outside"]), set(others["xstest_unfit"])),
        *_partiprompts(folder / "benign_partiprompts.tsv", others["partiprompts_unfit"]),
        *(Text(CAPTIONS, "captions", caption, fit=True) for caption in captions),
    )


def _phrasings() -> Iterator[Text]:
    for file in sorted((HELD_OUT / "words").glob("*.toml")):
        phrasings = tomllib.loads(file.read_text("utf-8"))
        for sort in ("unsafe", "safe"):
            for kind, texts in phrasings[sort].items():
                for text in texts:
                    yield Text(OURS, f"{phrasings['language']} {kind}", text, fit=sort == "safe")


def _xstest(file: Path, outside: set[int], unfit: set[int]) -> Iterator[Text]:
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if int(row["id"]) not in outside:
                fit = row["label"] == "safe" and int(row["id"]) not in unfit
                yield Text(XSTEST, row["type"].removeprefix("contrast_"), row["prompt"], fit)


def _partiprompts(file: Path, unfit: list[str]) -> Iterator[Text]:
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            known = any(word.casefold() in row["Prompt"].casefold() for word in unfit)
            yield Text(PARTIPROMPTS, row["Category"], row["Prompt"], fit=not known)
