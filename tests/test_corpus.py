"""A corpus: nothing lost, the same bytes however often it was broken off, and tables as of one article.

Real kills are in tests/faults. Here one run goes over a worker of Dask; the others do its work in this process.
"""

from __future__ import annotations

import os
import re
import urllib.request
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus as corpus_module
from analysis import corpus_journal, corpus_worker, language
from analysis.articles import Article, load_article
from analysis.corpus import CorpusError, analyse_corpus, load_corpus
from analysis.corpus_cluster import dashboard
from analysis.corpus_folder import TABLES, Folder
from analysis.corpus_journal import ENDED, Journal
from analysis.corpus_worker import analyse_part
from analysis.parquet import CORPUS_COLUMNS, from_arrow, schema, to_arrow
from analysis.report import analyse
from analysis.sources import Source
from analysis.tables import make_table

NAMES = ["Mira Halloran", "Oren Castell", "Dana Whitlow", "Piet Marsh", "Lena Orbach", "Tomas Reed", "Ada Quill"]


def text(number: int) -> str:
    one, other = NAMES[number % 7], NAMES[(number + 1 + number // 7) % 7]
    return f"{one} condemned the wonderful plan {number} of {other}. “We will not pay,” {other} said on Monday."


def sources(count: int) -> list[Article]:
    return [load_article(text=text(number), title=f"Plan {number}", date="2024-05-01") for number in range(count)]


def digest(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture
def here(monkeypatch):
    """Do the workers' work in this process; gives the numbers of the parts that were done."""
    done = []

    def run(client, order, parts):
        for part in parts:
            errors = analyse_part(replace(order, giver=("elsewhere", 0)), part)
            done.append(part)
            yield part, errors

    class Nobody:
        def __enter__(self):
            return None

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(corpus_module, "_run", run)
    monkeypatch.setattr(corpus_module, "connect", lambda *_: Nobody())
    return done


def go(articles, out, **settings):
    return analyse_corpus(articles, out, **{"part": 3, "progress": False, **settings})


# ---------------------------------------------------------------------------------------------- the whole way


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of articles, one of them empty, and one that is not English."""
    path = tmp_path_factory.mktemp("articles")
    for number in range(5):
        (path / f"a{number}.txt").write_text(f"Plan {number}\n\n{text(number)}\n", encoding="utf-8")
    (path / "a2.txt").write_text("", encoding="utf-8")
    (path / "a5.txt").write_text(
        "Der Damm ist sicher, sagte der Minister am Montag in der Stadt. " * 6, encoding="utf-8"
    )
    (path / "a1.json").write_text('{"date": "2024-05-01", "source": "The Harbour Post"}', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(folder, tmp_path_factory):
    """The folder, analysed on a worker of Dask."""
    return analyse_corpus(folder, tmp_path_factory.mktemp("made") / "out", 1, part=2, progress=False)


def test_articles_in_are_articles_analysed_and_errors(corpus):
    assert corpus.articles["article"].tolist() == ["a0", "a1", "a3", "a4", "a5"]
    assert corpus.errors[["article", "step"]].values.tolist() == [["a2", "load"]]
    assert re.search(r"a2\.txt.* is empty", corpus.errors["error"][0])
    assert corpus.articles.loc[1, ["title", "date", "source"]].tolist() == ["Plan 1", "2024-05-01", "The Harbour Post"]
    assert corpus.articles["warning"].notna().tolist() == [False, False, False, False, True]
    assert corpus.manifest["rows"] == {name: len(corpus.table(name)) for name in TABLES}
    assert corpus.manifest["articles"]["count"] == 6 and corpus.manifest["parts"] == 3


@pytest.mark.filterwarnings("ignore:.*does not look like English")
def test_the_tables_are_those_of_each_article_one_after_the_other(corpus, folder):
    alone = [analyse(load_article(folder / f"{name}.txt")) for name in corpus.articles["article"]]
    for name in ("statements", "sentiment", "stances"):
        whole = pd.concat([getattr(one, name).astype({c: "object" for c in CATEGORIES[name]}) for one in alone])
        found = corpus.table(name)
        assert len(found) > 4
        expected = make_table(name, whole.to_dict("records"))
        pd.testing.assert_frame_equal(found, expected)
    assert corpus.articles["statements"].tolist() == [len(one.statements) for one in alone]
    assert corpus.actors[corpus.actors["article"] == "a3"]["name"].tolist() == alone[2].actors["name"].tolist()


CATEGORIES = {name: [c for c, kind in CORPUS_COLUMNS[name].items() if kind == "category"] for name in TABLES}


@pytest.mark.parametrize("name", TABLES)
def test_lazily_read_tables_are_the_same(corpus, name):
    lazy = corpus.lazy(name)
    assert lazy.npartitions == 3
    found = lazy.compute().reset_index(drop=True)
    pd.testing.assert_frame_equal(found, corpus.table(name), check_categorical=False)
    assert {c: str(kind) for c, kind in found.dtypes.items()} == CORPUS_COLUMNS[name]


def test_it_works_in_this_process_as_on_a_worker_to_the_byte(corpus, folder, here, tmp_path):
    analyse_corpus(folder, tmp_path / "out", part=2, progress=False)
    assert here == [0, 1, 2]
    assert digest(tmp_path / "out") == digest(corpus.folder)


def test_the_corpus_shows_itself_and_its_errors_escaped(here, tmp_path):
    evil = Source("evil", "<script>alert(1)</script>", fault="<b>no</b>")
    corpus = go([evil, *sources(1)], tmp_path / "out")
    assert "1 articles analysed, 1 errors" in repr(corpus)
    shown = corpus._repr_html_()
    assert "&lt;b&gt;no" in shown and "<b>" not in shown and "<script" not in shown


def test_no_such_table(corpus):
    with pytest.raises(ValueError, match="has the tables articles, actors"):
        corpus.table("opinions")


# ------------------------------------------------------------------------------------------- broken off, and on


class Killed(BaseException):
    """In the place of SIGKILL."""


def test_broken_off_at_any_file_it_goes_on_to_the_same_bytes(here, tmp_path, monkeypatch):
    articles = sources(4)
    go(articles, tmp_path / "whole", part=2)
    whole, put = digest(tmp_path / "whole"), Folder.put
    out, left = tmp_path / "broken", 0

    def kill(self, path, content, *, keep=True):
        nonlocal left
        left -= 1
        if left < 0:
            (self.work / "aside" / "half").write_bytes(content[: len(content) // 2])
            raise Killed
        put(self, path, content, keep=keep)

    monkeypatch.setattr(Folder, "put", kill)
    sessions = 0
    while True:
        left = 3 + sessions % 7  # two listings come first, and often more than is needed for another part
        try:
            go(articles, out, part=2)
        except Killed:
            sessions += 1
            assert sessions < 50
            if (out / "manifest.json").exists():
                with pytest.raises(CorpusError, match="not finished"):
                    load_corpus(out)
        else:
            break
    assert sessions >= 4
    assert digest(out) == whole


@pytest.mark.parametrize("after", range(11))
def test_killed_after_so_many_files(here, tmp_path, monkeypatch, after):
    """Listing, manifest, six tables, the mark, the manifest again: there is no wrong moment."""
    articles, put, written = sources(2), Folder.put, []

    def kill(self, path, content, *, keep=True):
        if len(written) == after:
            raise Killed
        written.append(path)
        put(self, path, content, keep=keep)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "put", kill)
        try:
            go(articles, tmp_path / "out")
        except Killed:
            assert after < 10
        else:
            assert after == 10, "as many files are written as this test knows of"
    go(articles, tmp_path / "out")
    go(articles, tmp_path / "whole")
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")


def test_what_is_done_is_not_done_again(here, tmp_path):
    articles = sources(7)
    go(articles, tmp_path / "out")
    assert here == [0, 1, 2]
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.*")}
    go(articles, tmp_path / "out")
    assert here == [0, 1, 2]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.*")} == before


def test_a_worker_that_lets_words_go_makes_the_same(here, tmp_path, monkeypatch):
    go(sources(4), tmp_path / "kept", part=2)
    before = language.load_pipeline()
    monkeypatch.setattr(corpus_worker, "MOST_NEW_WORDS", -1)
    go(sources(4), tmp_path / "let-go", part=2)
    assert language.load_pipeline() is not before
    assert digest(tmp_path / "let-go") == digest(tmp_path / "kept")


def test_only_missing_parts_are_done(here, tmp_path, monkeypatch):
    articles = sources(7)
    finish = corpus_module.finish
    monkeypatch.setattr(corpus_module, "finish", lambda *_: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        go(articles, tmp_path / "out")
    Folder(tmp_path / "out").table("stances", 1).unlink()
    Folder(tmp_path / "out").mark(2).unlink()
    monkeypatch.setattr(corpus_module, "finish", finish)
    here.clear()
    assert len(go(articles, tmp_path / "out").articles) == 7
    assert here == [1, 2]


def test_actors_that_were_given_are_not_repeated_for_each_article(here, tmp_path):
    people = make_table("actors", [{"name": n, "actor_type": "person", "party": "Dam", "aliases": ""} for n in NAMES])
    corpus = go(sources(2), tmp_path / "out", actors=people)
    assert set(corpus.statements["party"].dropna()) == {"Dam"}
    assert len(corpus.actors) == 0 and list(corpus.actors.columns) == ["article", *people.columns]


def test_nothing_to_analyse(here, tmp_path):
    corpus = go([], tmp_path / "out")
    assert [len(corpus.table(name)) for name in TABLES] == [0] * 6
    assert list(corpus.stances.columns) == list(make_table("stances").columns)
    assert len(corpus.lazy("stances").compute()) == 0


# ------------------------------------------------------------------------------------------------- it refuses


def test_another_run_in_the_same_folder_is_refused(here, tmp_path):
    out, articles = tmp_path / "out", sources(4)
    go(articles, out)
    before = digest(out)
    people = make_table("actors", [{"name": "Mira Halloran", "actor_type": "person", "party": "Dam", "aliases": ""}])
    for given_articles, other, told in (
        (articles, {"reader": "rules"}, "begun with reader both, and now it is rules"),
        (articles, {"seconds": 60}, "begun with seconds 120, and now it is 60"),
        (articles, {"part": 2}, "begun with part 3, and now it is 2"),
        (articles, {"actors": people}, "begun with other actors"),
        (articles[:3], {}, "of 4 articles, and now there are 3"),
        (articles[::-1], {}, "of 4 other articles"),
        ([replace(articles[0], text=articles[0].text + " No."), *articles[1:]], {}, "of 4 other articles"),
    ):
        with pytest.raises(CorpusError, match=told):
            go(given_articles, out, **other)
    go(articles, out)
    assert digest(out) == before


def test_a_file_that_was_changed_since_is_told(here, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(text(0))
    go(article, tmp_path / "out")
    article.write_text(text(0).replace("pay", "say"))  # as long as before
    later = (tmp_path / "out" / "manifest.json").stat().st_mtime + 5
    os.utime(article, (later, later))
    with pytest.raises(CorpusError, match=r"a\.txt was changed after it was analysed"):
        go(article, tmp_path / "out")


def test_other_versions_are_refused(here, tmp_path):
    go(sources(1), tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(re.sub(r'"spacy": "[^"]*"', '"spacy": "1.0"', manifest.read_text()))
    with pytest.raises(CorpusError, match=r"begun with spacy 1\.0, and now it is 3"):
        go(sources(1), tmp_path / "out")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"reader": "owl"}, "reader is one of"),
        ({"seconds": 0}, "seconds is the limit"),
        ({"seconds": float("nan")}, "seconds is the limit"),
        ({"part": 0}, "part is how many"),
    ],
)
def test_settings_out_of_range(tmp_path, settings, told):
    with pytest.raises(ValueError, match=told):
        go(sources(1), tmp_path / "out", **settings)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("client", [0, -1, True, 2.5, ["a"]])
def test_a_client_that_is_none(tmp_path, client):
    with pytest.raises(CorpusError, match="client= is None, a number of workers"):
        go(sources(1), tmp_path / "out", client=client)


def test_a_folder_that_can_be_none(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "tables" / "stances").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text('{"name": "an extension of a browser"}')
    with pytest.raises(CorpusError, match="a file of that name"):
        go(sources(1), tmp_path / "file")
    with pytest.raises(CorpusError, match="no manifest"):
        go(sources(1), tmp_path / "tables")
    with pytest.raises(CorpusError, match="not the manifest of a corpus"):
        go(sources(1), tmp_path / "other")
    with pytest.raises(CorpusError, match="There is no corpus"):
        load_corpus(tmp_path / "nowhere")


def test_workers_inside_this_process_are_refused(tmp_path):
    from distributed import Client

    with (
        Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as client,
        pytest.raises(CorpusError, match="run inside this process"),
    ):
        go(sources(1), tmp_path / "out", client=client)


def test_actors_that_cannot_be_worked_with_stop_the_run(here, tmp_path):
    with pytest.raises(KeyError):
        go(sources(3), tmp_path / "out", actors=pd.DataFrame({"who": ["Mira"]}))


# ------------------------------------------------------------------------------------------ articles at fault


class Bad(Source):
    """Raises what it is named after."""

    def load(self):
        if self.id == "late":
            return replace(load_article(text=text(0)), paragraphs=Paragraphs([(0, 5)]))
        raise {"memory": MemoryError, "exit": SystemExit, "object": RuntimeError}[self.id](
            "bites" if self.id != "object" else f"it is {object()!r}"
        )


class Paragraphs(list):
    def __iter__(self):
        raise KeyError("paragraph")


def test_whatever_an_article_raises_is_its_own(here, tmp_path):
    bad = [Bad(kind, kind) for kind in ("memory", "exit", "object", "late")]
    corpus = go([*bad, *sources(2)], tmp_path / "out")
    assert corpus.errors[["article", "step", "error"]].values.tolist() == [
        ["memory", "load", "It needed more memory than there was."],
        ["exit", "load", "SystemExit: bites"],
        ["object", "load", "RuntimeError: it is <object object>"],
        ["late", "actors", "KeyError: 'paragraph'"],
    ]
    assert corpus.articles["article"].tolist() == ["plan-0", "plan-1"]


def ended(folder: Folder, name: str, noted: str) -> None:
    """The journal of a try that ended."""
    folder.begun.mkdir(parents=True, exist_ok=True)
    (folder.begun / f"part-000000-{name}.txt").write_text(noted)


@pytest.mark.parametrize(
    ("journals", "faults"),
    [
        ([], {}),
        (["0 load\n0 actors\n"], {}),
        (["0 load\n0 actors\n", "0 load\n"], {0: ("load", ENDED)}),
        (["0 load\n0 done\n1 load\n", "0 load\n"], {}),
        (["0 load\n0 done\n", "0 load\n0 done\n"], {}),
        (["0 load\n0 stances\nTimeout (0:00:09)!\nThread 0x1\n  File x\n"], {0: ("stances", "limit of 9 seconds")}),
        (["0 load\n0 sta"], {}),
        (["", "", ""], {}),
        (["11 load\n", "11 load\n11 actors\n", "1 load\n"], {11: ("actors", ENDED)}),
    ],
)
def test_the_journal_tells_which_article_is_at_fault(tmp_path, journals, faults):
    folder = Folder(tmp_path)
    for number, noted in enumerate(journals):
        ended(folder, str(number), noted)
        os.utime(folder.begun / f"part-000000-{number}.txt", (number, number))
    folder.begun.mkdir(exist_ok=True, parents=True)
    ended_before = sum(not noted for noted in journals)
    journal = Journal(folder, 0, 9)
    assert journal.before == ended_before
    assert set(journal.faults) == set(faults)
    for article, (step, told) in faults.items():
        assert journal.faults[article].step == step and told in journal.faults[article].error


def test_an_article_at_fault_is_left_out_and_told(here, tmp_path, monkeypatch):
    """What earlier tries of this session noted counts; and the journals are gone when the part is done."""
    faults = {1: corpus_journal.Fault("stances", ENDED)}
    monkeypatch.setattr(corpus_journal, "_faults", lambda *_: faults)
    corpus = go(sources(3), tmp_path / "out")
    assert corpus.errors.values.tolist() == [["plan-1", "the article plan-1", "stances", ENDED]]
    assert corpus.articles["article"].tolist() == ["plan-0", "plan-2"]


def test_workers_that_end_before_the_first_article_stop_the_run(here, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_journal.Journal, "__enter__", lambda self: setattr(self, "before", 5) or self)
    monkeypatch.setattr(corpus_journal.Journal, "__exit__", lambda *_: None)
    with pytest.raises(CorpusError, match="before it read its first article"):
        go(sources(1), tmp_path / "out")


def test_a_journal_that_cannot_be_written_is_no_fault_of_the_article(here, tmp_path, monkeypatch):
    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

        def fileno(self):
            return 2

    begin = corpus_journal.Journal.begin

    def full(self, article):
        self._file = Full() if article else self._file
        begin(self, article)

    monkeypatch.setattr(corpus_journal.Journal, "begin", full)
    monkeypatch.setattr(
        corpus_journal.Journal, "__exit__", lambda *_: corpus_journal.faulthandler.cancel_dump_traceback_later()
    )
    with pytest.raises(CorpusError, match="No space left"):
        go(sources(2), tmp_path / "out")
    assert not list((tmp_path / "out" / "errors").glob("*"))


def test_a_worker_of_another_version_is_refused(here, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_worker, "versions", lambda: {"spacy": "0.1"})
    with pytest.raises(CorpusError, match=r"other versions than the one who asks: spacy 0\.1"):
        go(sources(1), tmp_path / "out")


# ---------------------------------------------------------------------------------------- tables in Parquet

spans = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)


@settings(max_examples=40)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "article": words,
                "statement": st.integers(0, 2**40),
                "target": st.none() | words,
                "target_start": st.none() | st.integers(0, 99),
                "stance": st.floats(-1, 1),
                "label": st.sampled_from(["for", "against", "neutral"]),
                "uncertain": st.booleans(),
                "evidence_spans": spans,
            }
        ),
        max_size=4,
    )
)
def test_a_table_comes_back_as_it_was(rows):
    table = make_table("stances", rows)
    pd.testing.assert_frame_equal(from_arrow("stances", to_arrow("stances", table)), table)


def test_every_table_of_the_package_has_a_type_for_each_column():
    for name in ("statements", "sentiment", "stances"):
        assert schema(name).names == list(make_table(name).columns)
        pd.testing.assert_frame_equal(from_arrow(name, to_arrow(name, make_table(name))), make_table(name))


def test_scores_and_missing_values_come_back():
    rows = [
        {"article": "a", "scorer": "x", "polarity": None, "words": []},
        {"article": "a", "scorer": "x", "polarity": -0.5, "words": [("not good", -0.35), ("", np.float64(1))]},
    ]
    table = make_table("sentiment", [{"statement": i, **row} for i, row in enumerate(rows)])
    pd.testing.assert_frame_equal(from_arrow("sentiment", to_arrow("sentiment", table)), table)


def test_half_a_character_stops_nothing():
    table = make_table("sentiment", [{"article": "a\ud800", "statement": 0, "words": [("\udc00", 1.0)]}])
    found = from_arrow("sentiment", to_arrow("sentiment", table))
    assert found["article"].tolist() == ["a\ufffd"] and found["words"].tolist() == [[("\ufffd", 1.0)]]


def test_the_dashboard_is_there_under_the_address_that_is_shown():
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=0, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        with urllib.request.urlopen(dashboard(client), timeout=60) as page:
            shown = page.read().decode()
        assert "Dask" in shown
        assert not re.search(r'(?:src|<link[^>]*href)="https?://', shown), "it asks no other machine for anything"
