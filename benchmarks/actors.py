"""Score who is who, found without a table of actors, against hand labels of who each speaker is.

    python benchmarks/actors.py PATH LABELS [--list]

PATH is a folder of labelled articles (see labelled.py), LABELS a file such as benchmarks/actor_labels.jsonl, one
statement a line: ``{"id", "n", "source": [s, e], "content": [[s, e], ...], "kind", "start", "end"}`` and, from two
labellers, ``"first": [s, e], "second": [s, e]``. start and end are where the article names the actor who speaks (both
null where a careful reader can't tell), kind is "person" or what else the actor is, first and second are where each
labeller found it named (or null). Offsets only: the words are the article's.

A labelled statement is found where a statement shares at least half of the longer of the two contents and its speaker
touches the labelled one. Its actor is then right, ambiguous (flagged so, no actor given) or wrong. Where the label is
null, ambiguous is right and any actor is wrong. Among the wrong, "cut short" are sources that name themselves ("nearly
a third of them") and became an actor of their own by some of their words ("third"): the right actor, badly named.
--list prints the ones that are not right.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
from pathlib import Path
from typing import Any

from labelled import LEAST_OVERLAP, as_article, load_scorer, read_labelled, span
from scipy.stats import binomtest
from tqdm import tqdm

from analysis.actors import find_actors
from analysis.agreement import cohens_kappa
from analysis.articles import Article
from analysis.mentions import split_aliases
from analysis.statements import find_statements

_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lady lord prof professor president senator sen sens governor gov representative rep "
    "congressman congresswoman secretary judge justice general gen captain minister fr rev father".split()
)
_SMALL = frozenset("the a an some of s".split())
_AFTER = frozenset("jr sr ii iii iv".split())
VERDICTS = ("right", "ambiguous", "wrong")
COUNTED = (*VERDICTS, "not found")


def words(name: str) -> list[str]:
    """The words of a name in small letters, without articles and the s of possession."""
    return [word for word in re.findall(r"[^\W_]+", re.sub(r"[’']s\b", "", name.lower())) if word not in _SMALL]


def person(name: str) -> tuple[str, str]:
    """First name ("" where there is none) and last name of a person, without titles, initials between, "Jr.".

    >>> person("Mr. Halloran"), person("Senator Mira K. Halloran Jr.")
    (('', 'halloran'), ('mira', 'halloran'))
    """
    found = [word for word in words(name.split(",")[0]) if word not in _TITLES | _AFTER]
    return (found[0] if len(found) > 1 else "", found[-1]) if found else ("", "")


def same_actor(kind: str, label: str, names: list[str]) -> bool:
    """Whether the names of an actor are those of the labelled one.

    Of a person: one name has the last name, and none of those that have it has another first name (an initial is no
    other). Of others: one name has the same words, whatever the articles.

    >>> same_actor("person", "Mira Halloran", ["Mira K. Halloran", "Halloran"])
    True
    >>> same_actor("person", "Mira Halloran", ["Ola Halloran", "Halloran"])
    False
    >>> same_actor("group", "the doctors", ["doctors"])
    True
    """
    if kind != "person":
        return any(words(name) == words(label) for name in names)
    first, last = person(label)
    alike = [found for found, family in map(person, names) if family == last]
    return bool(alike) and all(not first or not found or _alike(first, found) for found in alike)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def verdict(
    scorer: Any, article: Article, table: Any, names: dict[str, list[str]], label: dict[str, Any]
) -> tuple[str, str | None]:
    """How the actor of a labelled statement came out, and which actor was given; "not found" where none was."""
    wanted = scorer.characters(label["content"], article.text)
    best, row = 0.0, None
    for other in table.itertuples():
        at = span(other, "speaker")
        if at is None or not (at[0] < label["source"][1] and label["source"][0] < at[1]):
            continue
        found = scorer.characters(other.spans, article.text)
        share = len(wanted & found) / max(len(wanted), len(found), 1)
        if share > best:
            best, row = share, other
    if row is None or best < LEAST_OVERLAP:
        return "not found", None
    if label["start"] is None:
        return ("right" if row.actor is None else "wrong"), row.actor
    if row.actor is None:
        return "ambiguous", None
    told = article.text[label["start"] : label["end"]]
    if same_actor(label["kind"], told, names.get(row.actor, [row.actor])):
        return "right", row.actor
    own = label["start"] < label["source"][1] and label["source"][0] < label["end"]
    source = set(words(article.text[slice(*label["source"])]))
    cut = own and row.actor not in names and set(words(row.actor)) <= source
    return ("cut short" if cut else "wrong"), row.actor


def kappa(texts: dict[str, str], labels: list[dict[str, Any]]) -> tuple[int, float]:
    """On how many statements the two labellers name the same actor, and Cohen's kappa over the actors named."""
    named: dict[str, list[str]] = {"first": [], "second": []}
    for label in labels:
        for who, list_ in named.items():
            at = label[who]
            told = texts[label["id"]][slice(*at)] if at else ""
            key = person(told) if label["kind"] == "person" else tuple(words(told))
            list_.append(f"{label['id']} {' '.join(key)}" if at else "ambiguous")
    same = sum(a == b for a, b in zip(named["first"], named["second"], strict=True))
    return same, cohens_kappa(named["first"], named["second"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--list", action="store_true", help="print the labelled statements that are not right")
    given = parser.parse_args()
    scorer = load_scorer(given.path)
    labels = [json.loads(line) for line in given.labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    wanted = {label["id"] for label in labels}
    articles = {a["id"]: a for s in ("train", "dev") for a in read_labelled(given.path, s) if a["id"] in wanted}
    count: collections.Counter[str] = collections.Counter()
    by_kind: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for name in tqdm(sorted(wanted), disable=None):
        article = as_article(articles[name])
        actors = find_actors(article)
        names = {
            row.name: [row.name, *split_aliases(row.aliases or "")]
            for row in actors.set_index("name", drop=False).itertuples(index=False)
        }
        table = find_statements(article, actors)
        for label in (one for one in labels if one["id"] == name):
            found, actor = verdict(scorer, article, table, names, label)
            for verdict_ in (found, "wrong") if found == "cut short" else (found,):
                count[verdict_] += 1
                by_kind[source_kind(article.text[slice(*label["source"])])][verdict_] += 1
            if given.list and found != "right":
                told = article.text[label["start"] : label["end"]] if label["start"] is not None else None
                source = article.text[slice(*label["source"])]
                print(f"{found}: {name} {label['n']}: {source!r} is {told!r}, given {actor!r}")
    show(count, by_kind)
    if all("first" in label for label in labels):
        same, value = kappa({i: a["text"] for i, a in articles.items()}, labels)
        print(f"\nTwo labellers name the same actor in {same} of {len(labels)}, Cohen's kappa {value:.3f}.")


def source_kind(source: str) -> str:
    """What the labelled source is made of: a pronoun, a name (a capital in it) or neither."""
    if re.fullmatch(r"(?i)he|she|they|it|who|i|we|that|which", source.strip()):
        return "pronoun"
    return "with a name" if re.search(r"(?<!^)\b[A-Z]|^(?!The\b|A\b|An\b)[A-Z]", source) else "no name"


def show(count: collections.Counter[str], by_kind: dict[str, collections.Counter[str]]) -> None:
    """Print the shares with their Wilson 95 % intervals, and the counts for each kind of source."""
    found = sum(count[verdict] for verdict in VERDICTS)
    print(f"{found + count['not found']} labelled statements, {found} found. Of these:\n")
    print("| | n | share | 95 % interval (Wilson) |\n| --- | --- | --- | --- |")
    for name in VERDICTS:
        limits = binomtest(count[name], max(found, 1)).proportion_ci(method="wilson")
        share = count[name] / max(found, 1)
        print(f"| {name} | {count[name]} | {share:.1%} | {limits.low:.1%} to {limits.high:.1%} |")
    print(f"\nOf the wrong, {count['cut short']} are cut short: the source itself, named by some of its words.")
    print("\n| source | right | ambiguous | wrong | not found |\n| --- | --- | --- | --- | --- |")
    for name, kinds in sorted(by_kind.items()):
        print(f"| {name} | {' | '.join(str(kinds[one]) for one in COUNTED)} |")


if __name__ == "__main__":
    main()
