"""Articles that misbehave, and plain ones beside them. Nothing in the package knows of these."""

from __future__ import annotations

import os
import random
import re
import signal
from dataclasses import replace

from analysis.articles import Article, load_article
from analysis.sources import Source

_SYLLABLES = "ba be bi do du ka ke ko la li lo ma mi mo na ne no ra ri ro sa se si ta te ti va ve vo".split()
_VERBS = "rejected praised condemned defended".split()


def tiny(number: int) -> str:
    """A short article of invented names; each number gives another one."""
    draw = random.Random(number)

    def word(length: int) -> str:
        return "".join(draw.choices(_SYLLABLES, k=length))

    one, other, town = (f"{word(2).title()} {word(3).title()}" for _ in range(3))
    return (
        f"{one} said on Monday that the dam near {town} was safe. {other} {draw.choice(_VERBS)} the plan of {one}. "
        f"“We will not pay {draw.randint(100, 99_999)} crowns,” {other} said."
    )


def plain(number: int) -> Source:
    """An article with which nothing is wrong."""
    return Tiny(id=f"tiny-{number:04d}", name=f"tiny {number}", record={"number": number})


class Tiny(Source):
    """An article that is written when it is loaded."""

    def load(self) -> Article:
        return load_article(text=tiny(self.record["number"]))


class Faulty(Tiny):
    """An article that misbehaves while it is loaded, or, with "late" in its name, while it is analysed."""

    def load(self) -> Article:
        if "late" in self.name:
            article = super().load()
            return replace(article, paragraphs=_Paragraphs(article.paragraphs, self.id))
        misbehave(self.id)
        return super().load()


class _Paragraphs(list):
    """Paragraphs that can't be walked through."""

    def __init__(self, paragraphs: list[tuple[int, int]], how: str) -> None:
        super().__init__(paragraphs)
        self.how = how

    def __iter__(self):
        misbehave(self.how)
        return super().__iter__()


def misbehave(how: str) -> None:
    """Do what the name says."""
    if how.startswith("raises"):
        raise RuntimeError("the text bites")
    if how.startswith("exits"):
        raise SystemExit(3)
    if how.startswith("hangs-in-python"):
        while True:
            pass
    if how.startswith("hangs-in-c"):  # re holds the interpreter's lock, and takes longer than the world will last
        re.match(r"(?:a|aa)+$", "a" * 200 + "b")
    if how.startswith("allocates"):
        kept = []
        while True:
            kept.append(bytearray(os.urandom(1 << 16) * 256))
    if how.startswith("dies"):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
