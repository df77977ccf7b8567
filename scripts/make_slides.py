"""Make slides of a notebook: what `make slides` does, with notebook 05.

The slides are computed from the notebook, which holds nothing about them. The rule:

* Each passage of prose is a slide under the heading of its section. Of each paragraph it shows the first sentences, up
  to about 35 words; lists, tables and formulas it shows whole. Short passages share a slide, a long one takes several.
* Each output of a cell, a chart or a table, is a slide, under the last statement of its code. The last sentence of the
  passage before it stands with it, and of a passage after it that begins with "How to read it", the first sentences.
* The whole prose, and the whole code, are in the speaker's notes (key S).
* Exercises are shown; answers, checks, solutions, and what is said after them, are not.

The page holds reveal.js itself, and asks no host for anything.

    python scripts/make_slides.py [NOTEBOOK] [--out PAGE]
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from keep_executed import NotRun, executed_notebooks
from markdown_it import MarkdownIt
from nbconvert import SlidesExporter
from run_notebooks import BUILD, NOTEBOOKS

NOTEBOOK = NOTEBOOKS / "05-how-the-positions-conflict.ipynb"
TEMPLATES = Path(__file__).resolve().parent
NOT_SHOWN = {"answer", "check", "solution", "lesson"}
EXERCISE = re.compile(r"\*\*\d")
READING = re.compile(r"\*\*How to read it\.\*\*\s*")
#: about so many words of a paragraph are shown, on a slide of prose, and beside an output; and rows of a table
PARAGRAPH, WORDS, BESIDE, ROWS = 35, 75, 45, 7
#: tables whose rows hold at most so many characters are set in larger letters
SHORT, MIDDLE = 60, 110


@dataclass
class Slide:
    """One slide: its heading, what is read on it, the outputs it shows, and what the speaker says."""

    heading: str
    text: str = ""
    code: str = ""
    outputs: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slides_of(notebook) -> list[Slide]:
    """Compute the slides of a notebook with outputs, by the rule at the top of this module."""
    slides: list[Slide] = []
    heading = lead = ""
    for cell in notebook.cells:
        if NOT_SHOWN & set(cell.metadata.get("tags", [])):
            continue
        if cell.cell_type == "markdown":
            found = blocks(cell.source)
            headings = [text for kind, text in found if kind == "heading"]
            heading = headings[-1] if headings else heading
            _add_prose(slides, heading, [block for block in found if block[0] != "heading"])
            lead = sentences(found[-1][1])[-1] if found[-1][0] == "paragraph" else ""
        elif cell.cell_type == "code" and slides:
            _add_code(slides, lower(heading), lead, cell)
            lead = "" if slides[-1].outputs else lead
    return slides


def _add_prose(slides: list[Slide], heading: str, found: list[tuple[str, str]]) -> None:
    """Add what a passage of prose gives."""
    notes = "\n\n".join(text for _, text in found)
    if found and slides and slides[-1].outputs and READING.match(found[0][1]):
        reading = found.pop(0)[1]
        slides[-1].text = f"{slides[-1].text}\n\n{first_of(READING.sub('', reading))}".strip()
        slides[-1].notes.append(reading)
        notes = "\n\n".join(text for _, text in found)
    if re.match(r"#+ Exercises?$", heading) and not any(EXERCISE.match(text) for _, text in found):
        found = []  # what is said after a solution
    if not found and notes:
        slides[-1].notes.append(notes)
    for number, text in enumerate(spread(condensed(found))):
        last = slides[-1] if slides else None
        if last and not last.outputs and last.heading == heading and words(last.text) + words(text) <= WORDS:
            last.text += f"\n\n{text}"
        else:
            slides.append(Slide(heading if not (number or slides) else lower(heading), text))
        if not number:
            slides[-1].notes.append(notes)


def _add_code(slides: list[Slide], heading: str, lead: str, cell) -> None:
    """Add what a cell of code gives: to the slide before it, if that holds little, or as a slide of its own."""
    outputs = [output for output in cell.outputs if output.output_type != "error"]
    if outputs:
        last = slides[-1]
        room = BESIDE // 2 if any(html_of(output).count("<tr") > ROWS // 2 + 1 for output in outputs) else BESIDE
        lead = "" if lead in last.text else lead
        if last.outputs or last.heading != heading or words(f"{last.text} {lead}") > room:
            slides.append(Slide(heading, lead))
        else:
            last.text = f"{last.text}\n\n{lead}".strip()
        slides[-1].code, slides[-1].outputs = last_statement(cell.source), outputs
    slides[-1].notes.append(f"```python\n{cell.source}\n```")


def last_statement(code: str) -> str:
    """The last statement of a cell, which makes what is shown."""
    return ast.get_source_segment(code, ast.parse(code).body[-1]) or ""


def lower(heading: str) -> str:
    """The heading of a slide that is not the first: only that one has the look of a title."""
    return re.sub(r"^# ", "## ", heading)


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def blocks(source: str) -> list[tuple[str, str]]:
    r"""The blocks of a passage in Markdown, each with its kind.

    Example:
        >>> blocks("## Limits\n\nThere are some.\n\n- one\n- two")
        [('heading', '## Limits'), ('paragraph', 'There are some.'), ('bullet_list', '- one\n- two')]
    """
    lines = source.splitlines()
    found = []
    for token in MarkdownIt().enable("table").parse(source):
        if token.level == 0 and token.map:
            start, end = token.map
            found.append((token.type.removesuffix("_open"), "\n".join(lines[start:end]).rstrip()))
    return found


def condensed(found: list[tuple[str, str]]) -> list[str]:
    r"""What is shown of each block; a sentence that a list completes goes to the list.

    Example:
        >>> condensed([("paragraph", "We begin. You can"), ("bullet_list", "- read"), ("paragraph", "Go on.")])
        ['We begin.', 'You can\n\n- read', 'Go on.']
    """
    parts: list[str] = []
    begun = ""
    for number, (kind, text) in enumerate(found):
        after = found[number + 1][0] if number + 1 < len(found) else ""
        if kind != "paragraph":
            parts.append(begun + text)
            begun = ""
        elif after.endswith("list") and not re.search(r"[.?!][)”\"*]*$", text):
            *before, last = sentences(text)
            parts += [first_of(" ".join(before))] if before else []
            begun = f"{last}\n\n"
        else:
            parts.append(first_of(text))
    return parts


def first_of(paragraph: str) -> str:
    """The first sentences of a paragraph, up to about PARAGRAPH words, and one at least.

    Example:
        >>> first_of("**2 (middle).** Make the matrix. " + "Which is it? " * 20)
        '**2 (middle).** Make the matrix. Which is it? Which is it? ...'
    """
    shown: list[str] = []
    for sentence in sentences(paragraph):
        if words(" ".join(shown).replace("**", "")) > 5 and words(" ".join([*shown, sentence])) > PARAGRAPH:
            break
        shown.append(sentence)
    return " ".join(shown)


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph of Markdown into sentences; no bracket, emphasis or code is cut in two.

    Example:
        >>> sentences("Draw it (see the *figure*. Twice.) again. **Then** stop. e.g. here")
        ['Draw it (see the *figure*. Twice.) again.', '**Then** stop. e.g. here']
    """
    text = " ".join(paragraph.split())
    found, start = [], 0
    for end in re.finditer(r"[.!?:]?(?<=[.!?])[\"”*)_]*\s+(?=[\"“*(_]*[A-Z]|`)", text):
        part = text[start : end.end()]
        if part.count("(") == part.count(")") and not any(part.count(mark) % 2 for mark in ("**", "`", "*")):
            found.append(part.strip())
            start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def spread(parts: list[str]) -> list[str]:
    """Spread the parts of a passage over slides of about WORDS words; no part is cut."""
    pages: list[str] = []
    for part in parts:
        if pages and words(pages[-1]) + words(part) <= WORDS:
            pages[-1] += f"\n\n{part}"
        else:
            pages.append(part)
    return pages


def html_of(output: dict) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))


def shortened(html: str) -> str:
    """The HTML of an output, of its tables the first ROWS rows, and how many are left out."""
    page = BeautifulSoup(html, "html.parser")
    for table in page.find_all("table"):
        rows = [row for row in table.find_all("tr") if row.find("td")]
        widest = max((len(row.get_text(" ", strip=True)) for row in rows[:ROWS]), default=0)
        size = "short" if widest <= SHORT else "middle" if widest <= MIDDLE else "long"
        table["class"] = [*table.get("class", []), size]
        for row in rows[ROWS:]:
            row.decompose()
        if len(rows) > ROWS:
            note = page.new_tag("p")
            note.string = f"… and {len(rows) - ROWS} rows more, in the notebook."
            table.insert_after(note)
    return str(page)


def deck(slides: list[Slide], title: str):
    """The slides as a notebook with the metadata that nbconvert makes slides from."""
    cells = []
    for number, slide in enumerate(slides):
        heading = nbformat.v4.new_markdown_cell(f"{slide.heading}\n\n{slide.text}".strip())
        heading.metadata["slideshow"] = {"slide_type": "slide"}
        cells.append(heading)
        if slide.outputs:
            for output in slide.outputs:
                if "text/html" in output.get("data", {}):
                    output["data"] = {"text/html": shortened(html_of(output))}
            cells.append(nbformat.v4.new_code_cell(slide.code, outputs=slide.outputs))
        notes = nbformat.v4.new_markdown_cell("\n\n".join(slide.notes))
        notes.metadata["slideshow"] = {"slide_type": "notes"}
        cells.append(notes)
        for place, cell in enumerate(cells[-3:]):
            cell["id"] = f"slide-{number}-{place}"
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": title})


def reveal_folder() -> Path:
    """Where reveal.js lies: in the package of Sphinx's slides, which brings it along."""
    found = importlib.util.find_spec("sphinx_revealjs")
    if found is None or not found.origin:
        raise FileNotFoundError("reveal.js is not installed: `make slides` installs it from requirements-site.txt")
    return Path(found.origin).parent / "_static" / "revealjs"


def page_of(notebook) -> str:
    """The page of a notebook that holds slides, with reveal.js and the styles in it."""
    reveal = reveal_folder()
    files = {
        "reset_css": reveal / "dist" / "reset.css",
        "reveal_css": reveal / "dist" / "reveal.css",
        "reveal_js": reveal / "dist" / "reveal.js",
        "notes_js": reveal / "plugin" / "notes" / "notes.js",
        "licence": reveal / "LICENSE",
        "css": TEMPLATES / "slides" / "slides.css",
    }
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    texts["reveal_js"] = texts["reveal_js"].replace("//# sourceMappingURL=reveal.js.map", "")
    exporter = SlidesExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="slides")
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    page, _ = exporter.from_notebook_node(notebook, resources={"deck": texts})
    return page


def main(arguments: list[str] | None = None) -> int:
    """Make the slides; 0 if they were made, else 1."""
    parser = argparse.ArgumentParser(description="Make slides of a notebook.")
    parser.add_argument("notebook", nargs="?", type=Path, default=NOTEBOOK, help="default: notebook 05")
    parser.add_argument("--out", type=Path, help="default: build/slides/NAME.html")
    options = parser.parse_args(arguments)
    try:
        (executed,) = executed_notebooks([options.notebook])
    except NotRun as failure:
        print(failure, file=sys.stderr)
        return 1
    slides = slides_of(nbformat.read(executed, as_version=4))
    page = options.out or BUILD / "slides" / f"{options.notebook.stem}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(page_of(deck(slides, slides[0].heading.lstrip("# "))), encoding="utf-8")
    print(f"{len(slides)} slides: {page}. Key S shows the speaker's notes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
