"""The findings as tables to read."""

from collections.abc import Iterator, Sequence

from scripts.bundled.page import Table
from scripts.bundled.speech.answer import Answer
from scripts.bundled.speech.findings import Findings
from scripts.bundled.speech.score import Score
from scripts.bundled.speech.slices import BABBLE, PROMPTS

FIGURES = ("clips", "voices", "words", "word error", "95 % interval", "flawless", "empty", "median", "95th percentile")
CONFUSIONS = 30  # of the most frequent
NOTHING = "–"
BARS = {PROMPTS.name: 0.05, BABBLE.name: 0.15}  # word error
MOST_SECONDS = 0.6  # for a prompt of 5 s


def tables(findings: Findings) -> list[Table]:
    """Everything but the single answers, of which the best, the median and the worst of every slice are shown."""
    confused = [(one.said or NOTHING, one.heard or NOTHING, str(one.times)) for one in findings.misheard]
    silent = [(s.kind, str(s.clips), str(len(s.invented)), " / ".join(s.invented)) for s in findings.silence]
    return [
        Table("What it must reach", ("", "reached", "bar"), list(_bars(findings))),
        _scored("Word error by slice", findings.slices, "Intervals by bootstrap over voices; a single voice has none."),
        _scored("Clean prompts by held-out accent", findings.accents, "With taught and with held-out variants."),
        _scored("Clean prompts by held-out variant", findings.variants, "With taught and with held-out accents."),
        _scored("Clean speech by number of words", findings.lengths, "Prompts, single words and sentences together."),
        Table("Nobody speaks", ("noise", "clips", "with words", "what was heard"), silent, "Held-out noises."),
        Table("Most often misheard in clean speech", ("said", "heard", "times"), confused[:CONFUSIONS]),
        *(_examples(score.name, findings.answers) for score in findings.slices),
    ]


def _bars(findings: Findings) -> Iterator[tuple[str, str, str]]:
    for score in findings.slices:
        if score.name in BARS:
            yield f"word error, {score.name}", f"{score.word_error:.1%}", f"at most {BARS[score.name]:.0%}"
    invented = sum(len(one.invented) for one in findings.silence)
    yield "words where nobody speaks", f"{invented} of {sum(one.clips for one in findings.silence)} clips", "none"
    if findings.five_seconds:
        taken = findings.five_seconds
        yield f"a clip of 5 s, median of {taken.clips}", f"{taken.median_s:.2f} s", f"at most {MOST_SECONDS} s"


def _scored(title: str, scores: Sequence[Score], note: str) -> Table:
    return Table(title, ("", *FIGURES), [_row(score) for score in scores], note)


def _row(score: Score) -> tuple[str, ...]:
    between = "{:.1%} – {:.1%}".format(*score.interval) if score.interval else NOTHING
    counts = (str(score.clips), str(score.voices), str(score.words))
    shares = (f"{score.word_error:.1%}", between, f"{score.flawless:.0%}", f"{score.empty:.0%}")
    return (score.name, *counts, *shares, f"{score.median_s:.2f} s", f"{score.p95_s:.2f} s")


def _examples(name: str, answers: Sequence[Answer]) -> Table:
    """Of a slice by word error; of those with the same error the longest is the best."""
    ranked = sorted((one for one in answers if one.slice == name), key=lambda one: (one.error, -one.words))
    chosen = {"best": ranked[0], "median": ranked[len(ranked) // 2], "worst": ranked[-1]}
    rows = [(which, one.said, one.heard or NOTHING, f"{one.error:.0%}") for which, one in chosen.items()]
    return Table(f"Examples: {name}", ("", "said", "heard", "word error"), rows)
