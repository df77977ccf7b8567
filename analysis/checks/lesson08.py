"""Self-checks of notebook 08: a mean of a week by hand, periods of three lengths, leaving one outlet out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.checks.reading import as_number, entries, likely, named
from analysis.checks.several import check_table
from analysis.checks.verdict import Verdict, check_number, guarded
from analysis.conflict import conflict_matrix
from analysis.periods import positions_over_time

#: a number with two decimals is near enough.
NEAR = 0.006
PERIODS = ("day", "week", "month")


@guarded
def check_1(answer: object, toy: pd.DataFrame, when: pd.DataFrame, more: Sequence[float]) -> Verdict:
    """Check the mean of the last week, after more stances have come, all in one new article of that week.

    Args:
        answer: the student's number.
        toy: the stances table of the toy.
        when: the articles with their dates.
        more: the stances that come.

    Returns:
        The verdict.
    """
    dates = pd.to_datetime(when.set_index("article")["date"])
    week = toy["article"].map(dates).dt.to_period("W")
    last = toy[week == week.max()]
    values, new = last["stance"].tolist(), list(more)
    by_article = [*last.groupby("article", observed=True)["stance"].mean(), _mean(new)]
    hints = likely(
        (_mean(by_article), "That is the mean of the articles’ means. Here every stance counts alike."),
        (
            sum(values + new) / (len(values) + 1),
            "The new article was divided by as one stance. It holds more than one.",
        ),
        (sum(values + new) / len(values), "The new stances are in the sum, and not in the number you divide by."),
        (sum(values + new), "That is the sum. Divide by the number of stances."),
        (_mean(values), "That is the mean as it was. Where are the new stances?"),
        (_mean(new), "That is the mean of the new stances alone."),
        (_mean(toy["stance"].tolist() + new), "That is the mean of both weeks. Only the last one is asked for."),
        (-_mean(values + new), "The size is right. Mind the sign: 1 is for."),
    )
    right = "Every stance counts alike, wherever it was printed."
    expected = _mean(values + new)
    return check_number(answer, expected, right=right, hints=_others(hints, expected), within=NEAR)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _others(hints: dict[float, str], expected: float) -> dict[float, str]:
    """The mistakes that do not give the right number by chance."""
    return {number: hint for number, hint in hints.items() if abs(number - expected) > NEAR}


@guarded
def check_2(answer: object, stances: pd.DataFrame, articles: pd.DataFrame, statements: pd.DataFrame) -> Verdict:
    """Check how many cells rest on a single stance, by day, week and month.

    Args:
        answer: the student's dictionary, or Series: "day", "week" and "month", each with a number.
        stances: the stances table.
        articles: the articles table.
        statements: the statements table.

    Returns:
        The verdict.
    """
    if isinstance(answer, Mapping | pd.Series):
        mine = {name: as_number(value) for name, value in answer.items()}
        tables = {every: positions_over_time(stances, articles, every, statements=statements) for every in PERIODS}
        expected = {every: int((table["n"] == 1).sum()) for every, table in tables.items()}
        mistakes = [
            ({every: len(table) for every, table in tables.items()},
             "These are all cells. Only those that rest on a single stance are asked for."),
            ({every: int((table["n"] > 1).sum()) for every, table in tables.items()},
             "These are the other cells, with more than one stance."),
            ({every: int((table["n_articles"] == 1).sum()) for every, table in tables.items()},
             "These are the cells from a single article (`n_articles`). The number of stances is `n`."),
            ({every: int((table["n"] <= 1).sum()) for every, table in tables.items()},
             "Cells with n = 0 are in it: there every stance is uncertain. Only n = 1 is asked for."),
            ({every: float((table["n"] == 1).mean()) for every, table in tables.items()},
             "These are shares. How many cells is asked."),
            ({every: int((positions_over_time(stances, articles, every)["n"] == 1).sum()) for every in PERIODS},
             "The headlines count in yours. Give `statements=statements`."),
        ]  # fmt: skip
        for wrong, hint in mistakes:
            if mine.keys() == wrong.keys() and wrong != expected and _same(mine, wrong):
                return Verdict(False, hint)
        right = "Longer periods leave fewer cells that hang on one sentence, and fewer points to see a change in."
        return check_table(answer, expected, noun="period", right=right)
    return Verdict(
        False, f'A dictionary such as {{"day": 1, "week": 2, "month": 3}} is asked for, and {named(answer)}.'
    )


def _same(mine: Mapping[str, float | None], other: Mapping[str, float]) -> bool:
    return all(mine[name] is not None and abs(mine[name] - other[name]) <= NEAR for name in other)


@guarded
def check_3(
    answer: object, stances: pd.DataFrame, articles: pd.DataFrame, statements: pd.DataFrame, source: str, target: str
) -> Verdict:
    """Check the mean of one party towards another, with one outlet left out at a time.

    Args:
        answer: the student's dictionary, or Series, from outlets to means.
        stances: the stances table.
        articles: the articles table.
        statements: the statements table.
        source: the party that speaks.
        target: the party that it speaks about.

    Returns:
        The verdict.
    """
    if not isinstance(answer, Mapping | pd.Series):
        more = " A list loses which outlet is which." if entries(answer) is not None else ""
        return Verdict(False, f"A mean for each outlet is asked for, as a dictionary, and {named(answer)}.{more}")
    if any(isinstance(value, list | tuple | pd.Series) for value in dict(answer).values()):
        return Verdict(False, "At an outlet stands a list or a column. Take the number out of it, with `.iloc[0]`.")
    mine = {name: as_number(value) for name, value in answer.items()}
    outlets = articles.dropna(subset=["source"]).groupby("source")["article"].agg(set).to_dict()

    def means(
        one: str, other: str, inside: bool = False, counted: pd.DataFrame | None = statements
    ) -> dict[str, float]:
        found = {}
        for outlet, its in outlets.items():
            kept = stances[(stances["article"].isin(its) == inside) & (stances["party"] == one)]
            pairs = conflict_matrix(kept, statements=counted)
            row = pairs[(pairs["source"] == one) & (pairs["target"] == other)]
            if row["mean"].notna().any():
                found[outlet] = float(row["mean"].iloc[0])
        return found

    expected = means(source, target)
    all_in = conflict_matrix(stances, statements=statements)
    whole = all_in.loc[(all_in["source"] == source) & (all_in["target"] == target), "mean"]
    if mine.keys() == expected.keys() and not _same(mine, expected):
        mistakes = [
            (means(target, source), f"These are the means of {target} towards {source}. Who speaks, is `source`."),
            (means(source, target, counted=None), "The headlines count in yours. Give `statements=statements`."),
            (dict.fromkeys(expected, float(whole.iloc[0])) if len(whole) else {},
             "That is the mean of all articles each time. At each outlet, leave out its own articles."),
        ]  # fmt: skip
        for wrong, hint in mistakes:
            if wrong.keys() == mine.keys() and _same(mine, wrong):
                return Verdict(False, hint)
    only = means(source, target, inside=True)
    if only and only != expected and all(
        name in only and value is not None and abs(value - only[name]) <= NEAR
        for name, value in mine.items() if value is not None
    ) and any(value is not None for value in mine.values()):  # fmt: skip
        return Verdict(False, "These are the means of each outlet alone. Leave it out, and keep all the others.")
    right = "Compare the largest with the smallest: that is how far one newsroom moves the mean."
    return check_table(answer, expected, noun="outlet", right=right, within=NEAR)
