"""One window through tiny real Whispers, against openai-whisper itself."""

import math

import numpy as np
import pytest
import torch
from whisper.decoding import DecodingOptions, decode
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import Tokenizer

from models.hearing import Hearing, Sentence, begins_word, tokenizer_for, window_mel, word_groups

ENGLISH, MULTILINGUAL, LARGE_V3 = 51864, 51865, 51866


def tiny(n_vocab: int = ENGLISH, n_mels: int = 80) -> Whisper:
    """2 s windows, one layer, weights drawn from a seed and large enough to have opinions."""
    torch.manual_seed(3)
    model = Whisper(ModelDimensions(n_mels, 100, 16, 2, 1, n_vocab, 40, 16, 2, 1))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    model.decoder.token_embedding.weight.data *= 10
    return model.eval()


pytestmark = pytest.mark.filterwarnings("ignore:__array_wrap__ must accept:DeprecationWarning")  # the oracle's own


@pytest.fixture(scope="module")
def model() -> Whisper:
    return tiny()


@pytest.fixture(scope="module")
def tokenizer(model: Whisper) -> Tokenizer:
    return tokenizer_for(model, "en", "transcribe")


@pytest.fixture(scope="module")
def hearing(model: Whisper) -> Hearing:
    with torch.inference_mode():
        return Hearing(model, noise(1.5))


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.1, int(seconds * 16_000)).astype(np.float32)


@torch.inference_mode()
def test_a_window_is_what_the_network_expects(model: Whisper) -> None:
    for seconds in (0.1, 2.0, 3.0):
        mel = window_mel(model, noise(seconds))
        assert mel.shape == (1, 80, 200)
        assert model.encoder(mel).shape == (1, 100, 16)


@torch.inference_mode()
def test_the_best_beam_is_the_one_openai_whisper_gives(model: Whisper, hearing: Hearing) -> None:
    heard = hearing.sentences("en", "transcribe", 3)
    options = DecodingOptions(
        language="en", beam_size=3, without_timestamps=True, suppress_blank=False, fp16=False, sample_len=20
    )
    oracle = decode(model, hearing.features[0], options)
    ours = {sentence.tokens: sentence for sentence in heard.sentences}
    assert tuple(oracle.tokens) in ours
    assert ours[tuple(oracle.tokens)].score == pytest.approx(oracle.avg_logprob, abs=1e-3)
    assert heard.no_speech_probability == pytest.approx(oracle.no_speech_prob, abs=1e-6)
    scores = [sentence.score for sentence in heard.sentences]
    assert scores == sorted(scores, reverse=True)
    assert len(ours) == len(heard.sentences) == 3


@torch.inference_mode()
def test_the_next_tokens_are_those_of_the_whole_decoder(model: Whisper, hearing: Hearing) -> None:
    rows = [(50257, 50362, 257), (50257, 50362, 257, 2266, 3797), (50257,)]
    together = hearing._next(rows)
    for row, chances in zip(rows, together, strict=True):
        alone = model.decoder(torch.tensor([row]), hearing.features)[0, -1].log_softmax(-1)
        assert torch.allclose(chances, alone, atol=1e-4)


@torch.inference_mode()
def test_words_carry_the_probability_of_their_tokens(model: Whisper, hearing: Hearing, tokenizer: Tokenizer) -> None:
    tokens = tuple(tokenizer.encode(" a red lighthouse"))
    words = hearing.words(Sentence(tokens, 0.0), tokenizer)
    assert [word.text for word in words] == ["a", "red", "lighthouse"]
    start = tokenizer.sot_sequence_including_notimestamps
    logits = model.decoder(torch.tensor([[*start, *tokens]]), hearing.features)[0, len(start) - 1 : -1]
    each = logits.log_softmax(-1)[range(len(tokens)), list(tokens)]
    assert math.prod(word.probability for word in words) == pytest.approx(float(each.sum().exp()), rel=1e-3)


@torch.inference_mode()
def test_alternatives_are_what_the_network_would_say_there(hearing: Hearing, tokenizer: Tokenizer) -> None:
    """Oracle: every likely other beginning of the first word, completed token by token."""
    tokens = tuple(tokenizer.encode(" lighthouse by the sea"))
    first = hearing.words(Sentence(tokens, 0.0), tokenizer)[0]
    start = tuple(tokenizer.sot_sequence_including_notimestamps)
    chances = hearing._next([start])[0]
    expected = {}
    for logprob, token in zip(*(part.tolist() for part in chances.topk(7)), strict=True):
        if token < tokenizer.eot and begins_word(token, tokenizer) and token != tokens[0]:
            text, score = greedy(hearing, (*start, token), tokenizer)
            expected[tokenizer.decode([token, *text]).strip()] = logprob + score
    likely = sorted((name for name in expected if expected[name] > math.log(1e-3)), key=expected.__getitem__)[::-1]
    assert first.text == "lighthouse"
    assert likely
    assert list(first.alternatives) == likely[:3]


def greedy(hearing: Hearing, row: tuple[int, ...], tokenizer: Tokenizer) -> tuple[list[int], float]:
    """Up to three more tokens of the same word, and their log-probability; impossible when it does not end there."""
    text, score = list[int](), 0.0
    for _ in range(3):
        logprob, token = (float(part) for part in hearing._next([(*row, *text)])[0].max(-1))
        if token >= tokenizer.eot or begins_word(int(token), tokenizer):
            return text, score
        text.append(int(token))
        score += logprob
    return text, -math.inf


def test_words_are_told_apart_by_their_spaces(tokenizer: Tokenizer) -> None:
    tokens = tuple(tokenizer.encode(" I'd like a lighthouse, please."))
    texts = [tokenizer.decode([tokens[at] for at in group]) for group in word_groups(tokens, tokenizer)]
    assert texts == [" I'd", " like", " a", " lighthouse,", " please."]
    assert [at for group in word_groups(tokens, tokenizer) for at in group] == list(range(len(tokens)))
    chinese = tokenizer_for(tiny(MULTILINGUAL), "zh", "transcribe")
    assert begins_word(chinese.encode("猫")[0], chinese)


@torch.inference_mode()
@pytest.mark.parametrize(("n_vocab", "n_mels"), [(MULTILINGUAL, 80), (LARGE_V3, 128)])
def test_languages_outside_the_list_are_never_chosen(n_vocab: int, n_mels: int) -> None:
    model = tiny(n_vocab, n_mels)
    hearing = Hearing(model, noise(1.0))
    _, probabilities = model.detect_language(hearing.features, tokenizer_for(model, "en", "transcribe"))
    ranked = sorted(probabilities[0], key=lambda code: probabilities[0][code])
    assert hearing.language(ranked[:3]) == ranked[2]
    assert hearing.language(["de"]) == "de"
    assert hearing.sentences("de", "transcribe", 2).sentences
