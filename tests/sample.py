"""An analysis made by hand, of an invented text, so that tests of pages and files depend on no rule.

Its names are as hostile as names can be: what is shown or written must come out as text.
"""

from analysis.articles import load_article
from analysis.report import Analysis
from analysis.tables import make_table

EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("x","y")'
TEXT = (
    "Dam <b>talks</b> & more\n"
    "Mira Halloran said the Dam Company hid “the worst report of the year”. She thinks the gates will close.\n"
    "“We help the union & the town,” he said, the Daily Ferry reported. “We always did.”\n"
    "Nobody answered."
)


def span(words, after=0):
    start = TEXT.index(words, after)
    return start, start + len(words)


def make_analysis():
    article = load_article(text=TEXT, title="Dam <b>talks</b> & more")
    base = {"article": article.id, "quote_type": "direct", "attribution": "speech", "act": "say", "rule": "hand"}
    told = [
        base | {"actor": EVIL, "party": FORMULA, "spans": [span("the Dam Company hid “the worst report of the year”")],
                "quote_type": "mixed", "speaker": "Mira Halloran", "cue": "said", "paragraph": 1},
        # a statement inside another
        base | {"actor": EVIL, "party": "+Union", "spans": [span("the worst report of the year")], "paragraph": 1},
        base | {"spans": [span("the gates will close")], "attribution": "belief", "actor": EVIL, "party": FORMULA,
                "speaker": "She", "cue": "thinks", "paragraph": 1},
        base | {"spans": [span("We help the union & the town"), span("We always did")], "speaker": "he", "cue": "said",
                "via": "Daily Ferry", "ambiguous": True, "paragraph": 2},
        base | {"spans": [span("talks")], "headline": True, "actor": EVIL, "party": FORMULA, "paragraph": 0},
    ]  # fmt: skip
    for number, row in enumerate(told):
        row["statement"] = number
        row["content"] = " ".join(TEXT[s:e] for s, e in row["spans"])
        for role in ("speaker", "cue"):
            if role in row:
                row[f"{role}_start"], row[f"{role}_end"] = span(row[role], TEXT.index("\n"))
    stance = {"article": article.id, "actor": EVIL, "party": FORMULA, "target": "Dam Company", "target_kind": "actor",
              "target_party": "@Company", "basis": "explicit", "confidence": 0.9, "method": "rules"}  # fmt: skip
    stances = [
        stance | {"statement": 0, "stance": -0.8, "label": "against", "evidence_spans": [span("hid")]},
        stance | {"statement": 1, "party": "+Union", "stance": -0.6, "label": "against",
                  "evidence_spans": [span("worst")], "uncertain": True},
        stance | {"statement": 1, "party": "+Union", "target": "</a>Board", "target_party": "@Company", "stance": 0.1,
                  "label": "neutral", "evidence_spans": []},
        stance | {"statement": 0, "target": "the gates", "target_kind": "concept", "target_party": None, "stance": 1.0,
                  "label": "for", "evidence_spans": [span("worst report")]},
        stance | {"statement": 4, "stance": 1.0, "label": "for", "evidence_spans": []},
        stance | {"statement": 2, "stance": 1.0, "label": "for", "evidence_spans": []},
    ]  # fmt: skip
    sentiment = [
        {"article": article.id, "statement": 0, "scorer": "textblob", "polarity": -1.0, "subjectivity": 1.0,
         "words": [("worst", -1.0)]},
        {"article": article.id, "statement": 3, "scorer": "textblob", "words": []},
    ]  # fmt: skip
    actors = [{"name": EVIL, "actor_type": "person", "party": FORMULA, "aliases": "Mira|<i>M</i>"}]
    return Analysis(
        article,
        make_table("actors", actors),
        make_table("statements", told),
        make_table("sentiment", sentiment),
        make_table("stances", stances),
    )


def empty_analysis(text="It rained."):
    return Analysis(
        load_article(text=text), *(make_table(name) for name in ("actors", "statements", "sentiment", "stances"))
    )
