"""A whole visit at the real kiosk: its own processes and models, a virtual screen, pointer and microphone."""

import subprocess
import sys
from pathlib import Path

import av

ROOT = Path(__file__).parents[2]


def test_a_recorded_visitor_draws_speaks_and_sees_the_film(tmp_path: Path) -> None:
    """Every button it touches was seen on the screen before, by its words; the wish was spoken into the microphone."""
    command = [sys.executable, "-m", "scripts.visit", "--out", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr
    with av.open(str(tmp_path / "visit.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) > 100
    assert (tmp_path / "contact-sheet.png").stat().st_size > 100_000
