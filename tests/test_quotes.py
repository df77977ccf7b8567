"""Where quotation marks open and close: every kind of mark, and marks that are left open or stray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.articles import ArticleError, load_article
from analysis.quotes import find_quotations

closed = {
    "curly": ("“We agree,” she said.", ["We agree,"]),
    "straight": ('"We agree," she said.', ["We agree,"]),
    "comma outside": ("“We agree”, she said.", ["We agree"]),
    "straight, comma outside": ('"We agree", she said.', ["We agree"]),
    "guillemets": ("«We agree», she said.", ["We agree"]),
    "doubled apostrophes": ("''We agree,'' she said.", ["We agree,"]),
    "backticks": ("``We agree,'' she said.", ["We agree,"]),
    "single curly": ("‘We agree,’ she said.", ["We agree,"]),
    "single straight": ("'We agree,' she said.", ["We agree,"]),
    "single, with an apostrophe": ("‘We don’t agree,’ she said.", ["We don’t agree,"]),
    "single, with a plural possessive": ("‘The voters’ choice is clear,’ she said.", ["The voters’ choice is clear,"]),
    "two": ("“Yes,” she said. “No,” he said.", ["Yes,", "No,"]),
    "two, straight": ('"Yes," she said. "No," he said.', ["Yes,", "No,"]),
    "nested single": ("“He told me ‘never’ twice,” she said.", ["He told me ‘never’ twice,"]),
    "a bracket before it": ("The letter (“We agree”) was late.", ["We agree"]),
    "a dash before it": ("She nodded—“We agree”—and left.", ["We agree"]),
    "in brackets inside": ("“We agree [with Norland],” she said.", ["We agree [with Norland],"]),
    "an ellipsis": ("“… and so we agree …” she said.", ["… and so we agree …"]),
    "a number": ('"14 of us agree," she said.', ["14 of us agree,"]),
}  # fmt: skip

none = {
    "no marks": "We agree, she said.",
    "apostrophes": "The farmers’ market isn’t open, and the dogs’ home won’t be.",
    "straight apostrophes": "The farmers' market isn't open, and the dogs' home won't be.",
    "a decade": "In the ’90s and the '80s rents were low.",
    "inches": 'The fish was 14" long.',
    "an empty pair": "“”",
    "a lone closing mark": "We agree” she said.",
    "a stray mark at the end": 'We agree, she said. "',
}

open_ended = {
    "left open": ("She said: “We agree. We always did", ["We agree. We always did"]),
    "left open, straight": ('She said: "We agree. We always did', ["We agree. We always did"]),
    "the first of two left open": ("“We agree, she said. “And we are glad.”", ["And we are glad."]),
    "the last of three": ("“Yes,” she said. “No one knows", ["Yes,", "No one knows"]),
}


def inner(text):
    return [text[q.inner_start : q.inner_end] for q in find_quotations(load_article(text=text))]


@pytest.mark.parametrize(("text", "quotations"), list(closed.values()), ids=list(closed))
def test_closed(text, quotations):
    assert inner(text) == quotations
    for quotation in find_quotations(load_article(text=text)):
        assert quotation.closed and not quotation.continues
        assert quotation.start < quotation.inner_start < quotation.inner_end < quotation.end


@pytest.mark.parametrize("text", list(none.values()), ids=list(none))
def test_none(text):
    assert inner(text) == []


@pytest.mark.parametrize(("text", "quotations"), list(open_ended.values()), ids=list(open_ended))
def test_left_open(text, quotations):
    assert inner(text) == quotations


def test_single_marks_are_told_apart():
    single, double = find_quotations(load_article(text="‘We agree,’ she said. “So do we,” he said."))
    assert single.single and not double.single


def test_a_quotation_over_paragraphs_opens_anew_in_each():
    text = "He said: “We agree.\n\n“We always did.\n\n“And we will.” He left.\n\n“Good,” she said."
    found = find_quotations(load_article(text=text))
    assert [text[q.inner_start : q.inner_end] for q in found] == [
        "We agree.",
        "We always did.",
        "And we will.",
        "Good,",
    ]
    assert [q.closed for q in found] == [False, False, True, True]
    assert [q.continues for q in found] == [False, True, True, False]
    assert [q.paragraph for q in found] == [0, 1, 2, 3]


def test_a_closed_quotation_is_not_carried_on():
    found = find_quotations(load_article(text="He said: “We agree.”\n\n“We always did,” she said."))
    assert [q.continues for q in found] == [False, False]


def test_empty_text_is_refused_before_any_mark_is_read():
    with pytest.raises(ArticleError):
        load_article(text="")


@given(st.text(alphabet="ab A.,:’‘'\"“”«»„`\n-", min_size=1, max_size=80))
def test_whatever_the_marks_quotations_are_ordered_and_inside_their_paragraphs(text):
    try:
        article = load_article(text=text)
    except ArticleError:
        return
    end = 0
    for quotation in find_quotations(article):
        low, high = article.paragraphs[quotation.paragraph]
        assert max(low, end) <= quotation.start < quotation.inner_start < quotation.inner_end <= quotation.end <= high
        end = quotation.end


@pytest.mark.parametrize(
    ("text", "quotations"),
    [("„We agree“, she said.", ["We agree"]), ("„We agree“, she said. „So does he.“", ["We agree", "So does he."])],
    ids=["low opening, high closing mark", "twice"],
)
def test_hard_cases(text, quotations):
    assert inner(text) == quotations
