"""Where the paragraphs of a text are, and which of them is its headline."""

from __future__ import annotations

import re

#: a first line that is longer is no headline.
LONGEST_TITLE = 200
#: the small words that a headline in title case leaves small.
_SMALL_WORDS = frozenset(
    "a an the and but or nor as at by for from in into of off on onto out over per than to up upon via vs with".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LINES = re.compile(r"[^\n]+")
#: the end of a sentence, or of a line that goes on: a headline has neither.
_SENTENCE_END = re.compile(r"[.!?…,;:–—-][”\"’'»)\]]*$")
_BYLINE = re.compile(r"(?:by|reporting by|published|updated|posted|photo|image)\b", re.IGNORECASE)
#: white space, the byte order mark and the space of no width: what stands around a paragraph and is no part of it.
_WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b"


def words_of(text: str) -> list[str]:
    """The words of a text, as they stand in it: letters, with an apostrophe inside.

    Example:
        >>> words_of("Don't open the 2 gates!")
        ["Don't", 'open', 'the', 'gates']
    """
    return _WORDS.findall(text)


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Find the lines that are not blank, without the white space around them.

    Args:
        text: the text, its lines ended by newlines.

    Returns:
        Half-open (start, end) offsets, in order.

    Example:
        >>> find_paragraphs("One.\n\n  Two. \n")
        [(0, 4), (8, 12)]
    """
    paragraphs = []
    for line in _LINES.finditer(text):
        words = line.group().lstrip(_WHITE)
        start = line.end() - len(words)
        end = start + len(words.rstrip(_WHITE))
        if start < end:
            paragraphs.append((start, end))
    return paragraphs


def find_headline(text: str, paragraphs: list[tuple[int, int]], title: str | None) -> int | None:
    r"""Find the paragraph that is the title: the one that says the same, or a first line that reads like a headline.

    Args:
        text: the text.
        paragraphs: its paragraphs, at least one.
        title: the title, if it is known.

    Returns:
        The paragraph's number, or None.

    Example:
        >>> text = "Gates to Stay Open\n\nMira Halloran said so."
        >>> find_headline(text, find_paragraphs(text), None)
        0
    """
    if title:
        for number, (start, end) in enumerate(paragraphs[:5]):
            if end - start <= 2 * len(title) + 10 and says_the_same(text[start:end], title):
                return number
    first = text[slice(*paragraphs[0])]
    if len(paragraphs) < 2 or len(first) > LONGEST_TITLE or _BYLINE.match(first) or not _WORDS.search(first):
        return None
    # A line that goes on in the next one, without a blank line between, is the beginning of a sentence.
    between = text[paragraphs[0][1] : paragraphs[1][0]]
    if between.count("\n") == 1 and text[paragraphs[1][0]].islower():
        return None
    return 0 if not _SENTENCE_END.search(first) or _in_title_case(first) else None


def says_the_same(line: str, title: str) -> bool:
    """Whether two lines differ in capitals, white space and marks alone."""
    return _WORDS.findall(line.casefold()) == _WORDS.findall(title.casefold()) != []


def _in_title_case(line: str) -> bool:
    """Whether a line has at least three words with a capital, and none without but the small ones."""
    words = _WORDS.findall(line)
    capital = sum(word[0].isupper() for word in words)
    return capital >= 3 and all(word[0].isupper() or word in _SMALL_WORDS for word in words)
