"""Write configs/policy/words/ordinary.txt: words so common that none of them is a mishearing or a disguise.

    python -m scripts.bundled.guard.build_ordinary

They are the whole words among the byte-pair tokens of OpenAI's Whisper (package openai-whisper, MIT), English and
multilingual, and the painter's own vocabulary. The benign prompts the guard is measured with take no part.
"""

import base64
import re
import tomllib
from pathlib import Path

import whisper

from safety.normalise import fold

OUT = Path("configs/policy/words/ordinary.txt")
VOCABULARY = Path("models/bundled/painter/vocabulary.toml")
SHORTEST = 2
LITTLE = ("a", "e", "i", "o", "u", "y")


def tokens(name: str) -> set[str]:
    """The tokens of one of Whisper's tables that begin a word and hold nothing but its letters."""
    lines = (Path(whisper.__file__).parent / "assets" / f"{name}.tiktoken").read_text("ascii").splitlines()
    texts = (base64.b64decode(line.split()[0]).decode("utf-8", "ignore") for line in lines)
    words = (text[1:] for text in texts if text.startswith(" ") and text[1:].islower() and text[1:].isalpha())
    return {fold(word) for word in words}


def vocabulary() -> set[str]:
    """Everything the painter knows."""
    table = tomllib.loads(VOCABULARY.read_text("utf-8"))
    entries = [
        [name, *(entry["words"] if isinstance(entry, dict) else entry)]
        for part in table.values()
        for name, entry in part.items()
    ]
    return {fold(word) for texts in entries for text in texts for word in text.split()}


def main() -> None:
    """Write the list."""
    words = {
        w
        for w in tokens("gpt2") | tokens("multilingual") | vocabulary()
        if len(w) >= SHORTEST and re.fullmatch("[a-z]+", w)
    }
    OUT.write_text("\n".join(sorted(words | set(LITTLE))) + "\n", "utf-8")
    print(f"{len(words)} words in {OUT}")


if __name__ == "__main__":
    main()
