"""The lessons of the bundled speech model: what is said, how it sounds, what is learnt from it."""

import ctypes.util
import json
import tomllib
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from whisper.model import ModelDimensions, Whisper

from models.audio import level
from models.bundle import open_bundle
from models.hearing import tokenizer_for
from models.transcriber import Transcriber
from models.types import SAMPLE_RATE
from scripts.bundled.speech import write_bundle
from scripts.bundled.speech.answer import Answer, Confusion, confusions
from scripts.bundled.speech.babble import babble_of, in_babble
from scripts.bundled.speech.clips import Clip, Weather, heard, mel, spoken
from scripts.bundled.speech.espeak import Espeak, Voice
from scripts.bundled.speech.evaluate import main as evaluate
from scripts.bundled.speech.evaluate import write_down
from scripts.bundled.speech.findings import examine
from scripts.bundled.speech.lessons import WINDOW, Collator, Lessons
from scripts.bundled.speech.network import IGNORED, N_VOCAB, WIDTH, Student, export, misplaced
from scripts.bundled.speech.quiet import NOISES, quiet_clips
from scripts.bundled.speech.score import interval, score
from scripts.bundled.speech.sentences import MIX, Lexicon, Line, hesitant, line, plain, read_lexicon
from scripts.bundled.speech.slices import BABBLE, PROMPTS, SLICES, Stock
from scripts.bundled.speech.sound import SPEECH_LEVEL, Surroundings, convolve, read_surroundings, simulated_room
from scripts.bundled.speech.voices import ACCENTS, HELD_OUT_ACCENTS, HELD_OUT_VARIANTS

SHIPPED = Path(__file__).parents[2] / "models/bundled/speech"
TONE = (0.3 * np.sin(2 * np.pi * 300 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)).astype(np.float32)
ROOM = Surroundings((TONE,), (TONE,), (TONE,), (TONE,), (np.eye(1, 100, dtype=np.float32)[0],))


@pytest.fixture(scope="module")
def lexicon(data: Path) -> Lexicon:
    return read_lexicon(data)


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    if ctypes.util.find_library("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed here; only training needs it")
    return Espeak()


def student() -> Student:
    torch.manual_seed(0)
    return Student(known=50, phonemes=4).eval()


def test_sentences_come_from_the_seed_and_name_what_can_be_painted(lexicon: Lexicon) -> None:
    lines = [line(lexicon, Random(seed)) for seed in range(400)]
    assert lines == [line(lexicon, Random(seed)) for seed in range(400)]
    assert len({one.text for one in lines}) > 350
    said = {word for one in lines for word in one.text.split()}
    assert {"a", "and", "red", "cat", "night"} <= said
    assert said & set(lexicon.wording["guarded"])
    assert all(one.text == plain(one.text) and one.text for one in lines)
    assert sum(share for _, share in MIX) == pytest.approx(1)


def test_fillers_are_spoken_and_not_written(lexicon: Lexicon) -> None:
    lines = [hesitant(lexicon, "a red cat", Random(seed)) for seed in range(100)]
    hesitating = [one for one in lines if one.spoken != one.text]
    assert 2 <= len(hesitating) <= 25
    assert {one.text for one in lines} == {"a red cat"}


def test_what_is_judged_with_does_not_teach() -> None:
    assert not set(ACCENTS) & set(HELD_OUT_ACCENTS)
    assert len(HELD_OUT_ACCENTS) == 3
    assert len(HELD_OUT_VARIANTS) == 5


def test_words_and_phonemes_have_their_times(espeak: Espeak) -> None:
    said = Line("um, two dogs by the sea", "two dogs by the sea")
    clip = spoken(espeak, said, Voice("en", "f3"), Random(1))
    assert clip.phonemes
    assert len(clip.words) == 5
    assert all(start < end for start, end in clip.words)
    assert [start for start, _ in clip.words] == sorted(start for start, _ in clip.words)
    loud = [start for name, start, end in clip.phonemes if name == "i:"]
    assert clip.words[-1][0] <= loud[-1] <= clip.words[-1][1] <= len(clip.samples) / SAMPLE_RATE
    with pytest.raises(ValueError, match="voice of espeak-ng"):
        espeak.say("hello", Voice("xx-none", ""))


@pytest.mark.parametrize("ratio", [0.0, 10.0, 20.0])
def test_noise_is_as_loud_as_the_weather_says(ratio: float) -> None:
    """Speech that is silence leaves the noise alone: its level against the speech's own has to be the ratio."""
    rng = np.random.default_rng(0)
    speech = rng.normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32)
    flat = Surroundings((TONE,), (TONE,), (TONE,), (TONE,), (np.eye(1, 100, dtype=np.float32)[0],))
    weather, calm = Weather(1.0, ratio, ratio), Weather(1.0, 200, 200)
    noisy, clean = (heard(Clip(speech, "x"), kind, flat, [], Random(6)).samples for kind in (weather, calm))
    assert 20 * np.log10(level(clean) / level(noisy - clean)) == pytest.approx(ratio, abs=0.7)


def test_a_room_is_a_convolution_cut_to_length() -> None:
    response = simulated_room(np.random.default_rng(2))
    samples = np.random.default_rng(3).normal(0, 1, 4_000).astype(np.float32)
    assert np.allclose(convolve(samples, response), np.convolve(samples, response)[:4_000], atol=1e-3)
    assert (response**2).sum() == pytest.approx(1, rel=1e-3)


@torch.inference_mode()
def test_short_windows_are_encoded_as_whisper_encodes_whole_ones() -> None:
    learner = student()
    whole = torch.randn(1, WINDOW, 80)
    assert torch.allclose(learner.encode(whole), learner.whisper.encoder(whole.transpose(1, 2)), atol=1e-4)
    assert learner.encode(whole[:, :300]).shape == (1, 150, WIDTH)


@torch.inference_mode()
def test_the_checkpoint_has_the_whole_vocabulary_and_the_same_distribution(tmp_path: Path) -> None:
    learner, known = student(), [*range(0, 20_000, 400)]
    export(learner, known, tmp_path / "speech.pt")
    saved = torch.load(tmp_path / "speech.pt", weights_only=True)
    whisper = Whisper(ModelDimensions(**saved["dims"])).eval()
    whisper.load_state_dict(saved["model_state_dict"])
    heard_sound = torch.randn(1, 600, WIDTH)
    tokens = torch.tensor([[3, 7, 1]])
    compact = learner.decode(tokens, heard_sound)[0].softmax(-1)[0]
    full = whisper.decoder(torch.tensor([[known[3], known[7], known[1]]]), heard_sound).softmax(-1)[0]
    assert full.shape[-1] == N_VOCAB
    assert torch.allclose(full[:, known], compact[:, :-1], atol=2e-3)
    assert torch.allclose(full.sum(-1) - full[:, known].sum(-1), compact[:, -1], atol=2e-3)
    assert (tmp_path / "speech.pt").stat().st_size < 14 << 20


def test_a_checkpoint_reads_back_as_it_was_saved_and_copies_cost_nothing(tmp_path: Path) -> None:
    learner, known = student(), [*range(0, 20_000, 400)]
    export(learner, known, tmp_path / "speech.pt")
    state = torch.load(tmp_path / "speech.pt", weights_only=True)["model_state_dict"]
    table = state.pop("decoder.token_embedding.weight")
    rows = learner.whisper.decoder.token_embedding.weight.to(torch.float16)
    assert torch.equal(table[known], rows[:-1])
    rest = torch.ones(N_VOCAB, dtype=torch.bool).index_fill(0, torch.tensor(known), value=False)
    assert torch.equal(table[rest].unique(dim=0), rows[-1:])
    for name, tensor in state.items():
        assert torch.equal(tensor, learner.whisper.state_dict()[name].to(torch.float16)), name
    distinct = sum(tensor.nbytes for tensor in (rows, *state.values()))
    assert (tmp_path / "speech.pt").stat().st_size < distinct + (256 << 10)


def test_the_same_weights_give_the_same_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    for name in ("once.pt", "again.pt"):
        export(student(), [*range(50)], tmp_path / name)
    assert (tmp_path / "once.pt").read_bytes() == (tmp_path / "again.pt").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.pt", "once.pt"]


def test_attention_on_the_right_place_costs_nothing() -> None:
    attention = torch.zeros(1, 1, 2, 50)
    attention[..., 10] = 1.0
    there, elsewhere, unknown = (torch.tensor([[[start, end]] * 2]) for start, end in ((8, 15), (30, 40), (0, 0)))
    assert float(misplaced(attention, there)) == pytest.approx(0, abs=1e-5)
    assert float(misplaced(attention, elsewhere)) > 5
    assert float(misplaced(attention, unknown)) == 0


def test_clips_become_batches_that_teach_the_text_and_the_silence(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, SAMPLE_RATE).astype(np.float32)
    frames = mel(samples)
    rows = [
        {
            "frames": len(frames),
            "text": "a cat",
            "phonemes": [["a", 5, 10], ["k", 10, 20]],
            "words": [[5, 10], [10, 20]],
        },
        {"frames": len(frames), "text": "", "phonemes": [], "words": []},
        {"frames": len(frames), "text": "cat", "phonemes": None, "words": []},
    ]
    (tmp_path / "000.json").write_text(json.dumps(rows), "utf-8")
    np.save(tmp_path / "000.npy", torch.cat([frames] * 3).numpy())
    tokenizer = tokenizer_for(Whisper(ModelDimensions(80, 2, 8, 2, 1, N_VOCAB, 4, 8, 2, 1)), "en", "transcribe")
    lessons = Lessons(tmp_path, tokenizer)
    lessons.refresh()
    special = {tokenizer.sot, tokenizer.eot, tokenizer.no_timestamps, tokenizer.no_speech}
    known = sorted(lessons.tokens() | special)
    assert sorted(index for batch in lessons.epoch(Random(0)) for index in batch) == [0, 1, 2]
    batch = Collator(lessons, known, lessons.phonemes(), tokenizer)([0, 1, 2], Random(1))
    ids = {token: index for index, token in enumerate(known)}
    a, cat = (tokenizer.encode(word)[0] for word in (" a", " cat"))
    assert batch.targets[0].tolist() == [ids[tokenizer.no_timestamps], ids[a], ids[cat], ids[tokenizer.eot]]
    assert batch.targets[1].tolist()[:2] == [ids[tokenizer.no_speech], ids[tokenizer.eot]]
    assert batch.spans[0].tolist() == [[0, 0], [5, 10], [10, 20], [0, 0]]
    assert batch.phonemes[0, 7] == 1
    assert batch.phonemes[0, 15] == 2
    assert (batch.phonemes[2] == IGNORED).all()
    assert (batch.phonemes[1] == 0).all()
    assert batch.mel.shape[1] % 2 == 0


def answer(speaker: str, said: str, heard: str, errors: int) -> Answer:
    return Answer(PROMPTS.name, speaker, "", "", said, heard, errors, 5.0, 0.2)


def test_babble_is_ten_decibels_below_what_is_said() -> None:
    rng = np.random.default_rng(0)
    clip = Clip(rng.normal(0, 0.02, 2 * SAMPLE_RATE).astype(np.float32), "x")
    voices = [rng.normal(0, 0.1 * k, SAMPLE_RATE).astype(np.float32) for k in range(1, 9)]
    for seed in range(4):
        noise = babble_of(ROOM, voices, len(clip.samples), Random(seed))
        heard_clip, alone = in_babble(clip, noise, 10.0), in_babble(clip, noise, 200.0)
        behind = heard_clip.samples - alone.samples
        assert level(alone.samples) == pytest.approx(SPEECH_LEVEL, rel=1e-3)
        assert 20 * np.log10(SPEECH_LEVEL / np.sqrt((behind**2).mean())) == pytest.approx(10, abs=0.05)
    few = babble_of(ROOM, voices[:5], 900, Random(1))
    assert np.allclose(np.abs(np.fft.rfft(few)).argmax() * SAMPLE_RATE / 900, 300, atol=20)  # recorded, not summed


def test_quiet_clips_are_of_every_kind_and_as_loud_as_said() -> None:
    clips = quiet_clips(ROOM, 40, Random(3))
    assert [kind for kind, _ in clips[:4]] == [noise.kind for noise in NOISES]
    for noise in NOISES:
        levels = [20 * np.log10(level(samples)) for kind, samples in clips if kind == noise.kind]
        assert len(levels) == 10
        assert all(noise.softest - 0.5 <= one <= noise.loudest + 0.5 for one in levels)


def test_words_taken_for_others_are_counted() -> None:
    answers = [
        answer("a", "a red cat", "a wet cat sat", 2),
        answer("b", "the red cat runs", "the wet cat", 2),
        answer("b", "a cat", "", 2),
    ]
    counted = confusions(answers)
    once = [Confusion(*pair, 1) for pair in (("", "sat"), ("a", ""), ("cat", ""), ("runs", ""))]
    assert counted == [Confusion("red", "wet", 2), *once]
    found = score("all", answers)
    assert (found.clips, found.voices, found.words) == (3, 2, 9)
    assert (found.word_error, found.flawless) == (6 / 9, 0)
    assert found.empty == pytest.approx(1 / 3)


def test_the_interval_is_over_voices_and_holds_the_truth() -> None:
    assert interval([answer("one", "a b", "a b", 0)] * 50) is None
    rng, held = np.random.default_rng(5), 0
    for _ in range(60):
        rates = rng.beta(2, 8, 40)  # every voice has its own
        answers = [answer(f"{v}", "a b c d", "", rng.binomial(4, rate)) for v, rate in enumerate(rates) for _ in "abc"]
        low, high = interval(answers) or (0, 0)
        held += low <= 0.2 <= high
    assert held >= 51  # 95 % of 60, less three standard deviations


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whisper's normaliser leaves its spellings open
def test_the_shipped_ear_is_judged_from_end_to_end(
    data: Path, espeak: Espeak, lexicon: Lexicon, tmp_path: Path
) -> None:
    bundle = open_bundle(SHIPPED, "speech")
    stock = Stock(data, lexicon, read_surroundings(data, held_out=True), espeak, count=2, seed=77)
    told = list[str]()
    findings = examine(
        Transcriber.load(bundle), stock, (PROMPTS, BABBLE, SLICES[-1]), lambda one: told.append(one.name)
    )
    page = write_down(tmp_path / "out", bundle, findings)
    assert told == [PROMPTS.name, BABBLE.name, SLICES[-1].name]
    report = json.loads((tmp_path / "out" / "speech.json").read_text("utf-8"))
    assert [row["clips"] for row in report["slices"]] == [2, 2, 6]
    assert sum(one["clips"] for one in report["silence"]) == 6
    assert not any(one["invented"] for one in report["silence"])
    clean, babble, people = ([a for a in report["answers"] if a["slice"] == name] for name in told)
    assert [one["said"] for one in clean] == [one["said"] for one in babble]
    assert [one["speaker"] for one in clean] == [one["speaker"] for one in babble]
    assert all(one["said"] and one["seconds"] > 0 for one in people)
    assert report["machine"]["cores"] >= 1
    assert clean[0]["said"] in page.read_text("utf-8")


@pytest.mark.parametrize(("more", "complaint"), [((), "expected the folders"), (("--count", "0"), "expected a count")])
def test_what_cannot_be_judged_is_said_in_a_sentence(
    more: tuple[str, ...], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("speech", "noise", "text") if more else ():
        (tmp_path / name).mkdir()
    with pytest.raises(SystemExit) as ended:
        evaluate(["--data", str(tmp_path), "--bundle", str(SHIPPED), "--out", str(tmp_path / "out"), *more])
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "out").exists()


def test_the_card_says_how_the_weights_came_to_be(tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    (work / "clips").mkdir(parents=True)
    torch.save({"step": 12}, work / "checkpoint.pt")
    export(student(), [*range(50)], work / "speech.pt")
    rows = [{"phonemes": [["a", 0, 1]]}, {"phonemes": None}, {"phonemes": []}]
    (work / "clips" / "000.json").write_text(json.dumps(rows), "utf-8")
    write_bundle.main(["--work", str(work), "--out", str(out), "--version", "9"])
    card = tomllib.loads((out / "bundle.toml").read_text("utf-8"))
    assert "12 steps, 3 clips, 1 of them" in card["provenance"]
    assert "en-gb-scotland" in card["provenance"] and "rms" in card["provenance"]
    assert Transcriber.load(open_bundle(out, "speech")).window_s == 12
