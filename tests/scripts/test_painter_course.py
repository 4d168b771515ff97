"""What the painter's course asks for beside the picture."""

import pytest
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor2_0

from scripts.bundled.painter.architecture import LATENT_CHANNELS, TINY, unet
from scripts.bundled.painter.attention import astray, described, watch

NOUNS = torch.tensor([-1, 7, 9])  # nothing, a cat, a boat


@pytest.fixture
def network() -> UNet2DConditionModel:
    torch.manual_seed(0)
    return unet(TINY)


def test_watched_attention_is_the_library_s_own(network: UNet2DConditionModel) -> None:
    inputs = (torch.randn(2, LATENT_CHANNELS, 32, 32), torch.tensor([400, 900]), torch.randn(2, 5, 128))
    added = {"text_embeds": torch.randn(2, 64), "time_ids": torch.zeros(2, 6)}
    with torch.no_grad():
        network.set_attn_processor(AttnProcessor2_0())
        plain = network(*inputs, added_cond_kwargs=added, return_dict=False)[0]
        seen = watch(network)
        watched = network(*inputs, added_cond_kwargs=added, return_dict=False)[0]
    assert torch.allclose(plain, watched, atol=1e-5)
    assert {tuple(w.shape[2:]) for w in seen} == {(64, 5), (256, 5)}
    assert all(torch.allclose(w.sum(-1), torch.ones(())) for w in seen)


def test_attention_on_the_noun_costs_nothing_and_elsewhere_much() -> None:
    tokens = torch.tensor([[0, 5, 7, 5, 9, 1]])  # a cat and a boat
    labels = torch.ones(1, 32, 32, dtype=torch.long)  # a cat everywhere
    on_cat, on_boat = (torch.nn.functional.one_hot(torch.tensor(k), 6).float().expand(1, 2, 64, 6) for k in (2, 4))
    assert astray(on_cat, labels, tokens, NOUNS) == 0
    assert astray(on_boat, labels, tokens, NOUNS) > 5


def test_cells_without_a_thing_or_without_its_noun_do_not_count() -> None:
    weights = torch.full((1, 2, 64, 4), 0.25)
    nothing, boat = (torch.full((1, 32, 32), label) for label in (0, 2))
    tokens = torch.tensor([[0, 5, 7, 1]])  # a cat
    assert astray(weights, nothing, tokens, NOUNS) == 0
    assert astray(weights, boat, tokens, NOUNS) == 0


def test_the_colour_before_a_word_is_known() -> None:
    colours = torch.tensor([0, 0, 0, 1, 2])  # tokens 3 and 4 are colours
    assert described(torch.tensor([[0, 3, 2, 4, 2, 2, 1]]), colours).tolist() == [[0, 0, 1, 0, 2, 0, 0]]
