"""Every statement, speaker and stance that is not as the hand labels say, with a reason for each."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.agreement import paired_stances, paired_statements, same_name, same_outlet

MISS_COLUMNS = ["article", "miss", "label", "found", "content", "expected", "got", "reason", "rule"]


def misses(
    labels: pd.DataFrame, label_stances: pd.DataFrame, found: pd.DataFrame, found_stances: pd.DataFrame
) -> pd.DataFrame:
    """List everything that is not as the labels say, with a reason, for the speech of the articles.

    Args:
        labels: the labelled statements.
        label_stances: their stances.
        found: the found statements.
        found_stances: their stances.

    Returns:
        One row a fault: article; miss (missed statement, spurious statement, actor, ambiguous, via, quote type, act,
        missed stance, wrong stance, unlabelled stance); label and found, the statements' numbers, NA on the side that
        has none; content; expected; got; reason, a sentence; rule, which found the statement. In the order of the
        labels, the spurious ones last.
    """
    speech = labels[labels["attribution"] == "speech"]
    found_speech = found[found["attribution"] == "speech"]
    pairs = paired_statements(speech, found_speech)
    rows = [*_statement_misses(speech, found, pairs)]
    rows += _pair_misses(pairs)
    rows += _stance_misses(pairs, paired_stances(speech, label_stances, found_speech, found_stances))
    rows += _spurious(labels, found_speech, pairs)
    order = {article: n for n, article in enumerate(dict.fromkeys(labels["article"]))}
    rows.sort(key=lambda row: (order[row["article"]], row["label"] is None, row["label"] or 0))
    table = pd.DataFrame(rows, columns=MISS_COLUMNS, dtype="object")
    return table.astype({"label": "Int64", "found": "Int64"})


def _statement_misses(speech: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Labelled statements without a found one, each with what was found in its place."""
    paired = set(zip(pairs["article"], pairs["label"], strict=True))
    used = set(zip(pairs["article"], pairs["found"], strict=True))
    for label in speech.itertuples():
        if (label.article, label.statement) in paired:
            continue
        near = _nearest(label, found)
        if near is None:
            reason = "Nothing was found here."
        elif near[1].attribution != "speech":
            reason = f"It was found as {near[1].attribution}, not as speech."
        elif (label.article, near[1].statement) in used:
            reason = f"What was found here, number {near[1].statement}, is paired with another label."
        else:
            reason = f"What was found here, number {near[1].statement}, shares {near[0]:.0%} of the longer: too little."
        got = None if near is None else near[1].content
        yield _miss("missed statement", label, label.statement, None, label.content, got, reason)


def _spurious(labels: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Found statements without a label, each with the label that is nearest."""
    used = set(zip(pairs["article"], pairs["found"], strict=True))
    for row in found.itertuples():
        if (row.article, row.statement) in used:
            continue
        near = _nearest(row, labels)
        if near is None:
            reason = "No label touches it."
        elif near[1].attribution != "speech":
            reason = f"The label {near[1].label_id} calls it {near[1].attribution}, not speech."
        else:
            reason = f"It shares {near[0]:.0%} of the longer with the label {near[1].label_id}."
        expected = None if near is None else near[1].content
        yield _miss("spurious statement", row, None, row.statement, expected, row.content, reason, row.rule)


def _nearest(row: object, others: pd.DataFrame) -> tuple[float, object] | None:
    """The statement of the same article that shares most characters with this one, and the share."""
    best = None
    for other in others[others["article"] == row.article].itertuples():
        shared = sum(max(0, min(e, f) - max(s, t)) for s, e in row.spans for t, f in other.spans)
        longer = max(sum(e - s for s, e in spans) for spans in (row.spans, other.spans))
        if shared and (best is None or shared / longer > best[0]):
            best = (shared / longer, other)
    return best


def _pair_misses(pairs: pd.DataFrame) -> Iterable[dict[str, object]]:
    """What is wrong with statements that are paired: speaker, outlet, quote type, act."""
    for row in pairs.itertuples():

        def wrong(miss: str, expected: object, got: object, reason: str, row=row) -> dict[str, object]:
            return _miss(miss, row, row.label, row.found, expected, got, reason, row.rule_found)

        if row.ambiguous and not row.ambiguous_found:
            yield wrong("ambiguous", None, row.actor_found, f"A careful reader can't tell who {row.speaker!r} is.")
        elif row.ambiguous_found and not row.ambiguous:
            reason = f"The speaker {row.speaker_found!r} was left open as ambiguous."
            yield wrong("actor", row.actor, row.actor_found, reason)
        elif not row.ambiguous and not same_name(row.actor, row.actor_found):
            yield wrong("actor", row.actor, row.actor_found, f"The speaker was read as {row.speaker_found!r}.")
        if pd.notna(row.via) and not same_outlet(row.via, row.via_found):
            yield wrong("via", row.via, row.via_found, "It was passed on, or told, to or by somebody.")
        if pd.isna(row.via) and pd.notna(row.via_found):
            yield wrong("via", row.via, row.via_found, "Nobody passed it on.")
        for column in ("quote_type", "act"):
            expected, got = getattr(row, column), getattr(row, f"{column}_found")
            if not same_name(expected, got):
                yield wrong(column.replace("_", " "), expected, got, f"The cue was read as {row.cue_found!r}.")


def _stance_misses(pairs: pd.DataFrame, stances: pd.DataFrame) -> Iterable[dict[str, object]]:
    """What is wrong with the stances of paired statements."""
    statements = {(row.article, row.label): row for row in pairs.itertuples()}
    for row in stances.itertuples():
        statement = statements[row.article, row.statement]
        expected = None if row.label is None else f"{row.label} {row.target} ({row.basis})"
        got = None if row.found_label is None else f"{row.found_label} {row.found_target}"
        got = f"{got} (uncertain)" if row.uncertain else got
        if row.label is None:
            if row.found_label == "neutral":
                continue
            miss, reason = "unlabelled stance", f"The labels see no stance towards {row.found_target} here."
        elif row.found_label is None:
            miss, reason = "missed stance", f"No stance towards {row.target} was found here."
        elif row.label != row.found_label:
            sign = {row.label, row.found_label} == {"for", "against"}
            miss, reason = "wrong stance", "The sign is the wrong way round." if sign else "One side is neutral."
        else:
            continue
        yield _miss(miss, statement, row.statement, row.found_statement, expected, got, reason, statement.rule_found)


def _miss(
    miss: str,
    statement: object,
    label: int | None,
    found: int | None,
    expected: object,
    got: object,
    reason: str,
    rule: object = None,
) -> dict[str, object]:
    values = (statement.article, miss, label, found, statement.content, expected, got, reason, rule)
    return dict(zip(MISS_COLUMNS, values, strict=True))
