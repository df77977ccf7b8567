"""An invented article with statements and stances made by hand, for the tests of exploring and correcting."""

from analysis.articles import load_article
from analysis.corrections import corrections_table, text_hash
from analysis.report import Analysis
from analysis.tables import make_table

TEXT = (
    "Quarrel over the weir\n"
    "Mira Halloran said the Dam Company broke its word. “We want peace with the Town Board,” she added.\n"
    "The Dam Company denied that it had promised anything. Ola Brandt of the Town Board called the weir a blessing.\n"
    "He thinks the rain will help."
)
SAID = (
    # words, actor, party, speaker, cue, quote type, act, confidence
    ("the Dam Company broke its word", "Mira Halloran", "Harbour Union", "Mira Halloran", "said", "indirect", "say", 0.9),  # noqa: E501
    ("We want peace with the Town Board", "Mira Halloran", "Harbour Union", "she", "added", "direct", "say", 0.6),
    ("it had promised anything", "Dam Company", "Dam Company", "The Dam Company", "denied", "indirect", "deny", 0.4),
    ("the weir a blessing", "Ola Brandt", "Town Board", "Ola Brandt", "called", "mixed", "say", 0.8),
    ("the rain will help", None, None, "He", "thinks", "indirect", "say", 0.3),
)  # fmt: skip
STANCES = (
    # statement, target, kind, party, stance, label, confidence, uncertain, evidence
    (0, "Dam Company", "actor", "Dam Company", -0.8, "against", 0.8, False, "broke"),
    (1, "Town Board", "actor", "Town Board", 0.7, "for", 0.7, False, "peace"),
    (2, "Harbour Union", "actor", "Harbour Union", -0.4, "neutral", 0.45, True, "denied"),
    (3, "the weir", "concept", None, 0.9, "for", 0.9, False, "blessing"),
    (3, "Dam Company", "actor", "Dam Company", 0.5, "for", 0.5, False, "blessing"),
)


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def make_analysis(**more):
    article = load_article(text=TEXT)
    statements = [
        {"article": article.id, "statement": n, "paragraph": TEXT[: span(words)[0]].count("\n"), "content": words,
         "spans": [span(words)], "actor": actor, "party": party, "ambiguous": actor is None, "speaker": speaker,
         "speaker_start": span(speaker)[0], "speaker_end": span(speaker)[1], "cue": cue, "cue_start": span(cue)[0],
         "cue_end": span(cue)[1], "quote_type": kind, "attribution": "belief" if cue == "thinks" else "speech",
         "act": act, "rule": "hand-made", "confidence": sure}
        for n, (words, actor, party, speaker, cue, kind, act, sure) in enumerate(SAID)
    ]  # fmt: skip
    stances = [
        {"article": article.id, "statement": n, "actor": statements[n]["actor"], "party": statements[n]["party"],
         "target": target, "target_kind": kind, "target_party": party, "stance": value, "label": label,
         "basis": "explicit", "confidence": sure, "uncertain": unsure, "evidence_spans": [span(words)],
         "method": "rule:made"}
        for n, target, kind, party, value, label, sure, unsure, words in STANCES
    ]  # fmt: skip
    sentiment = [
        {"article": article.id, "statement": 0, "scorer": "textblob", "words": []},
        {"article": article.id, "statement": 3, "scorer": "textblob", "polarity": 0.5, "subjectivity": 0.4,
         "words": [("blessing", 0.5)]},
    ]  # fmt: skip
    actors = [
        {"name": "Mira Halloran", "actor_type": "person", "party": "Harbour Union", "aliases": ""},
        {"name": "Harbour Union", "actor_type": "organisation", "party": "Harbour Union", "aliases": ""},
        {"name": "Ola Brandt", "actor_type": "person", "party": "Town Board", "aliases": ""},
        {"name": "Dam Company", "actor_type": "organisation", "party": "Dam Company", "aliases": ""},
    ]
    tables = zip(
        ("actors", "statements", "sentiment", "stances"), (actors, statements, sentiment, stances), strict=True
    )
    return Analysis(article, *(make_table(name, rows) for name, rows in tables), **more)


def correction(words, field, after, **more):
    """A correction of the statement with these words."""
    row = {"text_hash": text_hash(TEXT), "article": "quarrel-over-the-weir", "spans": [span(words)], "field": field}
    return row | {"after": after} | more


def table(*rows):
    return corrections_table(rows)
