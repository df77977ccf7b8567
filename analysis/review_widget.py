"""Correct an analysis by hand in JupyterLab, one statement after the other, from the least certain.

The widgets here only ask and show; ``analysis.reviewing`` decides and saves. Every button saves its decision in the
file before the line below says so. Everything can be done with the keyboard: tab to a control, arrow keys in a list,
Enter or Space on a button. In the list of statements Enter says that one is right, and Delete that it is none.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING

import ipywidgets as widgets
from markupsafe import escape

from analysis.counting import party_order
from analysis.cues import load_acts
from analysis.explore_fields import KINDS, STANCES, WIDE, area, button, combo, in_a_row, one_of, rooted, text
from analysis.explore_reach import Reach, offset_of
from analysis.explore_widget import STILL_VARIABLE
from analysis.exploring import article_html, detail_html, detailed_views, style_html
from analysis.marking import clean
from analysis.reviewing import Reviewer, decisions_table
from analysis.tables import CATEGORIES
from analysis.view import colours

if TYPE_CHECKING:
    from analysis.report import Analysis


def review(analysis: Analysis, path: str | PathLike[str], who: str | None = None) -> Review:
    """Go through an analysis by hand: as the last line of a cell, it shows itself.

    Args:
        analysis: the analysis, as it was found.
        path: the CSV file for the decisions; with one that is there it goes on where it was. Give each person a file
            of their own, so that they can be compared (``compare_corrections``).
        who: your name, or a sign for it, which is written with each decision.

    Returns:
        The review. ``.reviewer.corrected()`` is the analysis with all corrections; so is
        ``analyse(article, corrections=path)``.

    Raises:
        ArticleError: the file is there and is no file of corrections.

    Example:
        >>> import pathlib, tempfile
        >>> from analysis import analyse, load_article
        >>> found = analyse(load_article(text="Mira Halloran said the dam was safe. Ola Brandt denied it."))
        >>> here = review(found, pathlib.Path(tempfile.mkdtemp()) / "mine.csv", who="me")
        >>> here.right.click()
        >>> here.saved
        'saved 1 of 2'
    """
    return Review(Reviewer(analysis, path, who))


class Review:
    """The widgets of `review`. Each one can be set, and each button clicked, from code as well.

    Attributes:
        reviewer: what decides and saves.
        saved: what the last decision said, such as "saved 3 of 17"; empty before the first.
        statement: the list of statements, from the least certain; a ✓ stands before those that are decided.
        right, delete, keep, skip: buttons about the whole statement.
        actor, party, speaker, cue, words: fields; each has a button: save_actor, save_speaker, save_cue, save_words.
            take: puts the words that are selected in the article into words; selecting alone puts them into new_words.
        act, quote_type, attribution: lists of what sort of statement it is; with save_sort.
        target, kind, stance: of whom or what, and where the speaker stands; with save_stance. old and save_target:
            the stance that is towards somebody else, the name of whom stands in target.
        new_words, new_actor: a statement that was missed; with add.
        why: a reason that is written with the next decision.
    """

    def __init__(self, reviewer: Reviewer) -> None:
        self.reviewer = reviewer
        self.saved = ""
        self._quiet = False
        self._selected = ("", 0)  # words that are selected in the article, and where
        self._colour = colours(reviewer.analysis)
        self._make()
        self._list()
        self._go(reviewer.next())

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not os.environ.get(STILL_VARIABLE):
            display(self.widget)
        page = f'<div class="standpoints-static">{self.page()}</div>'
        display({"text/html": page, "text/plain": repr(self)}, raw=True)

    def __repr__(self) -> str:
        return f"<Review of {self.reviewer.analysis.article.id!r}: {self.reviewer.progress()} statements decided>"

    def page(self) -> str:
        """The decisions so far as a still page: HTML without script."""
        table = decisions_table(self.reviewer)
        told = f"{escape(clean(self.reviewer.path))}: {self.reviewer.progress()} statements are decided."
        shown = table.map(clean).to_html(index=False, escape=True, classes="sp-table", border=0) if len(table) else ""
        return f'{style_html()}<div class="sp-root"><p>{told}</p><div class="sp-scroll">{shown}</div></div>'

    # ---- what it is made of

    def _make(self) -> None:
        reviewer = self.reviewer
        names = party_order(reviewer.analysis.actors["name"], reviewer.analysis.statements["actor"])
        parties = party_order(reviewer.analysis.actors["party"], reviewer.analysis.statements["party"])
        targets = party_order(names, reviewer.analysis.stances["target"], parties)
        self.statement = widgets.Select(
            description="Statement", rows=7, style=WIDE, layout=widgets.Layout(width="98%"),
            tooltip="The least certain first; ✓ is decided, ✗ deleted. Enter: right as it is. Delete: not a statement",
        )  # fmt: skip
        self.status, self.detail, self.text = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.right = button("Right as it is", "Statement, speaker and stances are right; go on", "check", "success")
        self.delete = button("Not a statement", "Delete it, and go on", "trash")
        for one, sign in ((self.statement, "sp-keys"), (self.right, "sp-key-enter"), (self.delete, "sp-key-delete")):
            one.add_class(sign)
        self.keep = button("Keep after all", "Take back that it was deleted", "undo")
        self.skip = button("Skip", "Decide nothing; show the next one that is not decided", "forward")
        self.actor = combo("Actor", names, "Who speaks; empty where it is not clear")
        self.party = combo("Party", parties, "Their party; empty for the one in the list of actors")
        self.save_actor = button("Save speaker", "Save actor and party", "save")
        self.speaker = text("Named as", "The words in the article that name the speaker")
        self.save_speaker = button("Save words of speaker", "Save by which words the speaker is named", "save")
        self.cue = text("Reported by", "The words in the article that report it, such as said; empty for none")
        self.save_cue = button("Save reporting words", "Save by which words it is reported", "save")
        self.act = one_of("Act", tuple(load_acts()), "What the speaker does by it")
        self.quote_type = one_of("Quotation", tuple(CATEGORIES["quote_type"]), "How it is quoted")
        self.attribution = one_of("Attribution", tuple(CATEGORIES["attribution"]), "Whether it is said or thought")
        self._sorts = {"act": self.act, "quote_type": self.quote_type, "attribution": self.attribution}
        self.save_sort = button("Save sort", "Save act, quotation and attribution", "save")
        self.words = area("Words", "The statement's words as they stand in the article; … between parts")
        self.take = button("Take selected words", "Fill in the words that are selected in the article", "i-cursor")
        self.save_words = button("Save words", "Save which words are the statement", "save")
        self.target = combo("Towards", targets, "Of whom or what the stance is")
        self.kind = widgets.Dropdown(options=KINDS, description="which is", style=WIDE, tooltip="Actor or concept")
        self.stance = widgets.Dropdown(options=STANCES, description="Stance", style=WIDE, tooltip="Where they stand")
        self.save_stance = button("Save stance", "Save the stance towards this target; a new target is added", "save")
        self.old = widgets.Dropdown(description="The stance towards", style=WIDE, tooltip="A stance that is found")
        self.save_target = button("is towards that one", "Save that it is towards the name in “Towards”", "save")
        self.new_words = area("Missed", "The words of a statement that was missed: select them in the article")
        self.new_actor = combo("Said by", names, "Who says it; empty where it is not clear")
        self.add = button("Add statement", "Add this statement", "plus")
        self.why = text("Why", "A reason, written with the next decision; may stay empty")
        self._connect()
        mend = widgets.VBox(
            [
                in_a_row(self.actor, self.party, self.save_actor),
                in_a_row(self.speaker, self.save_speaker),
                in_a_row(self.cue, self.save_cue),
                in_a_row(self.act, self.quote_type, self.attribution, self.save_sort),
                in_a_row(self.words, self.take, self.save_words),
                in_a_row(self.target, self.kind, self.stance, self.save_stance),
                in_a_row(self.old, self.save_target),
                in_a_row(self.new_words, self.new_actor, self.add),
            ]
        )
        left = widgets.VBox(
            [self.statement, self.detail, in_a_row(self.right, self.delete, self.keep, self.skip), self.status,
             self.why, mend],
            layout=widgets.Layout(flex="3 1 30rem", min_width="0", overflow="auto"),
        )  # fmt: skip
        right = widgets.Box([self.text], layout=widgets.Layout(flex="2 1 22rem", max_height="50rem", overflow="auto"))
        reach = Reach(self._choose, self._select).widget
        self.widget = widgets.VBox([widgets.HTML(style_html()), in_a_row(left, right), reach])
        self.widget.add_class("standpoints-live")

    def _connect(self) -> None:
        decide, act = self._decide, self.reviewer
        self.statement.observe(lambda _: None if self._quiet else self._show(), "value")
        self.skip.on_click(lambda _: self._go(act.next(self.statement.value)))
        self.right.on_click(lambda _: decide(lambda n, why: act.right(n, why), on=True))
        self.delete.on_click(lambda _: decide(lambda n, why: act.delete(n, why), on=True))
        self.keep.on_click(lambda _: decide(lambda n, why: act.keep(n, why)))
        self.save_actor.on_click(lambda _: decide(lambda n, w: act.actor(n, self.actor.value, self.party.value, w)))
        self.save_speaker.on_click(lambda _: decide(lambda n, why: act.speaker(n, self.speaker.value, why)))
        self.save_cue.on_click(lambda _: decide(lambda n, why: act.cue(n, self.cue.value, why)))
        self.save_sort.on_click(lambda _: decide(lambda n, why: act.sort(n, why=why, **self._sort())))
        self.take.on_click(lambda _: self._take())
        self.save_words.on_click(
            lambda _: decide(lambda n, why: act.words(n, self.words.value, why, self._near(self.words.value)))
        )
        self.save_stance.on_click(
            lambda _: decide(lambda n, w: act.stance(n, self.target.value, self.stance.value, self.kind.value, w))
        )
        self.save_target.on_click(
            lambda _: decide(lambda n, w: act.target(n, self.old.value or "", self.target.value, self.kind.value, w))
        )
        self.add.on_click(lambda _: self._add())

    # ---- what it does

    def _decide(self, save: Callable[[int, str], str], on: bool = False) -> None:
        number = self.statement.value
        if number is None:
            self._tell("There is no statement to decide about.")
            return
        try:
            self.saved = save(number, self.why.value)
        except (ValueError, OSError) as error:  # an ArticleError is a ValueError, a TimeoutError an OSError
            self._tell(f"NOT saved. {error}")
            return
        self.why.value = ""
        self._list()
        following = self.reviewer.next(number) if on else None
        self._go(number if following is None else following)
        done = " Every statement is decided." if self.reviewer.next() is None else ""
        self._tell(f"{self.saved}.{done}")

    def _add(self) -> None:
        try:
            words, why = self.new_words.value, self.why.value
            self.saved = self.reviewer.add(words, self.new_actor.value, why=why, near=self._near(words) or 0)
        except (ValueError, OSError) as error:
            self._tell(f"NOT saved. {error}")
            return
        self.new_words.value = self.new_actor.value = self.why.value = ""
        known = {number for _, number in self.statement.options}
        self._list()
        self._go(self.reviewer.last)
        new = self.reviewer.last not in known
        told = "It is added; its stances can be given now." if new else "It is this statement, which was there already."
        self._tell(f"{self.saved}. {told}")

    def _choose(self, number: int) -> None:
        """A statement is clicked in the article."""
        if number in self.reviewer.order:
            self.statement.value = number

    def _select(self, words: str, letters: int) -> None:
        """Words are selected in the article: they may be a statement that was missed."""
        self._selected = (words, offset_of(self.reviewer.analysis.article.text, letters))
        self.new_words.value = words

    def _sort(self) -> dict[str, str]:
        return {field: chooser.value or "" for field, chooser in self._sorts.items()}

    def _take(self) -> None:
        if self._selected[0]:
            self.words.value = self._selected[0]
        else:
            self._tell("Select words in the article first.")

    def _near(self, words: str) -> int | None:
        """Where words stand that were selected; None for words that were typed."""
        return self._selected[1] if words and words == self._selected[0] else None

    def _tell(self, text: str) -> None:
        self.status.value = rooted(f"<p><b>{escape(clean(text))}</b></p>", "status")

    def _list(self) -> None:
        """Fill the list of statements anew, with their signs."""
        before = self.statement.value
        self._quiet = True
        self.statement.options = [(clean(self.reviewer.line(number)), number) for number in self.reviewer.order]
        self.statement.value = before if before in self.reviewer.order else next(iter(self.reviewer.order), None)
        self._quiet = False

    def _go(self, number: int | None) -> None:
        if number is None:
            self._tell("Every statement is decided." if self.reviewer.order else "No statement was found in this text.")
        elif number != self.statement.value:
            self.statement.value = number
            return
        self._show()

    def _show(self) -> None:
        """Show the chosen statement, and fill the fields with what is there now."""
        number, reviewer = self.statement.value, self.reviewer
        views = detailed_views(reviewer.mended, self._colour)
        self.text.value = rooted(article_html(reviewer.mended, views, number))
        if number is None:
            self.detail.value = rooted(detail_html(None))
            return
        row = reviewer.row(number)
        deleted = reviewer.is_deleted(number)
        found = detail_html(next((view for view in views if view["n"] == number), None))
        gone = f"<p>Deleted by hand: <span dir=auto>{escape(clean(row.content))}</span></p>"
        self.detail.value = rooted(gone if deleted else found, "status")
        self.delete.disabled, self.keep.disabled = deleted, not deleted
        stances = list(reviewer.stances(number))
        self.actor.value = row.actor if isinstance(row.actor, str) else ""
        self.party.value = ""
        self.speaker.value = row.speaker if isinstance(row.speaker, str) else ""
        self.cue.value = row.cue if isinstance(row.cue, str) else ""
        for field, chooser in self._sorts.items():
            value = getattr(row, field)
            chooser.value = value if value in [known for _, known in chooser.options] else None
        self.words.value = row.content if len(row.spans) == 1 else " … ".join(self._parts(row.spans))
        self.old.options = [(clean(target), target) for target in stances]
        self.old.value = stances[0] if stances else None
        self.target.value = stances[0] if stances else ""

    def _parts(self, spans: list[tuple[int, int]]) -> list[str]:
        return [self.reviewer.analysis.article.text[start:end] for start, end in spans]
