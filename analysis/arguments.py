"""Who does what to whom: the agents, the objects and the force (negated, demanded) of a word in the parse.

Small questions to spaCy's dependency parse, each with one answer, that ``analysis.frames`` puts together.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.lexicon import frames_of

#: no path through a parse is followed further than this: news needs about ten steps.
FARTHEST = 30
NEGATIONS = frozenset("no not n't n’t never neither nor hardly scarcely barely nobody none cannot".split())
#: "at no point", "under no circumstances"
NEVER = frozenset("point time moment way circumstance condition account means mean".split())
DEONTIC = frozenset("must should ought shall".split())
#: "need to", "have to": the verb above the infinitive
DEONTIC_VERBS = frozenset("need have ought got".split())
MODIFIERS = frozenset("compound amod nmod poss nummod appos".split())
OBJECTS = frozenset("dobj nsubjpass obj oprd".split())
SUBJECTS = frozenset("nsubj csubj".split())


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token that stand in one of the given relations to it."""
    return [child for child in token.children if child.dep_ in deps]


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause: a verb, or a phrasal verb that was taken for a noun ("demanded X step down")."""
    return token.pos_ in ("VERB", "AUX") or any(frame.pos == "verb" for frame in frames_of(token))


def with_conjuncts(token: Token) -> list[Token]:
    """A token and what is joined to it by "and" or commas: "A, B and C"."""
    found, stack = [], [token]
    while stack and len(found) < FARTHEST:
        here = stack.pop(0)
        found.append(here)
        stack += [child for child in children(here, "conj") if child.pos_ in ("NOUN", "PROPN", "PRON")]
    return found


def phrase(token: Token) -> Iterator[Token]:
    """The tokens of a noun phrase that say who or what it is: its head, modifiers before it and "of …" after it.

    Not what only says where it is: "the troops *in* Norland" are not Norland's.
    """
    stack, seen = [token], 0
    while stack and seen < FARTHEST:
        here = stack.pop()
        seen += 1
        yield here
        if any("poss" in f.slots and f.kind == "attitude" for f in frames_of(here)):
            continue  # "X's opponents" are not X
        for child in here.children:
            if child.dep_ in MODIFIERS:
                stack.append(child)
            elif child.dep_ == "prep" and child.lower_ == "of" and not _is_event(here):
                stack += children(child, "pobj")


def _is_event(token: Token) -> bool:
    return token.pos_ == "NOUN" and any(frame.kind in ("effect", "attitude") for frame in frames_of(token))


def negated(token: Token) -> list[Token]:
    """The words that negate a verb, an adjective or a noun event; an empty list where nothing does."""
    found = [child for child in token.children if child.dep_ == "neg" or child.lower_ in NEGATIONS]
    found += [
        c for c in children(token, "advmod") if c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)
    ]
    for prep in children(token, "prep"):
        for noun in children(prep, "pobj"):  # "at no point did X"; not "with no proof X accused"
            found += [c for c in children(noun, "det") if c.lower_ == "no" and noun.lemma_.lower() in NEVER]
    for argument in children(token, "nsubj", "nsubjpass", "attr", "dobj"):
        # "nobody supports", "it is no threat"; the object's own "no" is found when the object is the event
        if argument.dep_ in ("nsubj", "nsubjpass", "attr") or not _is_event(argument):
            found += [argument] if argument.lower_ in NEGATIONS else []
            found += [child for child in children(argument, "det", "neg") if child.lower_ in ("no", "neither")]
    if len(found) == 2 and {t.lower_ for t in found} == {"neither", "nor"}:
        return found[:1]
    return found


def deontic(token: Token) -> list[Token]:
    """The words that make a verb something demanded: "must", "should", "has to", "needs to", or an imperative."""
    found = [child for child in children(token, "aux") if child.lemma_.lower() in DEONTIC or child.lower_ in DEONTIC]
    if found:
        return found
    head = token.head
    if token.dep_ == "xcomp" and head.lemma_.lower() in DEONTIC_VERBS and any(c.lower_ == "to" for c in token.children):
        return [head]
    bare = token.tag_ == "VB" and not children(token, "nsubj", "nsubjpass", "aux", "auxpass", "csubj", "expl")
    if bare and token.pos_ == "VERB" and token.dep_ in ("ROOT", "ccomp") and token.head.pos_ != "AUX":
        return [token]
    return []


def ceasing(token: Token) -> list[Token]:
    """A "stop" that the parser took for an auxiliary of the verb after it: "that Velia stop bombing …"."""
    return [child for child in children(token, "aux") if any(frame.kind == "cease" for frame in frames_of(child))]


def future(token: Token) -> bool:
    """Whether a verb is about what somebody will, can or would do, not about what was."""
    return any(
        child.lower_ in ("will", "’ll", "'ll", "would", "can", "could", "ca", "wo", "shall") for child in token.children
    )


#: what makes a verb a question or a condition
OPENING = frozenset("if unless whether".split())
#: who says, hopes or doubts nothing of the sort, but leaves open whether it is so
SEEMING = frozenset("seem appear".split())
SAID_TO = frozenset("say believe report allege rumour rumor suppose think".split())
MAYBE = frozenset("possible likely probable conceivable thinkable rumour rumor".split())


def left_open(token: Token) -> bool:
    """Whether a verb is only asked about or made a condition: "did X praise", "if X backs", "should X reject"."""
    if any(child.dep_ == "mark" and child.lower_ in OPENING for child in token.children):
        return True
    subjects = children(token, "nsubj", "nsubjpass")
    helpers = children(token, "aux", "auxpass")
    if not subjects or not helpers or min(h.i for h in helpers) > min(s.i for s in subjects):
        return False
    first = min(helpers, key=lambda helper: helper.i)
    asks = token.sent.text.rstrip().rstrip("”’\"'").endswith("?")
    return asks or (first.lower_ in ("should", "had", "were") and token.dep_ == "advcl")


def uncertain(token: Token) -> bool:
    """Whether a clause says that something may be so: "seems to", "is said to", "it is possible that"."""
    head = token.head
    if token.dep_ == "xcomp" and (
        head.lemma_ in SEEMING or (head.lemma_ in SAID_TO and children(head, "auxpass", "nsubjpass"))
    ):
        return True
    said = [head, *children(head, "nsubj", "acomp", "attr")]
    return token.dep_ in ("ccomp", "acl", "csubj") and any(one.lemma_.lower() in MAYBE for one in said)


def conditional(token: Token) -> bool:
    """Whether a condition hangs on a clause: "would reject X if asked", "will support X only if"."""
    clauses = children(token, "advcl")
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for clause in clauses for c in clause.children)


def able(token: Token) -> bool:
    """Whether a passive tells what can, or can't, be done, with nobody named: "X cannot be trusted"."""
    modal = any(child.lower_ in ("can", "could", "ca") for child in children(token, "aux"))
    return modal and bool(children(token, "auxpass")) and not agents(token)


def agents(token: Token, depth: int = 0) -> list[Token]:
    """Who does what a verb or noun event tells: the heads of the noun phrases, an empty list where nobody is named."""
    if depth > FARTHEST:
        return []
    found = _verb_agents(token, depth) if is_verb(token) and token.pos_ != "NOUN" else _noun_agents(token, depth)
    return [one for agent in found for one in with_conjuncts(agent)]


def _verb_agents(verb: Token, depth: int) -> list[Token]:
    passive = bool(children(verb, "nsubjpass", "auxpass"))
    for agent in children(verb, "agent"):
        return children(agent, "pobj")
    if passive:
        return []
    head, subjects = verb.head, children(verb, "nsubj", "csubj")
    for auxiliary in children(verb, "aux"):
        subjects += children(auxiliary, "nsubj")  # a slip of the parser: "[that Velia stop] bombing"
    if subjects and verb.dep_ == "relcl" and subjects[0].tag_ in ("WDT", "WP"):
        return [head]
    if subjects:
        return subjects
    if verb.dep_ == "relcl":
        return []
    if verb.dep_ in ("acl", "amod"):
        if verb.tag_ == "VBN":
            return []
        return [head] if verb.tag_ == "VBG" and not frames_of(head) else agents(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "conj", "dep"):
        controlled = children(head, "dobj") if verb.dep_ in ("xcomp", "ccomp") else []
        if controlled and _controls(head):
            return controlled
        return agents(head, depth + 1) if is_verb(head) or verb.dep_ == "conj" else _adjective_agents(head, depth)
    if verb.dep_ == "pcomp":
        above = head.head
        while above.dep_ == "prep" and above.head is not above:
            above = above.head
        if is_verb(above):
            if any(frame.kind == "want" and frame.sign < 0 for frame in frames_of(above)):
                return [c for c in children(above, "dobj", "nsubjpass") if not _is_event(c)]
            whom = [c for c in children(above, "dobj", "nsubjpass") if not _is_event(c)]
            return (
                whom
                if whom and any(f.kind not in ("effect", "light") for f in frames_of(above))
                else agents(above, depth + 1)
            )
        return agents(above, depth + 1)
    return []


def _controls(verb: Token) -> bool:
    """Whether the object of a verb is who does the infinitive: "urged them to go", not "used the army to stay"."""
    return any(frame.kind in ("want", "reverse", "cease", "say", "attitude") for frame in frames_of(verb)) or any(
        frame.word in ("help", "assist") for frame in frames_of(verb)
    )


def _adjective_agents(adjective: Token, depth: int) -> list[Token]:
    subjects = children(adjective, "nsubj")
    if subjects or adjective.pos_ not in ("ADJ", "NOUN"):
        return subjects
    return children(adjective.head, "nsubj") if adjective.dep_ in ("acomp", "attr", "oprd") else []


def _noun_agents(noun: Token, depth: int) -> list[Token]:
    slots = {slot for frame in frames_of(noun) for slot in frame.slots}
    found = [
        c
        for c in noun.children
        if c.dep_ in ("poss", "compound", "amod", "nmod") and c.pos_ in ("PROPN", "PRON", "NOUN", "ADJ")
    ]
    named = [c for c in found if c.dep_ == "poss" or c.ent_type_ or c.pos_ == "PROPN"]
    if "poss" in slots:
        named = []
    for prep in children(noun, "prep", "agent"):
        if prep.lower_ in ("by", "from") or (prep.lower_ == "of" and "of" not in slots):
            named += children(prep, "pobj")
    if named and not _gives_up_its_own(noun, named):
        return named
    if noun.pos_ == "ADJ":
        return _adjective_agents(noun, depth)
    head = noun.head
    if noun.dep_ == "conj":
        return agents(head, depth + 1)
    if noun.dep_ == "dobj" and is_verb(head):
        # "launched an attack", "ended its support", "discussed efforts to …"; not "condemned the attack"
        hands_on = any(frame.kind in ("light", "cease") for frame in frames_of(head))
        wanted = any(frame.kind == "want" for frame in frames_of(noun))
        return agents(head, depth + 1) if hands_on or wanted else []
    return []


def _gives_up_its_own(noun: Token, owners: list[Token]) -> bool:
    """Whether somebody gives up an attitude of their own: "X withdrew its support for Y"."""
    gives_up = noun.dep_ == "dobj" and any(frame.kind == "cease" for frame in frames_of(noun.head))
    attitude = any(frame.kind == "attitude" for frame in frames_of(noun))
    return gives_up and attitude and all(one.dep_ == "poss" and one.pos_ == "PRON" for one in owners)


def objects(token: Token) -> list[Token]:
    """Whom a verb or noun event falls on: the heads of the noun phrases in the slots of its frames."""
    slots = {slot for frame in frames_of(token) for slot in frame.slots}
    found = children(token, *OBJECTS) if "obj" in slots else []
    for prep in children(token, "prep", "dative"):
        if prep.lower_ in slots or prep.lower_ == "against":
            found += children(prep, "pobj")
    if token.dep_ == "dobj":  # "withdrew support for X": the parser may hang "for" on the verb
        beside = [prep for prep in children(token.head, "prep") if prep.i == token.i + 1 and prep.lower_ in slots]
        found += [one for prep in beside for one in children(prep, "pobj")]
    if token.dep_ == "relcl" and "obj" in slots and not found:
        found = [token.head]
    return [one for patient in found for one in with_conjuncts(patient)]
