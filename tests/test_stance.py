"""Stance: each rule on sentences of its own, among them ones where it must not fire.

In a case the speaker stands in [ ], the reporting word in { } and the content in < >; what is expected is written
"Velia -" (against, explicit), "Velia -?" (against, implied), "+" for, "0" neutral; a target not listed has no row.
"""

import re
import time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.actors import resolve_speakers
from analysis.articles import Article, load_article
from analysis.asking import CERTAIN
from analysis.concepts import load_concepts
from analysis.frames import mistagged
from analysis.language import load_pipeline
from analysis.lexicon import load_contested, load_frames
from analysis.shading import evidence_of
from analysis.stance import Stance, score_stances, stance_towards
from analysis.statements import find_statements
from analysis.strengths import RULES
from analysis.tables import COLUMNS, make_table

ACTORS = make_table(
    "actors",
    [
        {"name": name, "actor_type": kind, "party": party, "aliases": aliases}
        for name, kind, party, aliases in [
            ("Norland", "country", "Norland", "Norlandic"),
            ("Ola Brek", "person", "Norland", "Brek"),
            ("Velia", "country", "Velia", "Velian"),
            ("Ina Marek", "person", "Velia", "Marek"),
            ("Delta Front", "group", "Delta Front", "the Front"),
            ("Harbour Union", "organisation", "Harbour Union", "the union"),
            ("Tern Group", "organisation", "Tern Group", "Tern"),
            ("River Herald", "outlet", "River Herald", ""),
        ]
    ],
)
SIGNS = {"+": 1, "-": -1, "0": 0}


def build(*cases):
    """Make an article and a statements table from marked sentences, each a paragraph."""
    text, rows, paragraphs = "", [], []
    for number, case in enumerate(cases):
        start, marks = len(text), {}
        for piece in re.split(r"([\[\]{}<>])", case):
            if piece and piece in "[{<":
                marks.setdefault(piece, []).append([len(text)])
            elif piece and piece in "]}>":
                marks[{"]": "[", "}": "{", ">": "<"}[piece]][-1].append(len(text))
            else:
                text += piece
        paragraphs.append((start, len(text)))
        (s, e), (cs, ce) = marks.get("[", [[None, None]])[0], marks.get("{", [[None, None]])[0]
        spans = [tuple(span) for span in marks.get("<", [])]
        content = " ".join(text[a:b] for a, b in spans)
        quoted = spans and text[spans[0][0] - 1] in '“"'
        speaker = text[s:e] if s is not None else None
        said_as = (speaker or "").lower()
        names = zip(ACTORS.name.str.lower(), ACTORS.aliases.str.lower(), strict=True)
        known = ACTORS[[said_as == name or said_as in aliases.split("|") for name, aliases in names]]
        actor, party = (known.iloc[0]["name"], known.iloc[0]["party"]) if len(known) else (None, None)
        rows.append(
            {"article": "a", "statement": number, "paragraph": number, "quote_type": "direct" if quoted else "indirect",
             "attribution": "speech", "act": "say", "actor": actor, "party": party, "content": content, "spans": spans,
             "speaker": speaker, "speaker_start": s, "speaker_end": e, "cue": text[cs:ce] if cs is not None else None,
             "cue_start": cs, "cue_end": ce}
        )  # fmt: skip
        text += "\n"
    return Article(id="a", text=text, paragraphs=paragraphs), make_table("statements", rows)


def stances(*cases, concepts=None, reader="rules"):
    article, statements = build(*cases)
    return article, score_stances(article, statements, ACTORS, concepts, reader=reader)


def check(case, expected, statement=0, concepts=None):
    """Hold the stances of one statement against what is expected, and every row to its form."""
    cases = case if isinstance(case, tuple) else (case,)
    article, table = stances(*cases, concepts=concepts)
    assert list(table.columns) == list(COLUMNS["stances"])
    assert not table.duplicated(["article", "statement", "target", "method"]).any()
    for row in table.itertuples():
        assert -1 <= row.stance <= 1 and 0 <= row.confidence <= 1 and row.party != row.target_party
        assert row.label == {-1: "against", 0: "neutral", 1: "for"}[round(row.stance)], row
        assert (row.stance == 0) == (row.evidence_spans == [])
        assert all(
            0 <= s < e <= len(article.text) for s, e in [*row.evidence_spans, (row.target_start, row.target_end)]
        )
        assert row.method.removeprefix("rule:") in RULES
    table = table[table.statement == statement]
    found = {
        row.target: f"{'-0+'[round(row.stance) + 1]}{'?' if row.basis == 'implied' else ''}"
        for row in table.itertuples()
    }
    wanted = dict(one.strip().rsplit(" ", 1) for one in expected.split(",") if one.strip())
    assert found == wanted, table[["target", "stance", "basis", "method"]].to_string()


# --- the reporting verb judges ---------------------------------------------------------------------------------

FRAME = [
    ("[Norland] {accused} <Velia of poisoning the river>.", "Velia -"),
    ("[Brek] {criticised} <Velia for its new border rules>.", "Velia -"),
    ("[Norland] {denounced} <the Velian embargo>.", "Velia -"),
    ("[Norland] {condemned} <Velia’s decision>.", "Velia -"),
    ("[Brek] {blamed} <the Tern Group for the flood>.", "Tern Group -"),
    ("[The union] {slammed} <the plan of the Tern Group>.", "Tern Group -"),
    ("[Marek] {praised} <Norland for opening the gates>.", "Norland +"),
    ("[Marek] {thanked} <the Harbour Union>.", "Harbour Union +"),
    ("[Velia] {welcomed} <the Norlandic offer>.", "Norland +"),
    ("[Brek] {endorsed} <Ina Marek>.", "Ina Marek +"),
    ("[Brek] {threatened} <Velia with sanctions>.", "Velia -"),
    ("[Norland] {rejected} <criticism by Velia>.", "Velia -"),
    ("[Brek] {warned} <Velia against any delay>.", "Velia -"),
    ("[Brek] {backed} <the Delta Front>.", "Delta Front +"),
    ("[The union] {opposed} <the Tern Group>.", "Tern Group -"),
    ("[Velia] {defended} <the Harbour Union against the attacks>.", "Harbour Union +"),
    ("<Norland> was {praised} by [Velia].", "Norland +"),
    ("[The union] {told} <the Tern Group that the strike goes on>.", "Tern Group 0"),
    ("[Brek] {urged} <Velia to publish the figures>.", "Velia 0"),
    ("[Brek] {asked} <the union to wait>.", "Harbour Union 0"),
    ("[Norland] {voiced} <its support for the Delta Front>.", "Delta Front +"),
]

# --- what the verb judges does to others ------------------------------------------------------------------------

IMPLIED = [
    ("[Norland] {accused} <Velia of bombing the Delta Front>.", "Velia -, Delta Front +?"),
    ("[Norland] {accused} <Velia of arming the Delta Front>.", "Velia -, Delta Front -?"),
    (
        "[Norland] {accused} <Velia of bombing villages rather than fighting the Delta Front>.",
        "Velia -, Delta Front -?",
    ),
    ("[Norland] {accused} <Velia of using the talks to prop up the Tern Group>.", "Velia -, Tern Group -?"),
    ("[Brek] {criticised} <Velia for failing to protect the Harbour Union>.", "Velia -, Harbour Union +?"),
    ("[Marek] {praised} <Norland for helping the Delta Front>.", "Norland +, Delta Front +?"),
    ("[Marek] {praised} <Norland for its attack on the Delta Front>.", "Norland +, Delta Front -?"),
    ("[Norland] {condemned} <the attack on the Delta Front>.", "Delta Front +"),
    ("[Norland] {condemned} <the attack by the Delta Front>.", "Delta Front -"),
    ("[Norland] {condemned} <Velia’s support for the Delta Front>.", "Velia -, Delta Front -?"),
    ("[Brek] {warned} <that Velia would attack the Delta Front>.", "Velia -?, Delta Front +?"),
    ("[Brek] {warned} <against helping the Tern Group>.", "Tern Group -"),
    ("[Norland] {rejected} <Velia’s criticism of the Harbour Union>.", "Velia -, Harbour Union +?"),
    ("[Norland] {demanded} <that Velia stop bombing the Delta Front>.", "Velia -, Delta Front +?"),
    ("[Norland] {demanded} <that Velia stop arming the Delta Front>.", "Velia -, Delta Front -?"),
    ("[Brek] {called for} <an end to the siege of Velia>.", "Velia +"),
]

# --- the speaker's own side acts ---------------------------------------------------------------------------------

OWN = [
    ("“<We will support the Delta Front>,” [Brek] {said}.", "Delta Front +"),
    ("“<Our troops are fighting alongside the Delta Front>,” [Brek] {said}.", "Delta Front +"),
    ("[Brek] {said} <his soldiers were helping the Delta Front>.", "Delta Front +"),
    ("[Norland] {said} <it had cooperated with the Harbour Union>.", "Harbour Union +"),
    ("“<Norland supplies grain to the Harbour Union>,” [Brek] {said}.", "Harbour Union +"),
    ("“<We have given the Delta Front our full support>,” [Brek] {said}.", "Delta Front +"),
    ("“<We stand with Velia>,” [Brek] {said}.", "Velia +"),
    ("“<We launched an offensive against the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<We bombed the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<Our goal is to degrade and destroy the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("[Brek] {said} <Norland would pursue its efforts to defeat the Delta Front>.", "Delta Front -"),
    ("[Brek] {vowed} <to defeat Velia>.", "Velia -"),
    ("[Norland] {promised} <to help Velia>.", "Velia +"),
    ("[The union] {threatened} <to sue the Tern Group>.", "Tern Group -"),
    ("“<We reject the Velian plan>,” [Brek] {said}.", "Velia -"),
    ("“<We trust Ina Marek and the Harbour Union>,” [Brek] {said}.", "Ina Marek +, Harbour Union +"),
    ("“<The Delta Front was bombed by our planes>,” [Brek] {said}.", "Delta Front -"),
    ("“<Velia is supported by Norland>,” [Brek] {said}.", "Velia +"),
    ("“<We are grateful to the Harbour Union>,” [Brek] {said}.", "Harbour Union +"),
    ("“<We are ready to fight the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<I agree with Marek>,” [Brek] {said}.", "Ina Marek +"),
    ("“<We side with Velia against the Tern Group>,” [Brek] {said}.", "Velia +, Tern Group -"),
]

# --- negation and things kept back --------------------------------------------------------------------------------

NEGATED = [
    ("“<We do not support the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<We will never trust Velia>,” [Brek] {said}.", "Velia -"),
    ("“<We no longer support Velia>,” [Brek] {said}.", "Velia -"),
    ("[Brek] {said} <Norland would not help the Tern Group>.", "Tern Group -"),
    ("[Brek] {refused} <to support the Tern Group>.", "Tern Group -"),
    ("“<We have no confidence in the Tern Group>,” [Brek] {said}.", "Tern Group -"),
    ("“<We have stopped supplying weapons to the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<We do not oppose Velia>,” [Brek] {said}.", "Velia 0"),
    ("[Brek] {said} <Norland had not bombed the Delta Front>.", "Delta Front 0"),
    ("[Brek] {said} <his government had not supplied weapons to the Delta Front>.", "Delta Front 0"),
    ("[Brek] {denied} <bombing the Delta Front>.", "Delta Front 0"),
    ("[Brek] {denied} <that Norland had helped the Delta Front>.", "Delta Front 0"),
    ("[Brek] {refused} <to attack Velia>.", "Velia 0"),
    ("“<Velia is not an aggressor>,” [Brek] {said}.", "Velia 0"),
    ("“<Velia is not a reliable partner>,” [Brek] {said}.", "Velia -"),
    ("“<Nobody supports the Tern Group>,” [Brek] {said}.", "Tern Group 0"),
    ("“<Marek cannot be trusted>,” [Brek] {said}.", "Ina Marek -"),
    ("[Brek] {said} <the union could not be trusted by Marek>.", "Harbour Union 0, Ina Marek 0"),
    ("“<No one should forget what Velia did>,” [Brek] {said}.", "Velia 0"),
    ("“<If we attack Velia, the talks are over>,” [Brek] {said}.", "Velia 0"),
]

# --- what somebody must do ----------------------------------------------------------------------------------------

DEMANDS = [
    ("[The opposition] {demanded} <Marek step down immediately>.", "Ina Marek -"),
    ("[Norland] {demanded} <that Marek resign>.", "Ina Marek -"),
    ("“<Marek must go>,” [Brek] {said}.", "Ina Marek -"),
    ("“<Velia must withdraw from the valley>,” [Brek] {said}.", "Velia -"),
    ("[Brek] {called on} <Velia to withdraw>.", "Velia -"),
    ("[Brek] {urged} <Velia to stop the shelling>.", "Velia -"),
    ("“<The Delta Front must be destroyed>,” [Brek] {said}.", "Delta Front -"),
    ("“<The Delta Front should be protected>,” [Brek] {said}.", "Delta Front +"),
    ("“<Velia should stop supporting the Delta Front>,” [Brek] {said}.", "Velia -, Delta Front -?"),
    ("“<Velia must not attack the Delta Front>,” [Brek] {said}.", "Velia -?, Delta Front +?"),
    ("“<The attacks on Velia must end>,” [Brek] {said}.", "Velia +"),
    ("“<Marek must not resign>,” [Brek] {said}.", "Ina Marek +"),
    ("“<Velia should take part in the talks>,” [Brek] {said}.", "Velia 0"),
    ("“<Marek resigned on Friday>,” [Brek] {said}.", "Ina Marek 0"),
    ("“<Velia withdrew from the valley>,” [Brek] {said}.", "Velia 0"),
    ("“<It is time to arrest Marek>,” [Brek] {said}.", "Ina Marek -"),
]

# --- good and bad names -------------------------------------------------------------------------------------------

NAMES = [
    ("“<Velia is an aggressor>,” [Brek] {said}.", "Velia -"),
    ("“<Velia is our friend>,” [Brek] {said}.", "Velia +"),
    ("“<The Tern Group was reckless>,” [Brek] {said}.", "Tern Group -"),
    ("[Brek] {called} <Marek a liar>.", "Ina Marek -"),
    ("[Brek] {described} <the Harbour Union as a reliable partner>.", "Harbour Union +"),
    ("[Norland] {denounced} <the Velian action as a betrayal>.", "Velia -"),
    ("“<This is Velian aggression>,” [Brek] {said}.", "Velia -"),
    ("“<Velia’s lies are known>,” [Brek] {said}.", "Velia -"),
    ("“<The crimes of the Delta Front are known>,” [Brek] {said}.", "Delta Front -"),
    ("“<We met the legitimate leaders of Velia>,” [Brek] {said}.", "Velia +"),
    ("“<We met the so-called leaders of the Delta Front>,” [Brek] {said}.", "Delta Front -"),
    ("“<The courage of the Harbour Union is known>,” [Brek] {said}.", "Harbour Union +"),
    ("[Brek] {said} <the union called Marek a liar>.", "Harbour Union 0, Ina Marek 0"),
    ("“<The storm was a disaster>,” [Brek] {said} of Velia.", ""),
    ("“<There was a terrible storm in Velia>,” [Brek] {said}.", ""),
    ("“<The offer from Tern is unacceptable>,” [the union] {said}.", "Tern Group -"),
    ("“<The rain from Velia is terrible>,” [Brek] {said}.", "Velia 0"),
    ("“<We support Velian aggression>,” [Brek] {said}.", "Velia +"),
]

# --- telling is no stance -----------------------------------------------------------------------------------------

TOLD = [
    ("[Brek] {said} <Velia attacked the Delta Front>.", "Velia -?, Delta Front +?"),
    ("[Brek] {said} <the Delta Front was bombed by Velia>.", "Delta Front +?, Velia -?"),
    ("[Brek] {said} <Velia accused the Delta Front of lying>.", "Velia 0, Delta Front 0"),
    ("[Brek] {said} <Velia supports the Tern Group>.", "Velia 0, Tern Group 0"),
    ("[Brek] {said} <Velia wanted Marek to resign>.", "Velia 0, Ina Marek 0"),
    ("[Brek] {said} <the talks with Velia begin on Friday>.", "Velia 0"),
    ("[Brek] {said} <the dam in Velia was finished>.", ""),
    ("[Brek] {told} the River Herald that <the dam was finished>.", ""),
    ("[Marek] {said} <Velia would build the dam>.", ""),
    ("[Marek] {said} <the Velian army supports Marek>.", ""),
    ("[Brek] {discussed} <the attack on Velia>.", "Velia 0"),
    ("[Brek] {said} <support for the Delta Front was growing>.", "Delta Front 0"),
    ("[Brek] {said} <the Tern Group sells bread>.", "Tern Group 0"),
    ("[Brek] {said} <he would meet Marek>.", "Ina Marek 0"),
    ("“<We discussed the siege of Velia>,” [Brek] {said}.", "Velia 0"),
]

# --- what is done to the speaker's side ---------------------------------------------------------------------------

DONE = [
    ("“<Velia attacked our ships>,” [Brek] {said}.", "Velia -?"),
    ("“<Velia has helped us>,” [Brek] {said}.", "Velia +?"),
    ("[Brek] {said} <the Delta Front had bombed his troops>.", "Delta Front -?"),
    ("“<We have received support from Velia>,” [Brek] {said}.", "Velia +?"),
    ("“<Velia has not helped us>,” [Brek] {said}.", "Velia -?"),
    ("“<Velia has not attacked us>,” [Brek] {said}.", "Velia 0"),
    ("“<Velia visited us>,” [Brek] {said}.", "Velia 0"),
]

# --- contested names ----------------------------------------------------------------------------------------------

CONTESTED = [
    ("“<We are fighting terrorists>,” [Brek] {said}.", "terrorists -"),
    ("“<The Delta Front is fighting terrorists>,” [Brek] {said}.", "terrorists -, Delta Front +?"),
    ("[Brek] {said} <Velia was arming extremists>.", "Velia -?"),
    ("[Brek] {accused} <Velia of arming extremists>.", "Velia -, extremists -?"),
    ("[Brek] {said} <a list of terrorists was ready>.", ""),
    ("[Brek] {said} <the terrorist groups met>.", ""),
    ("“<The occupiers must be driven out>,” [Brek] {said}.", "occupiers -"),
]

# --- whom the frame means -----------------------------------------------------------------------------------------

VEILED = [
    ("[Brek] {warned} <against new delays> without naming Velia.", "Velia -?"),
    ("[Brek] {denounced} <“cowards”> in an apparent reference to Velia.", "Velia -?"),
    ("[Brek] {said} <the talks go on> without naming Velia.", ""),
    ("[Brek] {criticised} Velia, saying <the dam was unsafe>.", "Velia -"),
    ("[Brek] {warned} <against new delays> after naming Velia as host.", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("second", "held"),
    [
        ("accused the union of ignoring the fishermen", [0]),
        ("said that the dam would hold", [0]),
        ("said that she had lied", [0, 1]),  # comes back to whom the first one judges
    ],
)
def test_what_is_a_statement_of_its_own_is_no_stance_of_the_next(second, held):
    text = f"Ina Marek came late. Norland denounced Marek and {second}."
    article = load_article(text=text)
    statements = find_statements(article, actors=ACTORS)
    assert len(statements) == 2
    found = score_stances(article, statements, ACTORS, reader="rules")
    assert found.loc[(found["target"] == "Ina Marek") & (found["label"] == "against"), "statement"].tolist() == held


# --- what others are told to have done ------------------------------------------------------------------------------

DEEDS = [
    ("[Brek] {said} <Velia had broken its promises>.", "Velia -?"),
    ("“<The Tern Group poisoned the wells>,” [Marek] {said}.", "Tern Group -?"),
    ("[Marek] {said} <the union had ignored the warnings>.", "Harbour Union -?"),
    ("“<Tern has put lives at risk>,” [Marek] {said}.", "Tern Group -?"),
    ("[Marek] {said} <Tern had met every condition>.", "Tern Group +?"),
    ("“<The union has listened to nobody>,” [Marek] {said}.", "Harbour Union -?"),
    ("“<Velia wants our harbour>,” [Brek] {said}.", "Velia -?"),
    ("“<It was Velia that broke the treaty>,” [Brek] {said}.", "Velia -?"),
    ("“<Velia has no right to judge>,” [Brek] {said}.", "Velia -?"),
    ("“<The union cannot be allowed to win>,” [Marek] {said}.", "Harbour Union -"),
    ("[Brek] {demanded} <that Velia publish the figures>.", "Velia -?"),
    ("“<Velia must open its archives>,” [Brek] {said}.", "Velia -?"),
    ("[Brek] {called} <the Velian offer “an act of piracy”>.", "Velia -"),
    # it must not fire: what they did not do, suffer, feel, say, or what somebody else says
    ("[Brek] {said} <Velia had not broken its promises>.", "Velia 0"),
    ("[Brek] {said} <Velia had suffered heavy losses>.", "Velia 0"),
    ("[Brek] {said} <Marek feared a flood>.", "Ina Marek 0"),
    ("[Brek] {denied} <that the Tern Group had poisoned the wells>.", "Tern Group 0"),
    ("[Brek] {said} <the union thinks Tern poisoned the wells>.", "Harbour Union 0, Tern Group 0"),
    ("“<If Velia breaks its promises, we shall see>,” [Brek] {said}.", "Velia 0"),
    ("[Brek] {urged} <Velia to open its archives>.", "Velia 0"),
    ("“<Velia should open its archives>,” [Brek] {said}.", "Velia 0"),
    ("“<Velia has the right to vote>,” [Brek] {said}.", "Velia 0"),
    ("“<Velia bought bread>,” [Brek] {said}.", "Velia 0"),
]

GROUPS = {
    "deeds": DEEDS,
    "frame": FRAME, "implied": IMPLIED, "own": OWN, "negated": NEGATED, "demands": DEMANDS, "names": NAMES,
    "told": TOLD, "done": DONE, "contested": CONTESTED, "veiled": VEILED,
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "expected"),
    [pytest.param(*case, id=f"{name}-{i}") for name, group in GROUPS.items() for i, case in enumerate(group)],
)
def test_rules(case, expected):
    check(case, expected)


def test_the_cases_are_many_and_some_hold_no_stance():
    cases = [case for group in GROUPS.values() for case in group]
    assert len(cases) == len({text for text, _ in cases}) >= 120
    assert sum("-" not in expected and "+" not in expected for _, expected in cases) >= 35


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("“<We support Velia>,” [Brek] {said}.", "“<Velia is supported by us>,” [Brek] {said}."),
        (
            "“<Our army bombed the Delta Front>,” [Brek] {said}.",
            "“<The Delta Front was bombed by our army>,” [Brek] {said}.",
        ),
        ("[Norland] {denounced} <Velia>.", "<Velia> was {denounced} by [Norland]."),
        ("[Brek] {said} <Velia attacked our ships>.", "[Brek] {said} <our ships were attacked by Velia>."),
    ],
)
def test_active_and_passive_agree(active, passive):
    one, other = (stances(case)[1][["target", "stance", "basis"]].values.tolist() for case in (active, passive))
    assert one == other and one[0][1] != 0


# --- over several statements ------------------------------------------------------------------------------------

SAID = "[Norland] {said} <Velia had opened the gates>."


@pytest.mark.parametrize(
    ("answer", "cue", "expected"),
    [
        ("[Velia] {denied} <that>.", "deny", "Norland -?"),
        ("[Velia] {rejected} <the claim>.", "reject", "Norland -?"),
        ("[Velia] {welcomed} <that>.", "welcome", "Norland +?"),
        ("[Velia] {repeated} <that>.", "say", ""),
        ("[Brek] {denied} <that>.", "deny", ""),
    ],
)
def test_answers(answer, cue, expected):
    article, statements = build(SAID, answer)
    statements["act"] = ["say", cue]
    statements["refers_to"] = pd.array([None, 0], dtype="Int64")
    table = score_stances(article, statements, ACTORS, reader="rules")
    table = table[table.statement == 1]
    wanted = dict([expected.rsplit(" ", 1)]) if expected else {}
    found = {r.target: f"{'-0+'[round(r.stance) + 1]}{'?' if r.basis == 'implied' else ''}" for r in table.itertuples()}
    assert found == wanted


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        # one other party near by: they are Velia
        ("[Marek] {said} <the gates were open>.", "Velia -?"),
        # two: nobody
        ("[Marek] {said} <the Tern Group had opened the gates>.", ""),
        # the speaker's own side alone: nobody
        ("[Brek] {said} <the gates were open>.", ""),
        # an outlet is nobody's opponent
        ("[Brek] {told} the River Herald that <the gates were open>.", ""),
    ],
)
def test_they(before, expected):
    _, table = stances(before, "“<They attacked our ships>,” [Brek] {said}.")
    table = table[table.statement == 1]
    assert [f"{r.target_party} {'-0+'[round(r.stance) + 1]}?" for r in table.itertuples()] == [expected][
        : bool(expected)
    ]
    assert (table.basis == "implied").all()


def test_an_unknown_speaker_has_stances_but_no_side():
    article, statements = build("“<Velia is an aggressor>,” [he] {said}.")
    table = score_stances(article, statements, ACTORS)
    assert table.target.tolist() == ["Velia"] and table.actor.isna().all() and table.label.tolist() == ["against"]


def test_two_readings_of_opposite_sign_are_uncertain():
    _, table = stances("“<Velia is an aggressor. Velia is our friend>,” [Brek] {said}.")
    assert table.uncertain.tolist() == [True] and table.label.tolist() == ["neutral"]


def test_a_hedge_weakens():
    _, plain = stances("“<We support Velia>,” [Brek] {said}.")
    _, hedged = stances("“<We might support Velia>,” [Brek] {said}.")
    assert 0 < hedged.stance[0] < plain.stance[0]


def test_evidence_is_the_words():
    article, table = stances("[Norland] {accused} <Velia of using the talks to prop up the Tern Group>.")
    words = [[article.text[s:e] for s, e in spans] for spans in table.evidence_spans]
    assert words == [["accused"], ["accused", "prop up"]]


def test_spans_that_are_a_little_off_change_little():
    """find_statements may cut a content elsewhere than a person does."""
    for case in ("[Norland] {accused} <Velia> of bombing the Delta Front.", "[Norland] <{accused} Velia of bombing> …"):
        _, table = stances(case)
        assert table.set_index("target").label["Velia"] == "against"


def test_a_statement_over_several_paragraphs():
    article, statements = build("“<We trust Velia>,” [Brek] {said}.", "“<We fear the Tern Group>.")
    statements.at[0, "spans"] = statements["spans"][0] + statements["spans"][1]
    table = score_stances(article, statements.iloc[:1], ACTORS)
    assert dict(zip(table.target, table.label, strict=True)) == {"Velia": "for", "Tern Group": "against"}


# --- concepts -----------------------------------------------------------------------------------------------------

CONCEPTS = pd.DataFrame(
    {"concept": ["the dam", "the sanctions"], "keywords": ["dam|power plant", "sanctions|embargo on trade"]}
)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("[Brek] {rejected} <the dam>.", "the dam -"),
        ("“<We support the power plant>,” [Brek] {said}.", "the dam +"),
        ("“<The dams are a disaster>,” [Brek] {said}.", "the dam -"),
        ("[The union] {demanded} <an end to the embargo on trade>.", "the sanctions -"),
        ("[Brek] {called for} <new sanctions>.", "the sanctions +?"),
        ("[Brek] {warned} <against sanctions>.", "the sanctions -"),
        ("[Brek] {said} <the dam was open>.", "the dam 0"),
        ("[Brek] {said} <Velia supports the dam>.", "Velia 0, the dam 0"),
        ("“<We do not support sanctions>,” [Brek] {said}.", "the sanctions -"),
        ("[Brek] {said} <the dame was late>.", ""),
        ("[Brek] {said} <the dam would go ahead>.", "the dam +"),
        ("[Brek] {said} <the dam will bring jobs>.", "the dam +"),
        ("“<The dam would cost thousands of jobs>,” [Brek] {said}.", "the dam -"),
        ("“<The dam is safe>,” [Brek] {said}.", "the dam +"),
        ("“<The dam is not safe>,” [Brek] {said}.", "the dam -"),
        ("“<The dam is obscene>,” [Brek] {said}.", "the dam -"),
        ("“<The dam must stop>,” [Brek] {said}.", "the dam -"),
        ("[Brek] {vowed} <to block the dam>.", "the dam -"),
        ("[Brek] {promised} <to lift the sanctions>.", "the sanctions -"),
        ("[Norland] {said} <it would extend the sanctions>.", "the sanctions +"),
        ("“<Nobody has the right to build the dam>,” [Brek] {said}.", "the dam -?"),
        ("[Brek] {criticised} <the closure of the dam>.", "the dam +"),
        ("[Brek] {called} <the dam “a waste of money”>.", "the dam -"),
        ("“<The dam protects nobody>,” [Brek] {said}.", "the dam -"),
        ("“<The dam is not finished. It is a disaster>,” [Brek] {said}.", "the dam -?"),
        ("[Brek] {said} <the dam was ten metres high>.", "the dam 0"),
        ("[Brek] {said} <the union thinks the dam is safe>.", "Harbour Union 0, the dam 0"),
        ("[Brek] {said} <he had seen the dam>.", "the dam 0"),
        ("[Brek] {asked} <whether the dam was safe>.", "the dam 0"),
    ],
)
def test_concepts(case, expected):
    check(case, expected, concepts=CONCEPTS)


# --- what the rest of the article adds ------------------------------------------------------------------------------

DAM = "[Norland] {announced} <the new dam>."
QUARREL = "[Velia] {accused} <Norland of lying>."


@pytest.mark.parametrize(
    ("before", "case", "expected"),
    [
        # the dam is Norland's cause
        (DAM, "[The union] {condemned} <the dam>.", {"the dam": "-", "Norland": "-?"}),
        (DAM, "[The union] {welcomed} <the dam>.", {"the dam": "+", "Norland": "+?"}),
        (DAM, "[The union] {condemned} <the move>.", {"the dam": "-?", "Norland": "-?"}),
        (DAM, "[Brek] {said} <the dam was ten metres high>.", {"the dam": "+?"}),
        # nobody's cause, or the speaker's own
        ("[Norland] {saw} <the dam>.", "[The union] {condemned} <the dam>.", {"the dam": "-"}),
        (DAM, "[The union] {said} <the dam was ten metres high>.", {"the dam": "0"}),
        (DAM, "[The union] {condemned} <the storm>.", {}),
        # rivals answer each other without a name
        (QUARREL, "“<You cannot slam the door>,” [Brek] {said}.", {"Velia": "-?"}),
        (QUARREL, "“<We will not leave>,” [Brek] {said}.", {"Velia": "-?"}),
        (QUARREL, "“<The other side has lied for years>,” [Brek] {said}.", {"Velia": "-?"}),
        (QUARREL, "“<It is raining>,” [Brek] {said}.", {}),
        (QUARREL, "“<We will meet on Friday>,” [Brek] {said}.", {}),
    ],
)
def test_the_article_adds(before, case, expected):
    _, table = stances(before, case, concepts=CONCEPTS)
    table = table[table.statement == 1]
    found = {r.target: f"{'-0+'[round(r.stance) + 1]}{'?' if r.basis == 'implied' else ''}" for r in table.itertuples()}
    assert found == expected, table[["target", "stance", "method"]].to_string()


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They kept targeting VF positions.", "VF", True),
        ("The army was bombing DC camps.", "DC", True),
        ("They kept targeting the camps.", "camps", False),
        ("He said it IS late.", "IS", False),
        ("They were bombing camps and ARE here.", "ARE", False),
    ],
)
def test_a_name_that_was_taken_for_a_verb(text, word, expected):
    """Names in capitals right after a verb that lacks its object: the tag is set here, as the tagger may slip."""
    doc = load_pipeline()(text)
    token = next(t for t in doc if t.text == word)
    if expected:
        token.pos_ = "AUX"
        for other in doc:
            other.dep_ = "dep" if other.dep_ == "dobj" else other.dep_
    assert mistagged(token) is expected


def test_a_concept_has_no_party():
    _, table = stances("[Brek] {rejected} <the dam>.", concepts=CONCEPTS)
    assert table.target_kind.tolist() == ["concept"] and table.target_party.isna().all()


def test_load_concepts(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes("\ufeffConcept;Keywords;note\r\nthe dam;dam | power plant;x\r\n\r\npeace;;\r\n".encode())
    assert load_concepts(path).values.tolist() == [["the dam", "dam|power plant"], ["peace", "peace"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"concept,words\na,b\n", "keywords is missing"),
        (b"concept,keywords\n,b\n", "row 2: a concept without a name"),
        (b"concept,keywords\na,x\nb,X\n", "row 3: “x” stands for “a” and for “b”"),
        (b"concept,keywords\na\0,x\n", "no CSV text"),
    ],
)
def test_load_concepts_faults(tmp_path, content, message):
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        load_concepts(path)


def test_load_concepts_no_file(tmp_path):
    with pytest.raises(ValueError, match="folder"):
        load_concepts(tmp_path)
    with pytest.raises(ValueError, match="nothere.csv was not found"):
        load_concepts(tmp_path / "nothere.csv")
    with pytest.raises(ValueError, match="keywords"):
        stances("[Brek] {rejected} <the dam>.", concepts=pd.DataFrame({"concept": ["x"]}))


# --- one sentence ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "source", "target", "label"),
    [
        ("Norland slammed the plan of Velia.", "Norland", "Velia", "against"),
        ("Norland slammed the plan of Velia.", "Velia", "Norland", "neutral"),
        ("Marek, who backs the union, left.", "Marek", "union", "for"),
        ("Brek called Marek a liar.", "Brek", "Marek", "against"),
        ("Brek vowed to defeat Marek.", "Brek", "Marek", "against"),
        ("Brek said he would never vote for Marek.", "Brek", "Marek", "against"),
        ("Velia was praised by Norland.", "Norland", "Velia", "for"),
        ("Velia was praised by Norland.", "Velia", "Norland", "neutral"),
        ("The union and Tern met in Velia.", "union", "Tern", "neutral"),
        ("Brek said Velia attacked the union.", "Brek", "union", "neutral"),
        ("Marek said that Brek was a hero.", "Marek", "Brek", "for"),
        ("The storm hit Velia, Norland said.", "Norland", "Velia", "neutral"),
        ("Critics of Norland accused Velia of fraud.", "Norland", "Velia", "neutral"),
        ("We condemn Velia.", None, "Velia", "against"),
        ("Velia is a reliable partner.", None, "Velia", "for"),
        ("Velia is a country.", None, "Velia", "neutral"),
        ("Brek withdrew support for Marek.", "Brek", "Marek", "against"),
        ("Ruth Calder withdrew her support for Anders Moll.", "Ruth Calder", "Anders Moll", "against"),
        ("Velia ended its support for Norland.", "Velia", "Norland", "against"),
        ("Velia withdrew its criticism of Norland.", "Velia", "Norland", "neutral"),
        ("Velia praised its support for Norland.", "Norland", "Velia", "neutral"),
    ],
)
def test_stance_towards(sentence, source, target, label):
    def place(word):
        return None if word is None else (sentence.index(word), sentence.index(word) + len(word))

    stance = stance_towards(sentence, place(target), place(source), reader="rules")
    assert isinstance(stance, Stance) and stance.label == label, stance
    assert (stance.value != 0) == bool(stance.evidence()) and 0 <= stance.confidence <= 1
    assert all(0 <= s < e <= len(sentence) for s, e in stance.evidence())


def test_who_decides():
    sentence = "Brek praised Marek and left."
    assert stance_towards(sentence, (13, 18), (0, 4)).method == "rule:own attitude"
    assert stance_towards(sentence, (13, 18), (0, 4), reader="model").method == "model:between"
    assert stance_towards(sentence, (13, 18)).method == "model:towards"
    with pytest.raises(ValueError, match="reader is one of both, rules, model, not 'all'"):
        stance_towards(sentence, (13, 18), reader="all")
    with pytest.raises(ValueError, match="reader"):
        score_stances(Article(id="a", text="", paragraphs=[]), make_table("statements"), reader="all")
    # one inside the other can't be marked for the model
    assert stance_towards("Velia’s army left.", (0, 12), (0, 5)).method.startswith("rule:")


def test_the_model_reads_what_no_rule_reads():
    case = "“<Velia has nothing to offer but lies and broken promises>,” [Brek] {said}."
    article, rules = stances(case)
    _, both = stances(case, reader="both")
    _, model = stances("[Norland] {accused} <Velia of bombing the Delta Front>.", reader="model")
    assert rules.label.tolist() == ["neutral"]
    assert both[["target", "label", "basis", "method"]].values.tolist() == [
        ["Velia", "against", "implied", "model:towards"]
    ]
    row = both.iloc[0]
    assert article.text[row.asked_start : row.asked_end].startswith("Velia has nothing")
    assert set(model.method) == {"model:towards"} and len(model) == 2


def test_the_models_numbers_hang_together():
    _, table = stances("“<Velia is there>,” [Brek] {said}.", "“<Velia lies and cheats>,” [Brek] {said}.", reader="both")
    for row in table[table.method == "model:towards"].itertuples():
        assert 1 / 3 <= row.confidence <= 1 and abs(row.stance) <= 1
        assert row.uncertain == (row.confidence < CERTAIN)
        assert row.label == "neutral" or (row.stance > 0) == (row.label == "for")


def test_evidence_of_the_models_rows():
    case = "“<Velia has nothing to offer but lies and broken promises>,” [Brek] {said}."
    article, table = stances(case, "[Norland] {denounced} <Velia>.", reader="both")
    found = evidence_of(article, table)
    words = [article.text[s:e] for s, e in found.evidence_spans[0]]
    assert any("lies" in word or "broken" in word or "nothing" in word for word in words), words
    assert table.evidence_spans[0] == [] and found.evidence_spans[1] == table.evidence_spans[1]


@pytest.mark.parametrize("span", [(3, 3), (-1, 2), (0, 99), (5, 2), "ab", None, (1,)])
def test_stance_towards_holds_the_offsets(span):
    with pytest.raises(ValueError, match="target"):
        stance_towards("Velia left.", span)


# --- the word list ----------------------------------------------------------------------------------------------------


def test_the_word_list_holds_together():
    kinds = set("attitude effect want reverse cease yield quality name call deny say light get deed thing".split())
    frames = [frame for group in load_frames().values() for frame in group]
    assert len(frames) > 900
    for frame in frames:
        assert frame.kind in kinds and frame.sign in (-1, 0, 1) and frame.pos in ("verb", "noun", "adjective")
        assert (frame.sign == 0) == (frame.kind in ("call", "say", "light", "get"))
        assert bool(frame.slots) == (frame.kind not in ("yield", "quality", "name", "deed", "thing"))
    signs = {}
    for frame in frames:
        if frame.kind in ("attitude", "effect", "quality", "name"):
            for slot in frame.slots or {""}:
                key = (frame.word, frame.pos, slot)
                assert signs.setdefault(key, frame.sign) == frame.sign, f"{key} is both good and bad"
    assert "terrorist" in load_contested()


# --- anything at all ----------------------------------------------------------------------------------------------

HOSTILE = [
    *["", " ", "\n\n", "“" * 500, "a" * 5000, "“<script>alert(1)</script>”", "=HYPERLINK(1)", "שלום «עולם»"],
    *["😀 “😀” 😀", "\x00\x01", "Velia " * 300, "accuse of of of than rather not no", "“We” said. said said"],
]


def everything(text):
    """A statements table that claims the whole text, and nonsense, of itself."""
    paragraphs = [m.span() for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    n = len(text)
    claims = [
        ([(0, n)], "Velia", "said", "direct", 0, "deny"),
        ([(n // 2, n), (0, n // 3)], None, None, None, n // 2, None),
        ([], "Norland", "", "indirect", n, "reject"),
        ([(n, n + 50)], "Norland", "x", "mixed", n + 9, "say"),
    ]
    rows = []
    for i, (spans, actor, cue, kind, at, act) in enumerate(claims):
        row = {"article": "a", "statement": i, "paragraph": 0, "spans": spans, "content": text, "quote_type": kind}
        row |= {"actor": actor, "party": actor, "cue": cue, "cue_start": at, "cue_end": at + 1, "act": act}
        rows.append(row | {"speaker_start": 0, "speaker_end": min(n, 3), "refers_to": i - 1})
    return Article(id="a", text=text, paragraphs=paragraphs), make_table("statements", rows)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text(text):
    table = score_stances(*everything(text), ACTORS, CONCEPTS)
    assert list(table.columns) == list(COLUMNS["stances"])
    if text:
        assert stance_towards(text, (0, len(text)), (0, 1)).label in ("against", "neutral", "for")


WORDS = st.sampled_from(
    "Velia Norland Brek we they it not never no accused said that of bombing helping to stop must “ ” , . : than who "
    "praised by terrorists the Front ’s attack on support for against if is a liar \n".split(" ")
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)))
def test_no_text_makes_it_raise(text):
    table = score_stances(*everything(text), ACTORS, CONCEPTS)
    assert list(table.columns) == list(COLUMNS["stances"])
    assert not table.duplicated(["article", "statement", "target", "method"]).any()
    assert table.stance.between(-1, 1).all()
    assert all(0 <= s < e <= len(text) for spans in table.evidence_spans for s, e in spans)


def test_no_statements():
    article = Article(id="a", text="Velia left.", paragraphs=[(0, 11)])
    assert score_stances(article, make_table("statements")).empty


def test_without_a_table_of_actors():
    article, statements = build("[Mira Halloran] {praised} <Jonas Tam>.")
    statements["actor"] = ["Mira Halloran"]
    table = score_stances(article, statements)
    assert table[["target", "label"]].values.tolist() == [["Jonas Tam", "for"]]


def test_time_grows_with_the_text():
    def seconds(times):
        article, statements = build(*["[Norland] {accused} <Velia of bombing the Delta Front>."] * times)
        began = time.perf_counter()
        assert len(score_stances(article, statements, ACTORS)) == 2 * times
        return time.perf_counter() - began

    seconds(5)
    assert seconds(120) < 8 * seconds(30) + 1


QUARREL = "Row\n\nNorland accused Velia of bombing the port. Velia condemned Norland.\n\n"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Tern Group accused both governments of ignoring the crews.", {"Norland": "against", "Velia": "against"}),
        ("Tern Group accused governments of ignoring the crews.", {}),
        ("Marek said: “My opponent is a liar.”", {"Norland": "against"}),
        ("Marek said: “The opponent is a liar.”", {}),
    ],
)
def test_words_that_stand_for_the_parties_of_a_quarrel(last, expected):
    article = load_article(text=QUARREL + last)
    statements = resolve_speakers(article, find_statements(article), ACTORS)
    stances = score_stances(article, statements, ACTORS)
    found = stances[stances["statement"] == statements["statement"].max()]
    assert dict(zip(found["target"], found["label"], strict=True)) == expected
