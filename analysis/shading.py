"""Which words moved the stance model, as offsets in a table and as a sentence with its words shaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup, escape

from analysis.asking import Question, evidence, word_effects
from analysis.marking import clean, cut
from analysis.palette import STANCE_COLOURS

if TYPE_CHECKING:
    from analysis.articles import Article


def evidence_of(article: Article, stances: pd.DataFrame) -> pd.DataFrame:
    """Find the words that moved the model, for each row that the model decided.

    Args:
        article: the article that the stances are of.
        stances: a stances table, as ``score_stances`` gives it.

    Returns:
        A new stances table. ``evidence_spans`` of the model's rows that are for or against holds half-open offsets
        into ``article.text``: the words without which the stance is weaker (``asking.word_effects``). The rules' rows
        are as they were.

    Example:
        >>> from analysis import find_statements, load_article, score_stances
        >>> article = load_article(text='"The reckless Velia ruins the talks," said Mira Halloran of Norland.')
        >>> found = evidence_of(article, score_stances(article, find_statements(article)))
        >>> "evidence_spans" in found
        True
    """
    spans = list(stances["evidence_spans"])
    for number, row in enumerate(stances.itertuples(index=False)):
        question = asked(article, row)
        if question is not None and row.label != "neutral":
            start = int(row.asked_start)
            spans[number] = [(s + start, e + start) for s, e in evidence(question, row.stance)]
    return stances.assign(evidence_spans=pd.Series(spans, index=stances.index, dtype="object"))


def asked(article: Article, row: object) -> Question | None:
    """What the model was asked for a row of a stances table; None for a row of the rules."""
    if not str(row.method).startswith("model:") or pd.isna(row.asked_start):
        return None
    start = int(row.asked_start)
    place = (int(row.target_start) - start, int(row.target_end) - start)
    return Question(article.text[start : int(row.asked_end)], place)


class Shaded:
    """A sentence whose words are shaded by how much they move the model's stance; shows itself in a notebook.

    Args:
        sentence: the sentence; it is escaped.
        target: half-open offsets of the target in it.
        source: half-open offsets of whose stance is asked, or None.

    Attributes:
        effects: a table with word, effect (−2 … 2: how far the stance moves when the word is hidden), start and end.

    The darker a word, the larger its effect. For is purple and underlined, against is orange and underlined with
    dashes, so that the two differ in grey too. The target is in a frame.

    Example:
        >>> shaded = Shaded("The reckless Velia ruins the talks.", (13, 18))
        >>> bool((shaded.effects["effect"] < 0).any())
        True
    """

    def __init__(self, sentence: str, target: tuple[int, int], source: tuple[int, int] | None = None) -> None:
        self.question = Question(sentence, target, source)
        found = [(sentence[s:e], effect, s, e) for s, e, effect in word_effects(self.question)]
        self.effects = pd.DataFrame(found, columns=["word", "effect", "start", "end"])

    def _repr_html_(self) -> str:
        sentence, (start, end) = self.question.sentence, self.question.target
        strongest = max(float(self.effects["effect"].abs().max()) if len(self.effects) else 0.0, 0.1)
        marks = [(row.start, row.end, row.effect) for row in self.effects.itertuples()]
        parts = []
        for piece in cut(sentence, 0, len(sentence), [*marks, (start, end, "target")]):
            text = escape(clean(piece.text))
            if "target" in piece.keys:
                parts.append(Markup('<b style="border:1px solid #222;padding:0 2px">{}</b>').format(text))
            elif piece.keys and abs(piece.keys[0]) >= 0.02:
                parts.append(_shade(text, piece.keys[0], abs(piece.keys[0]) / strongest))
            else:
                parts.append(text)
        style = "font-size:110%;line-height:1.8;background:#fff;color:#222;padding:4px"
        return Markup('<p style="{}">{}</p>').format(style, Markup("").join(parts))

    def __repr__(self) -> str:
        told = self.effects.reindex(self.effects["effect"].abs().sort_values(ascending=False).index).head(5)
        return "; ".join(f"{row.word} {row.effect:+.2f}" for row in told.itertuples()) or "no words"


def _shade(text: Markup, effect: float, share: float) -> Markup:
    colour = STANCE_COLOURS["for" if effect > 0 else "against"]
    line = "solid" if effect > 0 else "dashed"
    # at most half as dark as the colour itself, so that black letters stay legible
    dark = f"{round(min(share, 1.0) * 127):02x}"
    style = f"background:{colour}{dark};border-bottom:2px {line} {colour}"
    title = f"moves the stance by {effect:+.2f}".replace("-", "\N{MINUS SIGN}")
    return Markup('<span style="{}" title="{}">{}</span>').format(style, title, text)
