"""Questions about sentences that nobody has labelled, for a large model to answer and a small one to learn from.

    python benchmarks/stance_texts.py ARTICLES --out questions.tsv [--most 30000]

ARTICLES is a file with an article a line, ``{"id": …, "text": …}``, as train.jsonl of the attribution data. The file of
questions has an id (article:start:end of the sentence) and offsets, no text.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from stance_data import Example, Span
from tqdm import tqdm

from analysis.language import load_pipeline

#: letters of a sentence: shorter ones say little, longer ones are lists and faults of the splitter
LENGTHS = range(40, 400)
#: what spaCy calls persons, groups, places and organisations
NAMES = {"PERSON", "NORP", "ORG", "GPE"}
_ID = re.compile(r"(.+):(\d+):(\d+)")
PRONOUNS = set("he she they him her them we us".split())


class Sentences(Mapping[str, str]):
    """The sentences of articles, by the ids that they have here."""

    def __init__(self, path: Path) -> None:
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        self.texts: dict[str, str] = {row["id"]: row["text"] for row in rows}

    def __getitem__(self, id: str) -> str:
        place = _ID.fullmatch(id)
        if place is None or place[1] not in self.texts:
            raise KeyError(id)
        return self.texts[place[1]][int(place[2]) : int(place[3])]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def targets_of(sentence) -> list[Span]:
    """Who can be asked about in a parsed sentence: names, pronouns, and things that have an article or a possessor."""
    found: list[Span] = []
    spans = [ent for ent in sentence.ents if ent.label_ in NAMES and len(ent) <= 4]
    spans += [
        chunk
        for chunk in sentence.noun_chunks
        if (len(chunk) == 1 and chunk.root.lower_ in PRONOUNS)
        or (chunk.root.pos_ == "NOUN" and 2 <= len(chunk) <= 4 and chunk[0].dep_ in ("det", "poss"))
    ]
    for span in spans:
        place = (span.start_char - sentence.start_char, span.end_char - sentence.start_char)
        if not any(place[0] < end and start < place[1] for start, end in found):
            found.append(place)
    return found


def questions(path: Path, seed: int = 0) -> Iterator[Example]:
    """Of each sentence two targets at most and one pair, in random order of the articles."""
    chance = random.Random(seed)
    texts = list(Sentences(path).texts.items())
    chance.shuffle(texts)
    paragraphs = (
        (text[m.start() : m.end()], (id, m.start())) for id, text in texts for m in re.finditer(r"[^\n]+", text)
    )
    for doc, (id, shift) in load_pipeline().pipe(paragraphs, as_tuples=True, batch_size=256):
        for sentence in doc.sents:
            text = sentence.text.strip()
            if len(text) not in LENGTHS or not sentence.text.startswith(text):
                continue
            start = shift + sentence.start_char
            name = f"{id}:{start}:{start + len(text)}"
            places = [place for place in targets_of(sentence) if place[1] <= len(text)]
            chance.shuffle(places)
            for place in places[:2]:
                yield Example(name, "towards", text, (place,), 1)
            named = [place for place in places if text[place[0]].isupper()]
            if len(named) > 1:
                yield Example(name, "between", text, tuple(sorted(named[:2])), 0)


def read_questions(path: Path, sentences: Sentences) -> list[Example]:
    """The examples of a file of questions."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        id, *numbers = line.split("\t")
        at = [int(number) for number in numbers]
        spans = tuple(zip(at[::2], at[1::2], strict=True))
        found.append(Example(id, "towards" if len(spans) == 1 else "between", sentences[id], spans, 0))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10**9)
    given = parser.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for number, example in enumerate(tqdm(questions(given.articles), disable=None)):
            if number == given.most:
                break
            out.write("\t".join((example.id, *(str(at) for span in example.spans for at in span))) + "\n")


if __name__ == "__main__":
    main()
