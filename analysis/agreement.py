"""How far two tables of statements and stances agree: the program's against hand labels, or two labellers'.

Statements are paired first, by how much of their text they share. Everything else (who speaks, through whom, for or
against whom) is compared only for statements that are paired.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pandas as pd

from analysis.tables import CATEGORIES

#: two statements are the same one if they share at least this part of the longer.
LEAST_OVERLAP = 0.5
#: the columns of every table of scores.
SCORE_COLUMNS = ["count", "of", "value"]


def match_statements(labels: pd.DataFrame, found: pd.DataFrame, least: float = LEAST_OVERLAP) -> pd.DataFrame:
    """Pair labelled statements with found ones, one to one, by the text they share.

    The overlap of two statements is the number of letters and digits in both, divided by that number for the longer of
    the two; so quotation marks, commas and spaces at the edges cost nothing. Among the pairs that overlap enough, the
    largest possible number is chosen, and among choices of that number the one with the largest sum of overlaps
    (maximum weight matching, Galil 1986, as in networkx). Of two found statements with the same text, the one with the
    label's cue is preferred.

    Args:
        labels: a statements table, the one to be held against.
        found: a statements table of the same articles.
        least: the smallest overlap that counts, above 0 and up to 1.

    Returns:
        A table with one row a pair: article, label and found (the statements' numbers), overlap (``least`` to 1), in
        the order of the labels.

    Example:
        >>> from analysis.tables import make_table
        >>> label = {"article": "a", "statement": 0, "paragraph": 0, "content": "the dam is safe", "spans": [(10, 25)]}
        >>> other = label | {"statement": 4, "content": "that the dam is safe", "spans": [(5, 25)]}
        >>> match_statements(make_table("statements", [label]), make_table("statements", [other])).values.tolist()
        [['a', 0, 4, 0.75]]
    """
    rows: list[tuple[str, int, int, float]] = []
    for article in dict.fromkeys(labels["article"]):
        left = _characters(labels[labels["article"] == article])
        right = _characters(found[found["article"] == article])
        graph, overlaps = nx.Graph(), {}
        for i, (characters, cue) in left.items():
            for j, (others, other_cue) in right.items():
                overlap = len(characters & others) / max(len(characters), len(others), 1)
                if overlap >= least:
                    overlaps[i, j] = overlap
                    graph.add_edge(("label", i), ("found", j), weight=overlap + 0.001 * (cue == other_cue))
        for pair in nx.max_weight_matching(graph, maxcardinality=True):
            (_, j), (_, i) = sorted(pair)  # "found" sorts before "label"
            rows.append((article, i, j, overlaps[i, j]))
    order = {article: n for n, article in enumerate(dict.fromkeys(labels["article"]))}
    rows.sort(key=lambda row: (order[row[0]], row[1]))
    columns = {"article": "object", "label": "int64", "found": "int64", "overlap": "float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _characters(statements: pd.DataFrame) -> dict[int, tuple[set[int], tuple]]:
    """The places of each statement's letters and digits in the article, and the place of its cue."""
    places = {}
    for row in statements.itertuples():
        everything, letters, position = set(), set(), 0
        for start, end in row.spans:
            piece = row.content[position : position + end - start]
            position += end - start + 1  # the pieces of content are joined by one space
            everything.update(range(start, end))
            letters.update(start + i for i, character in enumerate(piece) if character.isalnum())
        cue = (row.cue_start, row.cue_end)
        places[row.statement] = (letters or everything, None if pd.isna(row.cue_start) else cue)
    return places


def statement_scores(labels: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Score found statements against labelled ones: how many, and with the right actor, outlet and kind.

    Precision is the share of found statements that are labelled, recall the share of labelled ones that are found, F1
    their harmonic mean. The rows below them look only at paired statements (:func:`match_statements`).

    Args:
        labels: a statements table; pass only the attribution to be scored, such as speech.
        found: a statements table of the same articles, of the same attribution.

    Returns:
        A table indexed by ``measure``, with ``count`` (how many are right), ``of`` (out of how many) and ``value``
        (count / of, 0 to 1; NA if there was nothing to count).

    Example:
        >>> from analysis.tables import make_table
        >>> row = {"article": "a", "paragraph": 0, "content": "yes"}
        >>> rows = [row | {"statement": n, "spans": [(9 * n, 9 * n + 3)]} for n in range(3)]
        >>> table = make_table("statements", rows)
        >>> statement_scores(table, table.iloc[:2]).loc[["precision", "recall", "F1"], "value"].round(2).tolist()
        [1.0, 0.67, 0.8]
    """
    pairs = paired_statements(labels, found)
    n = len(pairs)
    clear = pairs[~pairs["ambiguous"].astype(bool)]
    unclear = pairs[pairs["ambiguous"].astype(bool)]
    passed_on = pairs[pairs["via"].notna()]
    joint = pairs[pairs["joint"].astype(bool)]
    scores = {
        "precision": (n, len(found)),
        "recall": (n, len(labels)),
        "F1": (2 * n, len(labels) + len(found)),
        "actor right": (_agree(clear, "actor"), len(clear)),
        "party right": (_agree(clear, "party"), len(clear)),
        "ambiguous speaker flagged": (int(unclear["ambiguous_found"].sum()), len(unclear)),
        "clear speaker flagged as ambiguous": (int(clear["ambiguous_found"].sum()), len(clear)),
        "joint speakers right": (int(joint["joint_found"].sum()), len(joint)),
        "via right": (sum(map(same_outlet, passed_on["via"], passed_on["via_found"])), len(passed_on)),
        "via where none is": (int((pairs["via"].isna() & pairs["via_found"].notna()).sum()), n - len(passed_on)),
        "quote type right": (_agree(pairs, "quote_type"), n),
        "act right": (_agree(pairs, "act"), n),
    }
    return score_table(scores)


def stance_scores(
    labels: pd.DataFrame, label_stances: pd.DataFrame, found: pd.DataFrame, found_stances: pd.DataFrame
) -> pd.DataFrame:
    """Score found stances against labelled ones, for the statements that both tables have.

    Args:
        labels: the labelled statements.
        label_stances: their stances.
        found: the found statements.
        found_stances: their stances, by one method. Uncertain rows are compared like all others, and counted.

    Returns:
        A table like that of :func:`statement_scores`. "wrong sign": for where the label says against, or the reverse.
        "unlabelled, not neutral": a stance towards a target that the label does not name; concepts are left out of it
        where an article's labels name no concept at all. Cohen's kappa (Cohen 1960) is given twice: over the targets
        that both name, and over the targets that either names, with silence taken as neutral.
    """
    pairs = paired_stances(labels, label_stances, found, found_stances)
    both = pairs[pairs["label"].notna() & pairs["found_label"].notna()]
    best = both[both["best"]]
    named = pairs[pairs["best"]]
    either = pd.concat([named, pairs[pairs["label"].isna()]])
    extra = pairs[pairs["label"].isna() & (pairs["found_label"] != "neutral")]
    seen = set(zip(labels["article"], labels["statement"], strict=True))
    paired = match_statements(labels, found)
    seen_paired = set(zip(paired["article"], paired["label"], strict=True))
    keys = [key for key in zip(label_stances["article"], label_stances["statement"], strict=True) if key in seen]
    scores: dict[str, tuple[int, int]] = {}
    for basis in ("explicit", "implied"):
        rows = named[named["basis"] == basis]
        scores[f"{basis} stances right"] = (int((rows["label"] == rows["found_label"]).sum()), len(rows))
    for label in CATEGORIES["label"]:
        rows = named[named["label"] == label]
        scores[f"stances {label} right"] = (int((rows["found_label"] == label).sum()), len(rows))
    rows = named[named["target_kind"] == "concept"]
    scores["stances on concepts right"] = (int((rows["label"] == rows["found_label"]).sum()), len(rows))
    scores["stances not found"] = (int(named["found_label"].isna().sum()), len(named))
    scores["wrong sign"] = (int(both.apply(_opposite, axis=1).sum()) if len(both) else 0, len(both))
    scores["unlabelled, not neutral"] = (len(extra), int(pairs["found_label"].notna().sum()))
    scores["uncertain"] = (int(pairs["uncertain"].fillna(False).sum()), int(pairs["found_label"].notna().sum()))
    scores["labelled stances in statements not found"] = (len([k for k in keys if k not in seen_paired]), len(keys))
    table = score_table(scores)
    for name, rows in (("kappa", best), ("kappa, silence as neutral", either)):
        labelled = rows["label"].fillna("neutral")
        table.loc[name] = [pd.NA, len(rows), cohens_kappa(labelled, rows["found_label"].fillna("neutral"))]
    return table


def cohens_kappa(first: Iterable[str], second: Iterable[str]) -> float:
    """Cohen's kappa: how far two labellers agree beyond what their label counts alone would give by chance.

    Args:
        first: one labeller's labels, one an item.
        second: the other's, for the same items in the same order.

    Returns:
        -1 to 1; 1 is full agreement, 0 as much as by chance. NaN without items, and where both give one and the same
        label to everything: chance alone explains that.

    Reference: Cohen, J. (1960). A coefficient of agreement for nominal scales. The sum is done by NLTK.

    Example:
        >>> cohens_kappa(["for", "for", "against", "against"], ["for", "against", "against", "against"])
        0.5
    """
    # TextBlob brings NLTK; it is imported here since it takes long to load and most users never score labels.
    from nltk.metrics.agreement import AnnotationTask

    first, second = list(first), list(second)
    if len({*first, *second}) < 2:
        return float("nan")
    pairs = enumerate(zip(first, second, strict=True))
    return float(AnnotationTask([row for i, (a, b) in pairs for row in (("1", i, a), ("2", i, b))]).kappa())


def score_table(scores: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Make a table of scores from measure -> (count, of)."""
    rows = [(count, of, count / of if of else pd.NA) for count, of in scores.values()]
    table = pd.DataFrame(rows, columns=SCORE_COLUMNS, index=pd.Index(scores, name="measure"))
    return table.astype({"count": "Int64", "of": "Int64", "value": "Float64"})


def paired_statements(labels: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Join the labelled statements with the found ones they are paired with; the found columns end in ``_found``."""
    matches = match_statements(labels, found)
    left = matches.merge(labels, left_on=["article", "label"], right_on=["article", "statement"])
    right = found.rename(columns={"statement": "found"})
    return left.merge(right, on=["article", "found"], suffixes=("", "_found"))


def paired_stances(
    labels: pd.DataFrame, label_stances: pd.DataFrame, found: pd.DataFrame, found_stances: pd.DataFrame
) -> pd.DataFrame:
    """Set labelled and found stances side by side, for the statements that are paired.

    Two stances have the same target if the targets have the same name or else the same party ("Vladimir Putin" and
    "Russia"). Of several found ones with a labelled target, the best is the one with the same name, then a certain
    one, then the most confident; the others are kept, with ``best`` False.

    Returns:
        One row a pair or a stance left alone: article, statement (label's number), found_statement, target,
        target_kind, label, basis, found_target, found_label, uncertain, best. What a side lacks is None.
    """
    rows = []
    with_concepts = set(label_stances.loc[label_stances["target_kind"] == "concept", "article"])
    ours, theirs = _by_statement(label_stances), _by_statement(found_stances)
    for match in match_statements(labels, found).itertuples():
        labelled = ours.get((match.article, match.label), [])
        given = theirs.get((match.article, match.found), [])
        place = {"article": match.article, "statement": match.label, "found_statement": match.found}
        left = set(range(len(given)))
        for stance in labelled:
            ranks = {i: _same_target(stance, other) for i, other in enumerate(given) if i in left}
            order = [i for i, rank in ranks.items() if rank]
            order.sort(key=lambda i: (-ranks[i], bool(given[i].uncertain), -given[i].confidence))
            # a name in common takes only that name; a party in common takes all that no label names
            order = [i for i in order if ranks[i] == 2 or not any(_same_target(s, given[i]) == 2 for s in labelled)]
            left -= set(order)
            pairs = [(i == order[0], given[i]) for i in order] or [(True, None)]
            rows += [place | _pair(stance, other) | {"best": best} for best, other in pairs]
        for i in sorted(left):
            if given[i].target_kind != "concept" or match.article in with_concepts:
                rows.append(place | _pair(None, given[i]) | {"best": False})
    columns = ["article", "statement", "found_statement", "target", "target_kind", "label", "basis"]
    columns += ["found_target", "found_label", "uncertain", "best"]
    return pd.DataFrame(rows, columns=columns, dtype="object").astype({"best": bool})


def _by_statement(stances: pd.DataFrame) -> dict[tuple[str, int], list]:
    """The rows of each statement; the table is gone through once, since a group made by pandas for each takes long."""
    groups: dict[tuple[str, int], list] = {}
    for row in stances.itertuples():
        groups.setdefault((row.article, row.statement), []).append(row)
    return groups


def _pair(label: object, found: object) -> dict[str, object]:
    row = {key: getattr(label, key, None) for key in ("target", "target_kind", "label", "basis")}
    row |= {"found_target": getattr(found, "target", None), "found_label": getattr(found, "label", None)}
    return row | {"uncertain": getattr(found, "uncertain", None)}


def _same_target(stance: object, other: object) -> int:
    """2 for the same name, 1 for the same party only, 0 for neither."""
    if same_name(stance.target, other.target):
        return 2
    return int(same_name(stance.target_party, other.target_party))


def _opposite(row: pd.Series) -> bool:
    return {row["label"], row["found_label"]} == {"for", "against"}


def _plain_name(name: object) -> str | None:
    return " ".join(name.casefold().split()).removeprefix("the ") if isinstance(name, str) else None


def same_name(first: object, second: object) -> bool:
    """Whether two names are the same but for capitals, spaces and a leading "the". Nothing is the same as no name."""
    return _plain_name(first) is not None and _plain_name(first) == _plain_name(second)


def same_outlet(first: object, second: object) -> bool:
    """Whether one name is the other, or a part of it in whole words: "Interfax" in "the Interfax news agency"."""
    names = [_plain_name(first), _plain_name(second)]
    if None in names:
        return False
    short, long = sorted(names, key=len)
    return f" {short} " in f" {long} "


def _agree(pairs: pd.DataFrame, column: str) -> int:
    return sum(same_name(a, b) for a, b in zip(pairs[column], pairs[f"{column}_found"], strict=True))
