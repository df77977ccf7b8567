"""Where articles are: folders, patterns, files of many; lazily, and nothing lost in silence."""

from __future__ import annotations

import gzip
import json
import pickle
import warnings

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import Article, ArticleError, find_sources, load_article, load_articles
from analysis.sources import Source

TEXT = "Mira Halloran said on Monday that the dam of Norland was safe and that nobody would have to move."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "story.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a" / "story.json").write_text('{"date": "2024-03-11"}', encoding="utf-8")
    (tmp_path / "b" / "story.txt").write_text(TEXT + " Ola left.", encoding="utf-8")
    (tmp_path / "b" / "packed.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "b" / "notes.pdf").write_bytes(b"%PDF")
    return tmp_path


def rows(*texts):
    return [{"id": f"n{i}", "text": text, "title": f"Title {i}", "date": "2024-03-11"} for i, text in enumerate(texts)]


def test_a_folder_gives_its_articles_by_name_with_ids_that_differ(folder):
    found = list(load_articles(folder))
    assert len(found) == 3 and len({article.id for article in found}) == 3
    assert found[0].date == "2024-03-11" and found[0].text == TEXT
    assert [source.load().text for source in find_sources(folder)] == [article.text for article in found]


def test_files_that_tell_about_a_folder_are_left_out_unless_named(folder):
    for name in ("README.md", "Readme.txt", "LICENSE.txt", "license.txt", "README-dam.md"):
        (folder / "a" / name).write_text(TEXT, encoding="utf-8")
    names = {source.name.rsplit("/")[-1] for source in find_sources(folder / "a")}
    assert names == {"README-dam.md", "license.txt", "story.txt"}
    assert len(list(find_sources(folder / "a" / "README.md"))) == 1
    assert len(list(find_sources(str(folder / "a" / "R*.md")))) == 2


def test_a_pattern_and_a_list(folder):
    assert len(list(load_articles(str(folder / "*" / "story.txt")))) == 2
    article = load_article(text=TEXT, title="Talks")
    found = list(load_articles([article, folder / "a" / "story.txt", article]))
    assert [one.text for one in found] == [TEXT] * 3
    assert len({one.id for one in found}) == 3


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet", "jsonl.gz", "csv.gz"])
def test_a_file_of_many(tmp_path, kind):
    path, table = tmp_path / f"news.{kind}", pd.DataFrame(rows(TEXT, TEXT + " Ola left."))
    if "parquet" in kind:
        table.to_parquet(path)
    elif "csv" in kind:
        table.to_csv(path, index=False)
    else:
        table.to_json(path, orient="records", lines=True)
    found = list(load_articles(path))
    assert [(one.id, one.title, one.date) for one in found] == [(f"n{i}", f"Title {i}", "2024-03-11") for i in (0, 1)]


def test_a_broken_line_is_a_source_that_says_so_and_stops_no_other(tmp_path):
    path = tmp_path / "news.jsonl"
    lines = [json.dumps(rows(TEXT)[0]), "{not json", json.dumps({"id": "x", "text": None}), json.dumps(rows(TEXT)[0])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sources = list(find_sources(path))
    assert len(sources) == 4 and len({one.id for one in sources}) == 4
    with pytest.raises(ArticleError, match="news.jsonl.*2"):
        sources[1].load()
    with pytest.raises(ArticleError, match="news.jsonl.*3"):
        sources[2].load()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert len(list(load_articles(path, on_error="warn"))) == 2
    assert len(told) == 2


def test_a_missing_column_lists_those_there_are(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("id,body\n1,words\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="text.*body|body.*text"):
        list(find_sources(path))


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    path = tmp_path / "news.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(5000):
            out.write(json.dumps({"id": f"n{number}", "text": TEXT}) + "\n")
        out.write("{broken")
    found = load_articles(path)
    assert next(found).id == "n0"  # the broken line at the end is far away


def test_a_packed_file_that_is_too_large_unpacked_is_told(tmp_path):
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a " * (9 * 1024 * 1024)))
    with pytest.raises(ArticleError, match="too large"):
        next(iter(find_sources(path))).load()


def test_sources_can_be_sent_to_another_process(folder):
    for source in find_sources(folder):
        again = pickle.loads(pickle.dumps(source))
        assert isinstance(again, Source) and again.load() == source.load()


@pytest.mark.parametrize("where", ["none", "none/*.txt", 3, b"x", ""])
def test_what_is_not_there_is_told_at_once(where, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArticleError):
        find_sources(where)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    junk=st.binary(max_size=300),
    kind=st.sampled_from(["txt", "md", "html", "jsonl", "csv", "parquet", "txt.gz", "jsonl.gz", "csv.gz"]),
)
def test_any_bytes_under_any_ending_give_an_article_or_a_sentence(junk, kind, tmp_path):
    path = tmp_path / f"junk.{kind}"
    path.write_bytes(junk)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for source in find_sources(path):
                try:
                    assert isinstance(source.load(), Article)
                except ArticleError as error:
                    assert "junk" in str(error)
        except ArticleError as error:
            assert "junk" in str(error)
