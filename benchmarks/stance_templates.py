"""Labelled sentences made from templates, that teach the stance model what news rarely puts side by side.

Hand-labelled news seldom shows the same words with and without "not", or an act that is only told; a model trained on
it alone calls "A never accused B" against. The templates, words and names are others than those of tests/behaviour.py,
which measures what was learned.

A line is a sentence with the names {A}, {B}, {C} and words of the lists below, and after the bar the stances, as in
``A>B +``. A pair that is not named after the bar is not used.
"""

from __future__ import annotations

import random
import re

from stance_data import BETWEEN, Example

WORDS = {
    "hailed": "hailed saluted commended championed cheered lauded embraced admired supported welcomed".split(),
    "hail": "hail salute commend champion cheer embrace admire support welcome like".split(),
    "slammed": "slammed blasted derided rebuked faulted mocked chided disparaged scolded insulted".split(),
    "slam": "slam blast deride rebuke fault mock chide disparage scold insult".split(),
    "struck": "struck bombed raided invaded sued betrayed robbed threatened assaulted deceived".split(),
    "striking": "striking bombing raiding invading suing robbing threatening assaulting deceiving".split(),
    "helped": "helped rescued aided defended financed armed sheltered protected".split(),
    "helping": "helping aiding defending financing arming sheltering protecting".split(),
    "said": "said added claimed stated explained noted announced wrote recalled".split(),
    "harm": "raid|assault|crackdown|boycott|arrest warrant|smear campaign|embargo".split("|"),
    "bad": "crook|fool|hypocrite|menace|fraud|disaster|weakling|thug".split("|"),
    "good": "patriot|visionary|true friend|gifted leader|safe pair of hands|man of his word".split("|"),
    "when": "on Tuesday|last week|this morning|in May|after the vote|in a letter|late at night".split("|"),
    "where": "in Berlin|at the airport|on the radio|at the summit|in court|over dinner".split("|"),
}

LINES = """
    {A} did not {slam} {B} {when}. | A>B 0
    {A} did not {hail} {B} {when}. | A>B 0
    {A} never {slammed} {B}. | A>B 0
    {A} never {hailed} {B}. | A>B 0
    {A} has yet to {slam} {B}. | A>B 0
    {A} was careful not to {slam} {B} {where}. | A>B 0
    {A} would neither {hail} nor {slam} {B}. | A>B 0
    {A} denied that he had ever {slammed} {B}. | A>B 0
    {A} insisted he had not {struck} {B}. | A>B 0
    {A} avoided saying a bad word about {B} {when}. | A>B 0
    {A} could not bring himself to {slam} {B}. | A>B 0
    {A} held back from {striking} {B}. | A>B 0
    There is no sign that {A} {slammed} {B}. | A>B 0
    {A} {slammed} {B} {when}. | A>B -
    {A} {hailed} {B} {when}. | A>B +
    {B} was {slammed} by {A} {where}. | A>B -, B>A 0
    {B} was {hailed} by {A} {where}. | A>B +, B>A 0
    {B} must be glad to be {hailed} by {A}. | A>B +
    {A} {said} that {B} {struck} {C} {when}. | A>B 0, A>C 0, B>C -
    {A} {said} {B} had {helped} {C} {where}. | A>B 0, A>C 0, B>C +
    {A} {said} that {B} {slammed} {C}. | A>B 0, A>C 0, B>C -
    {A} {said} that {B} was {hailed} by {C}. | A>B 0, A>C 0, C>B +
    {A} learned {when} that {B} had {struck} {C}. | A>B 0, A>C 0, B>C -
    {A}, according to {B}, {hailed} {C}. | B>A 0, B>C 0, A>C +
    {A} watched as {B} {slammed} {C}. | A>B 0, A>C 0, B>C -
    In a report, {A} describes how {B} {struck} {C}. | A>B 0, A>C 0, B>C -
    {A} wanted to know whether {B} {hailed} {C}. | A>B 0, A>C 0, B>C 0
    {A} {said} that {B} was a {bad}. | A>B -, B>A 0
    {A} {said} that {B} was a {good}. | A>B +, B>A 0
    {B} is a {bad}, {A} {said} {when}. | A>B -, B>A 0
    {A} informed {C} that {B} was a {bad}. | A>B -, A>C 0, C>B 0, B>A 0
    {A} assured {C} that {B} was a {good}. | A>B +, A>C 0, C>B 0, B>A 0
    In a call to {C}, {A} {slammed} {B}. | A>B -, A>C 0, C>B 0
    {A} {slammed} {B} as {C} listened. | A>B -, A>C 0, C>B 0, B>C 0
    {A} {hailed} {B} before dining with {C}. | A>B +, A>C 0, C>B 0, B>C 0
    {A} {slammed} {B} {where}; {C} was absent. | A>B -, A>C 0, C>B 0
    {A} {hailed} {B} and {slammed} {C}. | A>B +, A>C -, B>C 0, C>B 0
    {A} {slammed} {B} but {hailed} {C}. | A>B -, A>C +, B>C 0, C>B 0
    {A} {slammed} {B} and {C}. | A>B -, A>C -, B>C 0
    {A} {hailed} {B}, and {C} did the same. | A>B +, C>B +, A>C 0
    {B} was {hailed} by {A} but {slammed} by {C}. | A>B +, C>B -, A>C 0
    {A}, unlike {C}, {hailed} {B}. | A>B +, C>B 0
    {A} spoke with {B} {where}. | A>B 0, B>A 0
    {A} flew to see {B} {when}. | A>B 0, B>A 0
    {A} wrote to {B} about {C}. | A>B 0, A>C 0
    {A} and {B} sat next to {C} {where}. | A>B 0, A>C 0, B>C 0
    {A} arrived {when}, two days after {B}. | A>B 0, B>A 0
    {A} mailed the forms of {B} to {C}. | A>B 0, A>C 0, B>C 0
    {A} quoted {B} on {C}. | A>B 0, A>C 0
    {A} deplored the {harm} against {B}. | A>B 0
    {A} was appalled by the {harm} against {B}. | A>B 0
    {A} {slammed} {C} for {striking} {B}. | A>C -, A>B 0
    {A} {hailed} {C} for {helping} {B}. | A>C +, A>B +
    {A} {slammed} {C} for {helping} {B}. | A>C -, A>B -
    {A} {hailed} {C} for {striking} {B}. | A>C +, A>B -
    {A} wants the {harm} against {B} to stop. | A>B 0
    {A} rejoiced when {B} lost. | A>B -
    {A} was crushed when {B} lost. | A>B +
    Might {A} {hail} {B}? | A>B 0
    Why would {A} {slam} {B} now? | A>B 0
    Nobody knows if {A} will {hail} {B}. | A>B 0
    Only if {A} {slammed} {B} would {C} resign. | A>B 0, C>B 0, C>A 0
    If {A} does not {hail} {B}, the deal is dead. | A>B 0
    {A} sees no reason to {hail} {B}. | A>B -
    {A} stopped {helping} {B}. | A>B -
    {A} cut all ties with {B}. | A>B -
    {A} ran out of patience with {B}. | A>B -
    {A} poured cold water on the hopes of {B}. | A>B -
    {A} tore into {B} {when}. | A>B -
    {A} gave {B} short shrift. | A>B -
    {A} has a bone to pick with {B}. | A>B -
    {A} threw {B} under the bus. | A>B -
    {A} rolled out the red carpet for {B}. | A>B +
    {A} tipped his hat to {B}. | A>B +
    {A} went to bat for {B}. | A>B +
    {A} gave {B} a ringing endorsement. | A>B +
    {A} is in the corner of {B}. | A>B +
    {A}, who has always {hailed} {B}, spoke {where}. | A>B +, B>A 0
    {A}, long at odds with {B}, spoke {where}. | A>B -
    {A}, once a pupil of {B}, spoke {where}. | A>B 0
    The anger of {A} at {B} was no secret. | A>B -, B>A 0
    Warm words from {A} cheered {B}. | A>B +
    {B} earned the scorn of {A}. | A>B -, B>A 0
    {B} earned the respect of {A}. | A>B +, B>A 0
    {A} would rather work with {B} than with {C}. | A>B +, A>C -
    {A} chose {B} over {C}. | A>B +, A>C -
    {A} demanded that {B} step aside. | A>B -
    {A} prayed that {B} would recover. | A>B +
"""
SIGNS = {"+": 1, "-": -1, "0": 0}


def make_examples(names: list[str], number: int, seed: int) -> list[Example]:
    """So many examples, each with names drawn from a list, and words drawn from the lists above."""
    chance = random.Random(seed)
    lines = [line.strip().split(" | ") for line in LINES.strip().splitlines()]
    found = []
    while len(found) < number:
        template, asked = chance.choice(lines)
        who, sign = chance.choice(asked.split(", ")).split(" ")
        drawn = dict(zip("ABC", chance.sample(names, 3), strict=True))
        sentence, spans = _fill(template, drawn, chance)
        stance = SIGNS[sign]
        pair, stances = (spans[who[0]], spans[who[2]]), (stance, 0)
        if chance.random() < 0.5:
            pair, stances = pair[::-1], stances[::-1]
        found.append(Example(f"template-{len(found)}", "between", sentence, pair, BETWEEN.index(stances)))
    return found


def _fill(template: str, names: dict[str, str], chance: random.Random) -> tuple[str, dict[str, tuple[int, int]]]:
    text, spans = "", {}
    for piece in re.split(r"(\{\w+\})", template):
        key = piece.strip("{}")
        if not piece.startswith("{"):
            text += piece
        elif key in names:
            spans[key] = (len(text), len(text) + len(names[key]))
            text += names[key]
        else:
            text += chance.choice(WORDS[key])
    return text, spans
