"""Sound files as people have them: any format and rate in, 16 kHz mono out; anything broken refused in one sentence."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.audio import LONGEST, level, read_recording
from models.errors import BadInputError
from models.types import SAMPLE_RATE


def tone(seconds: float, rate: int, hertz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_channels_become_16_khz_mono(tmp_path: Path, rate: int, channels: int) -> None:
    file = tmp_path / "voice.wav"
    soundfile.write(file, np.repeat(tone(1.0, rate)[:, None], channels, axis=1), rate)

    samples = read_recording(file).samples

    assert samples.dtype == np.float32
    assert abs(len(samples) - SAMPLE_RATE) <= 2
    middle = slice(1600, 14400)  # away from the resampler's edges
    assert np.abs(samples[middle] - tone(1.0, SAMPLE_RATE)[middle]).max() < 2e-3


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3", "aiff"])
def test_formats_are_read_whole_and_refused_when_cut(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"voice.{ending}"
    noise = np.random.default_rng(0).normal(0, 0.1, 3 * 44_100)
    soundfile.write(file, noise, 44_100)
    assert read_recording(file).seconds == pytest.approx(3.0, abs=0.1)

    data = file.read_bytes()
    for share in (0.5, 0.9):
        file.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(BadInputError):
            read_recording(file)


def test_channels_are_averaged(tmp_path: Path) -> None:
    file = tmp_path / "stereo.wav"
    soundfile.write(file, np.stack([tone(0.5, 16_000), np.zeros(8_000)], axis=1), 16_000)
    assert np.abs(read_recording(file).samples).max() == pytest.approx(0.25, abs=1e-3)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    file = tmp_path / "broken.wav"
    samples = tone(0.5, 16_000)
    samples[4_000] = value
    soundfile.write(file, samples, 16_000, subtype="FLOAT")
    with pytest.raises(BadInputError, match="NaN or infinity"):
        read_recording(file)


def test_a_minute_is_heard_and_more_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.flac"
    soundfile.write(file, np.zeros(LONGEST * SAMPLE_RATE), SAMPLE_RATE)
    assert read_recording(file).seconds == LONGEST
    soundfile.write(file, np.zeros((LONGEST + 1) * SAMPLE_RATE), SAMPLE_RATE)
    with pytest.raises(BadInputError, match="at most 60 s"):
        read_recording(file)


@pytest.mark.parametrize(
    ("name", "content"), [("a.wav", b""), ("a.wav", b"no sound"), ("a.raw", b"\0" * 999), ("a.txt", b"hi")]
)
def test_what_is_no_sound_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInputError, match=f"expected a sound file .*{name}"):
        read_recording(file)


def test_a_missing_file_a_folder_and_an_empty_recording_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    for path in (tmp_path / "none.wav", tmp_path, tmp_path / "empty.wav"):
        with pytest.raises(BadInputError):
            read_recording(path)


def test_the_level_is_that_of_what_is_said_not_of_the_pauses() -> None:
    speech = tone(1.0, SAMPLE_RATE)
    alone = level(speech.astype(np.float32))
    assert alone == pytest.approx(0.5 / np.sqrt(2), rel=0.02)
    assert level(np.concatenate([speech, np.zeros(SAMPLE_RATE)]).astype(np.float32)) == pytest.approx(alone, rel=0.02)
    assert level(np.zeros(10, np.float32)) > 0


def test_an_mp3_is_read_without_clicks_and_always_alike(data: Path) -> None:
    files = sorted((data / "speech" / "fixtures").glob("*.mp3"))
    assert files
    for file in files:
        samples = read_recording(file).samples
        np.testing.assert_array_equal(samples, read_recording(file).samples)
        assert 0.1 < np.abs(samples).max() < 1.0
