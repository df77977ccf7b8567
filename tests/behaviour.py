"""What a scorer of stance must do, as a table of cases: templates of invented sentences, filled with invented names.

    python tests/behaviour.py [rules|model|both] [--failed]      prints the cases that pass, for each behaviour

The idea is that of CheckList (Ribeiro, Wu, Guestrin and Singh, ACL 2020): a capability is tested like software, with
sentences so plain that there is no doubt what is right. ``test_behaviour.py`` runs the table.

A line of ``TEMPLATES`` is a sentence with the names {A}, {B} and {C} and, after the bar, what is asked of it::

    {A} praised {B}. | A>B +, B>A 0

``A>B`` is A's stance towards B, ``>B`` that of the one who writes. What is right:

====  ==============================================================================================================
+ - 0  for, against, neutral
0?    neutral, or a stance flagged as uncertain
!+ !-  not for, not against
====  ==============================================================================================================

A line of ``PAIRS`` compares two sentences: ``same``, ``opposite`` (for in one, against in the other) or ``weaker`` (the
same sign or neutral, and a smaller value or a lower confidence in the second).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from analysis.stance import Stance, stance_towards
from analysis.strengths import CERTAIN

Span = tuple[int, int]
#: reads (sentence, target, source)
Read = Callable[[str, Span, Span | None], Stance]


class Question(NamedTuple):
    """Whose stance towards whom is asked of a sentence; source None: of the one who writes it."""

    sentence: str
    target: Span
    source: Span | None


class Case(NamedTuple):
    """One question and what is right: ``expected`` as in the table above, or how it relates to ``other``."""

    behaviour: str
    template: str  # and what is asked of it: "{A} praised {B}. | A>B"
    id: str
    sentence: str
    target: Span
    source: Span | None
    expected: str
    other: Question | None = None


#: A, B and C: people, countries, organisations, all invented, and plain to a tagger. {b} is B without its article,
#: {P} is a place.
NAMES = {
    "people": [
        ("Mira Halloran", "Jonas Tam", "Edda Voss"),
        ("Piet Larken", "Lena Marsh", "Tomas Reel"),
        ("Ruth Calder", "Anders Moll", "Silvia Brandt"),
    ],
    "countries": [("Norland", "Velia", "Tarvia"), ("Brenia", "Kestoria", "Maravia"), ("Velia", "Galvia", "Norland")],
    "organisations": [
        ("the Harbour Union", "the Tern Group", "the Alder Foundation"),
        ("the Delta Front", "the Civic List", "the Farmers League"),
        ("the Northern Bank", "the Harbour Union", "the Meadow Trust"),
    ],
}

KINDS = tuple(NAMES)
PLACE = "Oldport"

TEMPLATES = {
    "named source and target": """
        {A} praised {B}. | A>B +, B>A 0
        {A} condemned {B}. | A>B -, B>A 0
        {A} criticised {B} for the delay. | A>B -, B>A 0
        {A} accused {B} of fraud. | A>B -, B>A 0
        {A} blamed {B} for the collapse of the talks. | A>B -, B>A 0
        {A} backed {B} in the vote on Monday. | A>B +, B>A 0
        {A} thanked {B} for the help after the flood. | A>B +
        {A} applauded {B} on Friday. | A>B +
        {A} endorsed {B}. | A>B +
        {A} denounced {B} in front of thousands. | A>B -
        {A} rejected the claims of {B}. | A>B -
        {A} defended {B} against the charges. | A>B +
        {A} sided with {B} in the row over the ferry. | A>B +
        {A} stood by {B} to the end. | A>B +
        {A} lashed out at {B}. | A>B -
    """,
    "active and passive": """
        {B} was criticised by {A}. | A>B -, B>A 0
        {B} was praised by {A}. | A>B +, B>A 0
        {B} has been accused of fraud by {A}. | A>B -, B>A 0
        {B} was backed by {A} in the vote on Monday. | A>B +, B>A 0
        {B} was denounced as corrupt by {A}. | A>B -
    """,
    "idiom": """
        {A} sang the praises of {B}. | A>B +
        {A} heaped scorn on {B}. | A>B -
        {A} took {B} to task over the budget. | A>B -
        {A} pinned the blame for the leak on {B}. | A>B -
        {A} gave {B} full marks for courage. | A>B +
        {B} was taken to task by {A} over the budget. | A>B -
        {A} tore a strip off {B}. | A>B -
        {A} threw all available weight behind {B}. | A>B +
    """,
    "negation": """
        {A} did not praise {B}. | A>B !+
        {A} refused to back {B}. | A>B !+
        {A} never accused {B} of fraud. | A>B !-
        {A} has not criticised {B}. | A>B !-
        {A} denied having attacked {B}. | A>B !-
        {A} no longer supports {B}. | A>B !+
        {A} failed to condemn {B}. | A>B !-
        {A} declined to endorse {B}. | A>B !+
        {A} stopped short of blaming {B}. | A>B !-
        {A} has nothing against {B}. | A>B !-
        At no point did {A} blame {B}. | A>B !-
        {A} is not an enemy of {B}. | A>B !-
        {A} is no friend of {B}. | A>B !+
        {A} found nothing to praise in {B}. | A>B !+
        {A} withdrew all support for {B}. | A>B !+
    """,
    "reported speech": """
        {A} said that {B} was a liar. | A>B -, B>A 0
        {A} told {C} that {B} was a coward. | A>B -, A>C 0, C>B 0, B>A 0
        “{B} is a disgrace,” {A} said. | A>B -, B>A 0
        According to {A}, {B} is a reliable partner. | A>B +, B>A 0
        {A} called {B} a bully. | A>B -, B>A 0
        {A} said that {B} deserved every respect. | A>B +
        {A} described {B} as a model of honesty. | A>B +
        {A} wrote to {C} that {B} could not be trusted. | A>B -, A>C 0, C>B 0
        “We have full confidence in {B},” {A} told reporters. | A>B +
        {A} said {B} had made a mess of the harbour. | A>B -
    """,
    "an act that is told": """
        {A} said that {B} attacked {C}. | A>C 0?, A>B 0?
        {A} reported that {B} had shelled {C}. | A>C 0?, A>B 0?
        {A} said that {B} had praised {C}. | A>C 0?, A>B 0?
        {A} noted that {B} accused {C} of fraud. | A>C 0?, A>B 0?
        {A} said {C} thinks that {B} is a liar. | A>B 0?, A>C 0?
        According to {A}, {B} supports {C}. | A>C 0?, A>B 0?
        {A} asked {C} why {B} had been criticised. | A>B 0?, A>C 0?
        {A} heard how {B} insulted {C}. | A>C 0?, A>B 0?, B>C !+
    """,
    "concession": """
        Having long criticised {C}, {A} praised {B}. | A>B +, A>C -
        {A} praised {B}, although {C} had warned against it. | A>B +, A>C !+
        {A} backed {B}, even though the two had quarrelled for years. | A>B +
        {A} praised {B} despite a row with {C}. | A>B +
        Despite years of friendship, {A} condemned {B}. | A>B -
        Though an admirer of {C}, {A} sharply criticised {B}. | A>B -, A>C +
        {A} criticised {B}, if in polite words. | A>B -
        For all the doubts about the plan, {A} stood with {B}. | A>B +
    """,
    "question": """
        Did {A} praise {B}? | A>B 0?
        Will {A} back {B} in the spring? | A>B 0?
        Has {A} ever criticised {B}? | A>B 0?
        It is not known whether {A} supports {B}. | A>B 0?
        Reporters asked if {A} would condemn {B}. | A>B 0?
    """,
    "condition": """
        If {A} backs {B}, {C} will leave the talks. | A>B 0?, C>B 0
        Should {A} reject {B}, the vote is lost. | A>B 0?
        {C} will leave unless {A} praises {B}. | A>B 0?
    """,
    "noun": """
        {A}’s criticism of {B} was sharp. | A>B -, B>A 0
        Praise from {A} for {B} surprised {C}. | A>B +, B>A 0, C>B 0
        {B} won the support of {A}. | A>B +
        The condemnation of {B} by {A} came late. | A>B -, B>A 0
        {A}, a fierce critic of {B}, signed the letter in {P}. | A>B -, A>P 0
        {A}, an old ally of {B}, signed the letter. | A>B +
        {A} issued a sharp rebuke to {B}. | A>B -
        {A} voiced trust in {B}. | A>B +
        {A}’s contempt for {B} was plain to see. | A>B -
        {B} drew fire from {A} over the fees. | A>B -
        The opposition of {A} to {B} is well known. | A>B -
    """,
    "third parties": """
        {A} and {B} met in {P}. | A>B 0, B>A 0, A>P 0
        {A} sent parcels from {P} to {B}. | A>B 0, A>P 0, B>P 0
        {A}, {B} and {C} signed the treaty on fish. | A>B 0, B>C 0, C>A 0
        {A} praised {B} after a meeting with {C}. | A>C 0, C>B 0, B>C 0
        {A} accused {B} of fraud while {C} looked on. | A>C 0, C>B 0, B>C 0
        {A} sent a letter about {B} to {C}. | A>B 0, A>C 0
        {C} printed what {A} had said about {B}. | C>A 0, C>B 0
        A report by {C} lists {A} and {B}. | C>A 0, A>B 0
    """,
    "coordination": """
        {A} praised {B} and condemned {C}. | A>B +, A>C -, B>C 0
        {A} thanked {B} but blamed {C} for the loss. | A>B +, A>C -
        {A} condemned both {B} and {C}. | A>B -, A>C -, B>C 0
        {A} and {C} denounced {B}. | A>B -, C>B -, A>C 0
        {A} backed {B}, not {C}. | A>B +, A>C !+
        {A} criticised {B}, and so did {C}. | A>B -, C>B -
        {B} was praised by {A} and scorned by {C}. | A>B +, C>B -
        {A} prefers {B} to {C}. | A>B +, A>C !+
    """,
    "distance": """
        {A}, after a winter spent in talks about ferries and fees, denounced {B}. | A>B -, B>A 0
        {A} on Monday, in a long speech at the old harbour hall, praised {B}. | A>B +, B>A 0
        {A} condemned, in the strongest words of the year, {B}. | A>B -
        {A} (long famous, as the posters say, for boats and bread) backed {B}. | A>B +
        {B}, seen as a safe bet in the days before the first snow, was criticised by {A}. | A>B -
        After a week of rain, and with the bridges still closed, {A} thanked {B}. | A>B +
    """,
    "help and harm deplored": """
        {A} condemned the attack on {B}. | A>B !-
        {A} accused {C} of betraying {B}. | A>C -, A>B !-
        {A} thanked {C} for opposing {B}. | A>C +, A>B !+
        {A} demanded an end to the sanctions on {B}. | A>B !-
        {A} criticised {C} for supporting {B}. | A>C -, A>B !+
        {A} regretted that {B} had been harmed. | A>B !-
        {A} warned {C} not to threaten {B}. | A>B !-
        {A} celebrated the defeat of {B}. | A>B -
    """,
    "wish": """
        {A} called on {B} to resign. | A>B -
        {A} urged {C} to support {B}. | A>B +
        {A} wished {B} every success. | A>B +
        {A} hopes that {B} will win. | A>B +
        {A} wants {B} gone. | A>B -
    """,
    "the writer": """
        The reckless {b} has ruined the harbour. | >B -
        {B} is a brilliant and honest partner. | >B +
        {B}, a notorious liar, opened the bridge. | >B -
        We admire {B}. | >B +
        Shame on {B}! | >B -
        {B} has once again failed the people of the valley. | >B -
        Thanks to the courage of {B}, the valley was saved. | >B +
        {B} will open an office on Monday. | >B 0
        {B} published its yearly report on fish. | >B 0
        {A} and {B} met in {P}. | >A 0, >B 0, >P 0
        The letter from {A} to {B} is forty pages long. | >A 0, >B 0
    """,
}

#: relation: first sentence | second sentence | what is asked of both
PAIRS = {
    "active and passive": """
        same: {A} condemned {B}. | {B} was condemned by {A}. | A>B
        same: {A} applauded {B} on Friday. | On Friday {B} was applauded by {A}. | A>B
        same: {A} ridiculed {B}. | {B} was ridiculed by {A}. | A>B
        same: {A} supports {B}. | {B} is supported by {A}. | A>B
    """,
    "opposite words": """
        opposite: {A} praised {B}. | {A} condemned {B}. | A>B
        opposite: {A} supports {B}. | {A} opposes {B}. | A>B
        opposite: {A} said that {B} was a hero. | {A} said that {B} was a traitor. | A>B
        opposite: {A}’s praise for {B} was long. | {A}’s contempt for {B} was plain. | A>B
        opposite: {A} trusts {B}. | {A} distrusts {B}. | A>B
        opposite: {A} welcomed the plan of {B}. | {A} rejected the plan of {B}. | A>B
        opposite: {B} is a treacherous partner. | {B} is a loyal partner. | >B
    """,
    "hedge": """
        weaker: {A} praised {B}. | {A} may have praised {B}. | A>B
        weaker: {A} condemned {B}. | {A} allegedly condemned {B}. | A>B
        weaker: {A} backed {B}. | {A} reportedly backed {B}. | A>B
        weaker: {A} supports {B}. | {A} might support {B}. | A>B
        weaker: {A} accused {B} of fraud. | {A} seems to have accused {B} of fraud. | A>B
        weaker: {A} criticised {B}. | It is possible that {A} criticised {B}. | A>B
        weaker: {A} rejects {B}. | {A} is said to reject {B}. | A>B
        weaker: {A} admires {B}. | Perhaps {A} admires {B}. | A>B
        weaker: {A} opposes {B}. | Rumour has it that {A} opposes {B}. | A>B
    """,
    "question": """
        weaker: {A} praised {B}. | Has {A} really praised {B}? | A>B
    """,
    "condition": """
        weaker: {A} rejected {B}. | {A} would have rejected {B} if asked earlier. | A>B
        weaker: {A} condemned {B}. | {A} would condemn {B} if the talks failed. | A>B
        weaker: {A} supports {B}. | {A} will support {B} only if the debts are paid. | A>B
    """,
}

#: behaviours without which nothing else is worth much: every case must pass
CORE = frozenset({"named source and target", "active and passive", "third parties"})


def lines(text: str) -> list[str]:
    """The lines of a text, without the white space around them."""
    return [line.strip() for line in text.strip().splitlines()]


def _fill(template: str, names: dict[str, str]) -> tuple[str, dict[str, Span]]:
    """The sentence, and where each name stands in it, without its article."""
    text, spans = "", {}
    for place, piece in enumerate(template.replace("}", "{").split("{")):
        if place % 2 == 0:
            text += piece
            continue
        name = names[piece.upper()]
        bare = name.removeprefix("the ")
        if piece.isupper():
            text += name[: -len(bare)] if text.strip("“") else name[: -len(bare)].capitalize()
        spans[piece.upper()] = (len(text), len(text) + len(bare))
        text += bare
    return text, spans


def _question(template: str, asked: str, names: dict[str, str]) -> Question:
    sentence, spans = _fill(template, names)
    source, target = asked.split(">")
    return Question(sentence, spans[target], spans[source] if source else None)


def make_cases() -> list[Case]:
    """All cases; those of one sentence follow each other, so that it is parsed once."""
    found = []
    behaviours = dict.fromkeys([*TEMPLATES, *PAIRS])
    for behaviour in behaviours:
        number = 0
        for line in lines(TEMPLATES.get(behaviour, "")):
            template, asked = (part.strip() for part in line.split(" | "))
            for kind, names in _names(number):
                for one in asked.split(", "):
                    who, expected = one.split(" ")
                    key = f"{template} | {who}"
                    name = f"{behaviour}: {key} {expected} ({kind})"
                    found.append(Case(behaviour, key, name, *_question(template, who, names), expected))
            number += 1
        for line in lines(PAIRS.get(behaviour, "")):
            relation, _, rest = line.partition(": ")
            first, second, asked = rest.split(" | ")
            for kind, names in _names(number):
                other = _question(first, asked, names)
                key = f"{second} | {asked}"
                name = f"{behaviour}: {key} {relation} ({kind})"
                found.append(Case(behaviour, key, name, *_question(second, asked, names), relation, other))
            number += 1
    return found


def _names(number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Two of the three kinds of names; the next template gets the next kinds and names."""
    for at in (number, number + 1):
        kind = KINDS[at % len(KINDS)]
        rows = NAMES[kind]
        yield kind, {"P": PLACE, **dict(zip("ABC", rows[number // len(KINDS) % len(rows)], strict=True))}


def passes(case: Case, read: Read = stance_towards) -> bool:
    """Whether a reader of stance gets a case right."""
    found = read(case.sentence, case.target, case.source)
    if case.other is not None:
        return _relates(read(*case.other), found, case.expected)
    return {
        "+": found.label == "for",
        "-": found.label == "against",
        "0": found.label == "neutral",
        "0?": found.label == "neutral" or found.confidence < CERTAIN,
        "!+": found.label != "for",
        "!-": found.label != "against",
    }[case.expected]


def _relates(first: Stance, second: Stance, relation: str) -> bool:
    if first.label == "neutral":
        return False
    if relation == "weaker":
        less = abs(second.value) < abs(first.value) or second.confidence < first.confidence
        return second.label in (first.label, "neutral") and less
    return (first.label == second.label) == (relation == "same") and second.label != "neutral"


def results(read: Read = stance_towards) -> dict[Case, bool]:
    """Each case and whether it passes; every question is put once."""
    kept: dict[Question, Stance] = {}

    def once(*question) -> Stance:
        key = Question(*question)
        if key not in kept:
            kept[key] = read(*key)
        return kept[key]

    return {case: passes(case, once) for case in make_cases()}


def shares(found: dict[Case, bool], by: str = "behaviour") -> dict[str, tuple[int, int]]:
    """Passed, and all, of each behaviour or each template."""
    counts = defaultdict(lambda: [0, 0])
    for case, passed in found.items():
        counts[getattr(case, by)][0] += passed
        counts[getattr(case, by)][1] += 1
    return {name: (passed, n) for name, (passed, n) in counts.items()}


def main() -> None:
    """Print the table, and with --failed the cases that fail, with what was read."""
    reader = next((one for one in sys.argv[1:] if not one.startswith("-")), "both")
    read = partial(stance_towards, reader=reader)
    found = results(read)
    print("| behaviour | cases | passed | share |\n| --- | --- | --- | --- |")
    for name, (passed, n) in [*shares(found).items(), ("all", (sum(found.values()), len(found)))]:
        print(f"| {name} | {n} | {passed} | {passed / n:.0%} |")
    if "--failed" in sys.argv[1:]:
        for case in (case for case, passed in found.items() if not passed):
            stance = read(case.sentence, case.target, case.source)
            print(f"\n{case.id}\n  {case.sentence}\n  {stance.label} {stance.value:+.2f} {stance.method}")


if __name__ == "__main__":
    main()
