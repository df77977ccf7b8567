"""Read a dependency parse: who is the subject of a verb, what are its complements, which words does a phrase span.

Small, general questions about spaCy's English parse (ClearNLP labels); nothing here knows about quotations.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

#: children of a noun that belong to its mention ("Vitaly Ivanov, the envoy"); relative clauses do not.
_MENTION = {
    "det",
    "amod",
    "compound",
    "nmod",
    "poss",
    "case",
    "nummod",
    "quantmod",
    "appos",
    "conj",
    "cc",
    "prep",
    "predet",
}
_SUBJECTS = {"nsubj", "csubj", "expl"}
#: a verb in one of these places shares the subject of the verb above it ("went on to say", "left, saying …").
_SHARES_SUBJECT = {"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "parataxis"}
#: how far up a chain of verbs a subject is looked for.
_HIGHEST = 6


def roles(token: Token) -> dict[str, list[Token]]:
    """Sort the complements of a word by role.

    Args:
        token: a verb, noun or adjective.

    Returns:
        role → heads of the complements: "that", "to", "ing", "np", "oprd", "acl", "passive" (the subject of a passive,
        its logical object), or a preposition (lower case) → the preposition itself.

    Example:
        >>> from analysis.language import load_pipeline
        >>> verb = load_pipeline()("Mira demanded that the company leave.")[1]
        >>> {role: [head.text for head in heads] for role, heads in roles(verb).items()}
        {'that': ['leave']}
    """
    found: dict[str, list[Token]] = {}
    for child in token.children:
        role = _role(child)
        if role:
            found.setdefault(role, []).append(child)
    return found


def _role(child: Token) -> str | None:
    dep = child.dep_
    if dep == "ccomp":
        # "wants the border to reopen": an infinitive with its own subject.
        marks = {c.lower_ for c in child.children if c.dep_ in ("mark", "aux")}
        return "to" if "to" in marks and "that" not in marks else "that"
    if dep == "xcomp":
        if child.tag_ == "VBG":
            return "ing"
        return "to" if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children) else "oprd"
    if dep in ("dobj", "attr"):
        return "np"
    if dep == "oprd":
        return "oprd"
    if dep in ("acl", "relcl") and child.head.pos_ in ("NOUN", "PROPN"):
        return "acl" if dep == "acl" else None
    if dep in ("prep", "agent"):
        return child.lower_
    if dep == "nsubjpass":
        return "passive"
    return None


def subject(token: Token) -> Token | None:
    """Find who does what a verb says, through passives, conjunctions, participles and infinitives.

    Args:
        token: a verb.

    Returns:
        The head of the subject, or None. For a relative pronoun it is the pronoun itself; see ``antecedent``.

    Example:
        >>> from analysis.language import load_pipeline
        >>> nlp = load_pipeline()
        >>> subject(nlp("The plan was rejected by Mira.")[3]).text
        'Mira'
        >>> subject(nlp("Mira left the room, saying she was tired.")[5]).text
        'Mira'
    """
    verb: Token | None = token
    if token.dep_ == "pcomp" and token.head.lower_ == "as" and token.head.head.lemma_ in ("quote", "cite"):
        # "the agency quoted Mira as saying": who is quoted speaks.
        quoting = token.head.head
        return next((c for c in quoting.children if c.dep_ in ("dobj", "nsubjpass")), None)
    for _ in range(_HIGHEST):
        if verb is None:
            return None
        passive = False
        # "The ferry, Mira said, will stay": where the parser gives "said" both subjects, the nearer one is its own
        for child in sorted(verb.children, key=lambda c: (c.i > verb.i, -c.i if c.i < verb.i else c.i)):
            if child.dep_ in _SUBJECTS and child.lower_ not in ("it", "there") or child.dep_ == "nsubj":
                return child
            passive = passive or child.dep_ in ("nsubjpass", "auxpass")
        for child in verb.children:
            if child.dep_ == "agent" or (passive and child.dep_ == "prep" and child.lower_ == "by"):
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        if passive and verb == token:
            # "was ordered to leave by General Holt": the parser hangs "by" under the infinitive.
            below = [c for x in verb.children if x.dep_ == "xcomp" for c in x.children if c.lower_ == "by"]
            named = [c for by in below for c in by.children if c.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")]
            return named[0] if named else None
        if passive:
            # "was asked to leave and refused": a verb joined to a passive has its surface subject.
            return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ not in _SHARES_SUBJECT or verb.head == verb:
            return None
        if verb.dep_ == "advcl" and verb.tag_ == "VBN":
            return None  # "Asked about the strike, she said …": somebody else asked
        if verb.dep_ == "xcomp":
            # "urged Mira to say": the object of the verb above is the subject of the infinitive.
            above = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
            if above is not None and verb.tag_ == "VB":
                return above
        verb = verb.head
    return None


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for ("the group, which said …"), or None.

    Example:
        >>> from analysis.language import load_pipeline
        >>> antecedent(load_pipeline()("The minister, who resigned, said nothing.")[3]).text
        'minister'
    """
    if token.tag_ not in ("WP", "WDT") and token.lower_ != "that":
        return None
    verb = token.head
    for _ in range(_HIGHEST):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head == verb:
            return None
        verb = verb.head
    return None


def mention(token: Token, leave_out: Iterable[str] = ()) -> tuple[int, int]:
    """The words of the mention that a noun heads: with title, apposition and conjuncts, without relative clauses.

    Args:
        token: the head of the mention.
        leave_out: prepositions after the noun that belong to something else ("by teachers *for* the cuts").

    Returns:
        Half-open token indices (start, end) into the token's document.

    Example:
        >>> from analysis.language import load_pipeline
        >>> doc = load_pipeline()("Foreign Minister Mira Halloran, who flew in on Monday, said it was late.")
        >>> doc[slice(*mention(doc[3]))].text
        'Foreign Minister Mira Halloran'
    """
    kept, stack = {token.i}, [token]
    while stack:
        for child in stack.pop().children:
            if child.dep_ == "prep" and child.lower_ in leave_out:
                continue
            if child.dep_ in _MENTION or (child.dep_ in ("pobj", "punct", "det") and child.head.i != token.i):
                kept.add(child.i)
                stack.append(child)
            elif child.dep_ == "punct" and child.text in "-–" and child.i < token.i:
                kept.add(child.i)
    start = end = token.i
    while start - 1 in kept or (start - 2 in kept and token.doc[start - 1].is_punct):
        start -= 1
    doc = token.doc
    while end + 1 in kept or (end + 2 in kept and end + 2 < len(doc) and doc[end + 1].is_punct):
        end += 1
    while end > token.i and (doc[end].is_punct and doc[end].text not in ")" or doc[end].dep_ == "cc"):
        end -= 1
    while start < token.i and (doc[start].is_punct or doc[start].dep_ == "cc"):
        start += 1
    return start, end + 1


def words(heads: Iterable[Token], leave_out: Iterable[Token] = ()) -> set[int]:
    """The indices of all words under some heads, without those under others.

    Example:
        >>> from analysis.language import load_pipeline
        >>> doc = load_pipeline()("The dam is unsafe, Mira said.")
        >>> sorted(words([doc[2]]))
        [0, 1, 2, 3]
    """
    kept = {t.i for head in heads for t in head.subtree}
    for head in leave_out:
        kept -= {t.i for t in head.subtree}
    return kept


def pieces(doc: Doc, indices: set[int]) -> list[tuple[int, int]]:
    """Join word indices to runs, as character offsets into the document, without punctuation at their ends.

    Example:
        >>> from analysis.language import load_pipeline
        >>> doc = load_pipeline()("“Yes,” Mira said.")
        >>> pieces(doc, {0, 1, 2, 3})
        [(1, 4)]
    """
    runs: list[list[int]] = []
    for i in sorted(indices):
        if runs and all(doc[j].is_punct or doc[j].is_space for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        start, end = run[0], run[-1]
        while start <= end and not _carries(doc[start]):
            start += 1
        while end >= start and not _carries(doc[end]):
            end -= 1
        if start <= end:
            spans.append((doc[start].idx, doc[end].idx + len(doc[end])))
    return spans


def _carries(token: Token) -> bool:
    """Whether a word can stand at the edge of a span: it has a letter or a digit, or is a sign like % or $."""
    return any(c.isalnum() for c in token.text) or token.text in "$%€£"
