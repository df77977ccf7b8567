"""From a file's bytes to its text: which encoding it is in, and whether it is a text at all.

A text editor asks the user; here the bytes have to tell. The order is: a byte order mark, UTF-16 without one (every
second byte of English is then zero), UTF-8, Windows-1252. What none of them fits is refused with a reason rather than
read as nonsense.
"""

from __future__ import annotations

import codecs
import re

#: how files that are no plain text begin, and what a student would call them.
SIGNATURES: dict[bytes, str] = {
    b"%PDF": "a PDF document",
    b"{\\rtf": "a rich text (RTF) document",
    b"PK\x03\x04": "a zip archive or an office document (such as .docx, .odt or .epub)",
    b"\xd0\xcf\x11\xe0": "an old office document (such as .doc)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"7z\xbc\xaf": "a compressed file (7z)",
    b"bplist": "a web archive or property list",
    b"\x7fELF": "a program",
}

#: longest first: UTF-32's mark begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: control characters that no text holds (tab, line ends, form feed, Ctrl-Z at the end and escape are let through).
_CONTROLS = re.compile(r"[\x00-\x07\x0e-\x19]")
#: dashes, curly quotation marks and the ellipsis as UTF-8 writes them: bytes that Windows-1252 text never has in a row.
_UTF8_MARKS = re.compile(rb"\xe2\x80[\x90-\xa6]")
#: English in Windows-1252 is nearly all ASCII; more of the rest than this share says that the encoding is another.
_MOST_NOT_ASCII = 0.25


def decode(data: bytes) -> str:
    r"""Decode the bytes of a text file.

    Args:
        data: all bytes of the file.

    Returns:
        The text, without byte order mark, otherwise unchanged (line ends too).

    Raises:
        ValueError: the bytes are no text, or in an encoding that can't be told. Its message ends a sentence that
            begins with the file's name.

    Example:
        >>> decode("“No”, said Mira".encode("cp1252"))
        '“No”, said Mira'
        >>> decode("\ufeffNo".encode("utf-16-be"))
        'No'
        >>> decode(b"%PDF-1.7 ...")
        Traceback (most recent call last):
        ValueError: is a PDF document, not plain text: ...
    """
    for signature, name in SIGNATURES.items():
        if data.startswith(signature):
            raise ValueError(
                f"is {name}, not plain text: open it, copy the article's words into a plain text file (.txt), "
                "and load that"
            )
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    wide = _utf16_without_mark(data)
    if wide:
        return _strict(data, wide)
    if b"\0" in data:
        raise ValueError("is not a text file: it holds zero bytes, as programs, pictures and archives do")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _windows(data, error)
    return _no_controls(text)


def decode_line(data: bytes) -> str:
    """Decode one line of a file that is read line by line: UTF-8, else Windows-1252.

    Args:
        data: the line's bytes.

    Returns:
        Its text.

    Raises:
        ValueError: it is damaged UTF-8, or in an encoding that can't be told; worded as in `decode`.

    Example:
        >>> decode_line("“No”, said Mira".encode("cp1252"))
        '“No”, said Mira'
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(data, error)


def _strict(data: bytes, encoding: str) -> str:
    """Decode by an encoding that the bytes have told; damage is an error."""
    try:
        return _no_controls(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise ValueError(_damaged(encoding.removesuffix("-sig"), error)) from None


def _windows(data: bytes, error: UnicodeDecodeError) -> str:
    """Decode what is not UTF-8 as Windows-1252, unless it is damaged UTF-8 or some other encoding."""
    if _UTF8_MARKS.search(data):
        raise ValueError(_damaged("UTF-8", error)) from None
    unknown = ValueError(
        "is in an encoding that can't be told: it is neither UTF-8, UTF-16 nor Windows-1252. Open it in a text editor "
        "where it looks right, and save it as UTF-8"
    )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise unknown from None
    if sum(1 for byte in data if byte > 127) > _MOST_NOT_ASCII * len(data):
        raise unknown
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Tell UTF-16 that has no byte order mark: nearly all the zero bytes stand at even, or at odd, places."""
    sample = data[:65_536]
    pairs = len(sample) // 2
    if len(data) % 2 or not pairs:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.5 * pairs and even < 0.02 * pairs:
        return "utf-16-le"
    if even > 0.5 * pairs and odd < 0.02 * pairs:
        return "utf-16-be"
    return None


def _no_controls(text: str) -> str:
    """Give the text back, unless it holds what no text holds."""
    if _CONTROLS.search(text):
        raise ValueError("is not a text file: it holds control characters, as programs, pictures and archives do")
    return text


def _damaged(encoding: str, error: UnicodeDecodeError) -> str:
    return (
        f"is damaged: it begins as {encoding.upper()} text, but byte {error.start + 1} does not fit. Open it in a text "
        "editor, look for odd characters, and save it as UTF-8"
    )
