"""One window of sound as a Whisper network hears it: sentences, best first, and what else a word may have been."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from whisper.audio import log_mel_spectrogram
from whisper.decoding import DecodingOptions, DecodingTask
from whisper.model import Whisper
from whisper.tokenizer import Tokenizer, get_tokenizer

from models.types import Floats, Word

FRAMES_PER_SECOND = 50  # of the encoder
SPARE_TOKENS, TOKENS_PER_SECOND = 8, 8  # nobody speaks faster
CANDIDATES = 6  # other words looked at for each word
ALTERNATIVES = 3  # other words given for each word
LEAST_LIKELY = 1e-3  # an alternative below this probability is none
LONGEST_ENDING = 3  # tokens by which an alternative is completed
UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "my"})  # written without spaces between words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One hypothesis: its tokens and their summed log-probability, the end included."""

    tokens: tuple[int, ...]
    logprob: float

    @property
    def score(self) -> float:
        """Log-probability a token: what hypotheses are ranked by."""
        return self.logprob / (len(self.tokens) + 1)


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything one window gave, the likeliest sentence first."""

    sentences: tuple[Sentence, ...]
    no_speech_probability: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The start of another word: the tokens before it, its own so far, their log-probability, whether it is whole."""

    before: tuple[int, ...]
    tokens: tuple[int, ...]
    logprob: float
    whole: bool


class _Remember:
    """A ranker for openai-whisper that keeps every beam, where the library keeps one."""

    def __init__(self) -> None:
        self.sentences: tuple[Sentence, ...] = ()

    def rank(self, tokens: list[list[Tensor]], sum_logprobs: list[list[float]]) -> list[int]:
        beams = [Sentence(tuple(beam.tolist()), score) for beam, score in zip(tokens[0], sum_logprobs[0], strict=True)]
        best = max(range(len(beams)), key=lambda index: beams[index].score)
        self.sentences = tuple(sorted(beams, key=lambda beam: beam.score, reverse=True))
        return [best]


class Hearing:
    """A window, encoded once. Not safe to share between threads: Whisper's cache hangs on the network."""

    def __init__(self, model: Whisper, samples: Floats) -> None:
        """Encode up to one window of samples, float32 [N] at 16 kHz."""
        self._model = model
        self._seconds = len(samples) / 16_000
        self._half = model.device.type == "cuda"
        mel = window_mel(model, samples).to(model.device)
        self.features: Tensor = model.encoder(mel.half() if self._half else mel)  # [1, context, width]

    def language(self, allowed: Sequence[str]) -> str:
        """The likeliest of the allowed languages."""
        if len(allowed) == 1 or not self._model.is_multilingual:
            return allowed[0]
        _, probabilities = self._model.detect_language(
            self.features, tokenizer_for(self._model, allowed[0], "transcribe")
        )
        return max(allowed, key=lambda code: probabilities[0].get(code, 0.0))

    def sentences(self, language: str, task: str, beams: int) -> Heard:
        """Beam search by openai-whisper, no timestamps, no more tokens than the time allows."""
        options = DecodingOptions(
            task=task, language=language, beam_size=beams, without_timestamps=True, fp16=self._half,
            suppress_blank=False,  # an empty answer has to stay possible
            sample_len=min(SPARE_TOKENS + int(TOKENS_PER_SECOND * self._seconds), self._model.dims.n_text_ctx // 2),
        )  # fmt: skip
        tokenizer_for(self._model, language, task)  # read from disk here, not there
        decoding = DecodingTask(self._model, options)
        ranker = _Remember()
        decoding.sequence_ranker = ranker
        with warnings.catch_warnings():  # openai-whisper sorts unfinished beams in a way NumPy 2 frowns upon
            warnings.filterwarnings("ignore", "__array_wrap__ must accept", DeprecationWarning)
            result = decoding.run(self.features)[0]
        return Heard(ranker.sentences, float(result.no_speech_prob))

    def words(self, sentence: Sentence, tokenizer: Tokenizer) -> tuple[Word, ...]:
        """The sentence's words, each with its probability and the next most likely words in its place."""
        if not sentence.tokens:
            return ()
        start = tuple(tokenizer.sot_sequence_including_notimestamps)
        tokens = torch.tensor([[*start, *sentence.tokens]], device=self._model.device)
        logits = self._model.decoder(tokens, self.features)[0, len(start) - 1 :]
        chances = logits.float().log_softmax(-1)  # [tokens + 1, vocabulary]
        groups = word_groups(sentence.tokens, tokenizer)
        candidates = [_candidates(sentence.tokens, group, chances, tokenizer) for group in groups]
        whole = self._completed(start, [one for several in candidates for one in several], tokenizer)
        words, at = [], 0
        for group, several in zip(groups, candidates, strict=True):
            others = whole[at : at + len(several)]
            words.append(_word(sentence.tokens, group, chances, others, tokenizer))
            at += len(several)
        return tuple(word for word in words if word.text)

    def _completed(self, start: tuple[int, ...], begun: list[_Candidate], tokenizer: Tokenizer) -> list[_Candidate]:
        """Each candidate continued with its likeliest tokens up to the end of the word."""
        candidates = list(begun)
        for _ in range(LONGEST_ENDING):
            open_ones = [index for index, candidate in enumerate(candidates) if not candidate.whole]
            if not open_ones:
                break
            rows = [(*start, *candidates[index].before, *candidates[index].tokens) for index in open_ones]
            likeliest = self._next(rows).max(-1)
            for index, logprob, token in zip(open_ones, *(part.tolist() for part in likeliest), strict=True):
                candidates[index] = _continued(candidates[index], token, logprob, tokenizer)
        return candidates

    def _next(self, rows: list[tuple[int, ...]]) -> Tensor:
        """Log-probabilities of the token after each row [rows, vocabulary]; the sound is projected once for all."""
        decoder = self._model.decoder
        lengths = [len(row) for row in rows]
        width = max(lengths)
        tokens = torch.tensor([(*row, *[0] * (width - len(row))) for row in rows], device=self._model.device)
        x = (decoder.token_embedding(tokens) + decoder.positional_embedding[:width]).to(self.features.dtype)
        for block in decoder.blocks:
            keys = (block.cross_attn.key, block.cross_attn.value)
            cache = {key: key(self.features).expand(len(rows), -1, -1) for key in keys}
            x = block(x, self.features, mask=decoder.mask, kv_cache=cache)
        last = decoder.ln(x[range(len(rows)), [length - 1 for length in lengths]])
        chances: Tensor = (last @ decoder.token_embedding.weight.to(last.dtype).T).float().log_softmax(-1)
        return chances


def window_mel(model: Whisper, samples: Floats) -> Tensor:
    """The network's own window of log-mel: [1, mels, 2 x context], silence after the samples."""
    length = model.dims.n_audio_ctx * 320
    padded = torch.nn.functional.pad(torch.from_numpy(samples.copy()), (0, max(0, length - len(samples))))
    mel: Tensor = log_mel_spectrogram(padded[:length], model.dims.n_mels)
    return mel[None]


def tokenizer_for(model: Whisper, language: str, task: str) -> Tokenizer:
    """The network's own tokens, told what language they are in."""
    with warnings.catch_warnings():  # openai-whisper leaves the vocabulary's file to be closed by the interpreter
        warnings.simplefilter("ignore", ResourceWarning)
        return get_tokenizer(model.is_multilingual, num_languages=model.num_languages, language=language, task=task)


def word_groups(tokens: tuple[int, ...], tokenizer: Tokenizer) -> list[range]:
    """Positions of each word's tokens; punctuation belongs to the word before it."""
    pieces = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])[1]
    groups: list[range] = []
    at = 0
    for piece in pieces:
        inside = [token for token in piece if token < tokenizer.eot]
        if inside and (not groups or begins_word(inside[0], tokenizer)):
            groups.append(range(at, at + len(inside)))
        elif inside:
            groups[-1] = range(groups[-1].start, at + len(inside))
        at += len(piece)
    return groups


def begins_word(token: int, tokenizer: Tokenizer) -> bool:
    """Whether this token starts a new word."""
    return tokenizer.language in UNSPACED or tokenizer.encoding.decode_single_token_bytes(token).startswith(b" ")


def _candidates(tokens: tuple[int, ...], group: range, chances: Tensor, tokenizer: Tokenizer) -> list[_Candidate]:
    """Where another word could branch off: at each of the word's tokens, or right after its last."""
    found = []
    for position in range(group.start, group.stop + 1):
        own = tuple(tokens[group.start : position])
        before = sum(float(chances[at, tokens[at]]) for at in range(group.start, position))
        taken = tokens[position] if position < len(tokens) else tokenizer.eot
        for logprob, token in zip(*(part.tolist() for part in chances[position].topk(CANDIDATES + 1)), strict=True):
            start = _Candidate(tuple(tokens[: group.start]), own, before, whole=False)
            ends = _ends_word(token, tokenizer)
            if token != taken and ends == (position == group.start) and token < tokenizer.eot:
                found.append(_Candidate(start.before, (*own, token), before + logprob, whole=False))
            elif token != taken and ends and group.start < position < group.stop:
                found.append(_Candidate(start.before, own, before + logprob, whole=True))
    return sorted(found, key=lambda candidate: candidate.logprob, reverse=True)[:CANDIDATES]


def _ends_word(token: int, tokenizer: Tokenizer) -> bool:
    return token >= tokenizer.eot or begins_word(token, tokenizer)


def _continued(candidate: _Candidate, token: int, logprob: float, tokenizer: Tokenizer) -> _Candidate:
    if _ends_word(token, tokenizer):
        return _Candidate(candidate.before, candidate.tokens, candidate.logprob, whole=True)
    return _Candidate(candidate.before, (*candidate.tokens, token), candidate.logprob + logprob, whole=False)


def _word(
    tokens: tuple[int, ...], group: range, chances: Tensor, others: list[_Candidate], tokenizer: Tokenizer
) -> Word:
    text = tokenizer.decode([tokens[at] for at in group]).strip()
    logprob = sum(float(chances[at, tokens[at]]) for at in group)
    likely = [other for other in others if other.whole and other.logprob > math.log(LEAST_LIKELY)]
    ranked = sorted(likely, key=lambda other: other.logprob, reverse=True)
    names = [tokenizer.decode(list(other.tokens)).strip() for other in ranked]
    distinct = {bare(name): name for name in reversed(names) if "\ufffd" not in name}
    chosen = [
        distinct[key] for key in dict.fromkeys(map(bare, names)) if key in distinct and key not in ("", bare(text))
    ]
    return Word(text, min(1.0, math.exp(logprob)), tuple(chosen[:ALTERNATIVES]))


def bare(text: str) -> str:
    """Without case and punctuation: two texts that differ only there are one."""
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter == " ").strip()
