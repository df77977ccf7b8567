"""The stance model: a small encoder that reads marked actors, with one head for a target and one for a pair.

Both heads read the states of the opening markers (Baldini Soares et al., "Matching the Blanks", ACL 2019). The head
for a pair scores first towards second and second towards first with the same weights, so that the order in which a
pair is given makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import AutoConfig, AutoModel

from analysis.marked import CLOSE, OPEN


class Dropout(nn.Module):
    """Dropout from a store of random numbers, begun anywhere: to draw each took a sixth of the training's time."""

    def __init__(self, share: float, size: int = 2**23) -> None:
        super().__init__()
        self.share, self.size = share, size

    def forward(self, states: Tensor) -> Tensor:
        if not self.training or not self.share:
            return states
        start = int(torch.randint(max(self.size - states.numel(), 1), ()))
        kept = _kept(self.share, max(self.size, states.numel()))[start : start + states.numel()]
        return states * kept.view(states.shape).to(states.dtype)


@lru_cache(maxsize=4)
def _kept(share: float, size: int) -> Tensor:
    """Nothing for a share of the places, and for the others what keeps the mean."""
    return (torch.rand(size) >= share).float() / (1 - share)


class StanceModel(nn.Module):
    """Class scores of each sentence: three towards the first span, five between the two spans."""

    #: what to add to a word piece's number in BERT's vocabulary
    shift = 0
    attention = "eager"

    def __init__(self, base: Path, dropout: float = 0.1) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(base)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        self.encoder = AutoModel.from_pretrained(
            base, config=config, add_pooling_layer=False, attn_implementation=self.attention
        )
        width = config.hidden_size
        for name, part in list(self.encoder.named_modules()):
            if isinstance(part, nn.Dropout) and name.endswith(
                ("output.dropout", "attention.dropout", "embeddings.dropout")
            ):
                self.encoder.set_submodule(name, Dropout(dropout))
        self.drop = Dropout(dropout)
        self.towards = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), Dropout(dropout), nn.Linear(width, 3))
        self.pair = nn.Sequential(nn.Linear(3 * width, width), nn.Tanh(), Dropout(dropout), nn.Linear(width, 2))
        self.neither = nn.Linear(2 * width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, first: Tensor, second: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores (logits): (sentences, 3) towards the first span, (sentences, 5) between the two."""
        asked = torch.stack([torch.zeros_like(first), first, second], dim=1)
        whole, one, other = self.drop(self.states_at(input_ids, attention_mask, asked)).unbind(1)
        towards = self.towards(torch.cat([whole, one], dim=1))
        there = self.pair(torch.cat([whole, one, other], dim=1))
        back = self.pair(torch.cat([whole, other, one], dim=1))
        neither = self.neither(torch.cat([whole, one + other], dim=1))
        return towards, torch.cat([neither, there, back], dim=1)

    def states_at(self, input_ids: Tensor, attention_mask: Tensor, places: Tensor) -> Tensor:
        """The last layer's states at some places: (sentences, places, width)."""
        seen = attention_mask[:, None, None, :].bool()
        states = self.encoder.embeddings(input_ids)
        *lower, last = self.encoder.encoder.layer
        for layer in lower:
            states = layer(states, seen)
        return _states_at(last, states, seen, places)

    def freeze(self, layers: int = 0) -> None:
        """Train no word piece, so that rare ones keep what the base knew of them, nor so many of the lowest layers."""
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.encoder.embeddings.position_embeddings.weight.requires_grad_(False)
        if layers:
            self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:layers]:
            layer.requires_grad_(False)

    def narrow(self, weights: Mapping[str, Tensor]) -> None:
        """Give each layer as many inner units as it has in the weights."""
        for number, layer in enumerate(self.encoder.encoder.layer):
            inner, width = weights[f"encoder.encoder.layer.{number}.intermediate.dense.weight"].shape
            if inner != layer.intermediate.dense.out_features:
                layer.intermediate.dense = nn.Linear(width, inner)
                layer.output.dense = nn.Linear(inner, width)

    def start_markers(self, tokenizer) -> None:
        """Give the unused pieces the embeddings of brackets to start from."""
        words = self.encoder.embeddings.word_embeddings.weight.data
        for marker, like in ((OPEN, "["), (CLOSE, "]")):
            words[self.shift + tokenizer.token_to_id(marker)] = words[self.shift + tokenizer.token_to_id(like)]


class LargeModel(StanceModel):
    """The same heads on an encoder of the MPNet kind (Song et al., NeurIPS 2020): a teacher, too large to ship.

    Its vocabulary is BERT's, behind four pieces of its own.
    """

    shift = 4

    def states_at(self, input_ids: Tensor, attention_mask: Tensor, places: Tensor) -> Tensor:
        ids = input_ids + self.shift
        start, end, filling = 0, 2, 1  # in place of [CLS], [SEP] and [PAD]
        ids[:, 0] = start
        ids[torch.arange(len(ids)), attention_mask.sum(dim=1) - 1] = end
        ids[attention_mask == 0] = filling
        states = self.encoder(input_ids=ids, attention_mask=attention_mask).last_hidden_state
        return states.gather(1, places[:, :, None].expand(-1, -1, states.shape[2]))

    def freeze(self, layers: int = 0) -> None:
        super().freeze(layers)
        self.encoder.encoder.relative_attention_bias.requires_grad_(False)


def make_model(base: Path, weights: Mapping[str, Tensor] | Path | None = None) -> StanceModel:
    """The stance model on an encoder: untrained, or with weights, whose layers may be narrower (prune_stance.py)."""
    model = (LargeModel if AutoConfig.from_pretrained(base).model_type == "mpnet" else StanceModel)(base)
    if isinstance(weights, Path):
        weights = torch.load(weights, weights_only=True)
    if weights is not None:
        model.narrow(weights)
        model.load_state_dict(weights)
    return model


def _states_at(layer: nn.Module, states: Tensor, seen: Tensor, places: Tensor) -> Tensor:
    """What a layer gives at some places: (sentences, places, width).

    The heads read three states of the last layer. To leave its others out saves an eighth of a sentence's time (24.8
    to 21.8 ms, exported and run in turn); the scores stay the same but for rounding (1e-6).
    """
    asked = states.gather(1, places[:, :, None].expand(-1, -1, states.shape[2]))
    attention = layer.attention.self

    def heads(mixed: Tensor) -> Tensor:
        return mixed.unflatten(2, (attention.num_attention_heads, attention.attention_head_size)).transpose(1, 2)

    query, key, value = heads(attention.query(asked)), heads(attention.key(states)), heads(attention.value(states))
    context = scaled_dot_product_attention(query, key, value, attn_mask=seen).transpose(1, 2).flatten(2)
    return layer.feed_forward_chunk(layer.attention.output(context, asked))
