"""``python -m analysis``: what it writes, what it says, and its exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main

GOOD = (
    "Talks on the Dam\n\n“Velia ruins the talks,” said Mira Halloran of Norland.\n\nOla Brandt rejected the charge.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "news" / "two.txt").write_text(GOOD.replace("Mira", "Ana"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def quick(monkeypatch):
    """Leave the charts out, which take long and are tested elsewhere."""
    monkeypatch.setattr("analysis.drawings.draw_pictures", lambda *_: [])


def test_a_folder_of_articles_gives_a_folder_of_results(folder, quick, capsys):
    assert main([str(folder / "news"), "--out", str(folder / "out")]) == 0
    assert {path.name for path in (folder / "out").iterdir()} == {"one", "two"}
    assert {"index.html", "statements.csv", "dna.csv"} <= {path.name for path in (folder / "out" / "one").iterdir()}
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith(f"Written to {folder / 'out'}: 2 articles, ")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_the_tables_alone(folder, kind):
    assert main([str(folder / "news" / "one.txt"), "--out", str(folder / "out"), "--format", kind]) == 0
    files = sorted(path.name for path in (folder / "out" / "one").iterdir())
    assert files == [f"{name}.{kind}" for name in ("actors", "sentiment", "stances", "statements")]
    read = {"csv": pd.read_csv, "jsonl": lambda p: pd.read_json(p, lines=True), "parquet": pd.read_parquet}[kind]
    assert "Mira Halloran" in set(read(folder / "out" / "one" / f"statements.{kind}")["actor"])


def test_corrections_by_hand_are_applied(folder):
    from analysis.corrections import corrections_table, save_corrections, text_hash

    path = folder / "news" / "one.txt"
    said = pd.read_json(_statements(path, folder / "before"), lines=True).iloc[0]
    row = {"text_hash": text_hash(GOOD), "spans": said["spans"], "field": "actor", "after": "Ola Brandt", "who": "me"}
    save_corrections(corrections_table([row]), folder / "mine.csv")
    after = pd.read_json(_statements(path, folder / "after", "--corrections", str(folder / "mine.csv")), lines=True)
    assert said["actor"] == "Mira Halloran" and after.iloc[0]["actor"] == "Ola Brandt"
    assert main([str(path), "--out", str(folder / "x"), "--corrections", str(folder / "none.csv")]) == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_what_became_of_corrections_is_written_beside_the_tables(folder, kind):
    from analysis.corrections import corrections_table, save_corrections, text_hash

    path, out = folder / "news" / "one.txt", folder / "out"
    said = pd.read_json(_statements(path, folder / "before"), lines=True).iloc[0]
    row = {"text_hash": text_hash(GOOD), "spans": said["spans"], "field": "actor", "who": "me"}
    rows = [row | {"after": "Ola Brandt"}, row | {"spans": [(0, 1)], "after": "Ola Brandt"}]
    save_corrections(corrections_table(rows), folder / "mine.csv")
    words = [str(path), "--out", str(out), "--format", kind]
    assert main([*words, "--corrections", str(folder / "mine.csv")]) == 0
    read = {"csv": pd.read_csv, "jsonl": lambda p: pd.read_json(p, lines=True), "parquet": pd.read_parquet}[kind]
    told = read(out / "one" / f"corrections-applied.{kind}")
    assert told["outcome"].tolist() == ["applied", "left over"]
    assert told["statement"].isna().tolist() == [False, True]
    corrected = read(out / "one" / f"statements.{kind}").set_index("statement")["corrected"]
    assert corrected[said["statement"]] and corrected.sum() == 1
    assert main(words) == 0 and not (out / "one" / f"corrections-applied.{kind}").exists()


def _statements(path, out, *more):
    assert main([str(path), "--out", str(out), "--format", "jsonl", *more]) == 0
    return out / "one" / "statements.jsonl"


def test_one_article_that_fails_costs_itself_only(folder, capsys):
    (folder / "news" / "empty.txt").write_text("", encoding="utf-8")
    assert main([str(folder / "news"), "--out", str(folder / "out"), "--format", "jsonl"]) == 1
    said = capsys.readouterr()
    assert "empty.txt is empty" in said.err
    assert "2 articles" in said.out and said.out.strip().endswith("Not analysed: 1 article.")


def test_an_error_inside_is_told_with_the_article(folder, monkeypatch, capsys):
    monkeypatch.setattr("analysis.report.find_statements", lambda *_: 1 / 0)
    assert main([str(folder / "news" / "one.txt"), "--out", str(folder / "out")]) == 1
    assert "one.txt could not be analysed: ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none.txt"], "There is no file"),
        (["news/one.txt", "--actors", "none.csv"], "none.csv"),
        (["news/*.pdf"], "No file fits"),
    ],
)
def test_wrong_inputs_end_with_2_and_a_sentence(folder, monkeypatch, capsys, words, told):
    monkeypatch.chdir(folder)
    assert main([*words, "--out", "out"]) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_a_table_of_actors_is_used(folder, quick):
    table = folder / "actors.csv"
    table.write_text("name,actor_type,party,aliases\nMira Halloran,person,The River Party,Halloran\n", encoding="utf-8")
    words = [str(folder / "news" / "one.txt"), "--out", str(folder / "out"), "--actors", str(table), "--format", "csv"]
    assert main(words) == 0
    assert "The River Party" in set(pd.read_csv(folder / "out" / "one" / "statements.csv")["party"])


def test_ctrl_c_ends_with_a_line(folder, monkeypatch, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.__main__._one", stop)
    assert main([str(folder / "news"), "--out", str(folder / "out")]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_help_comes_without_loading_a_model_from_any_folder(tmp_path):
    root = str(Path(__file__).resolve().parent.parent)
    code = "import sys, analysis.__main__ as m\ntry: m.main(['--help'])\nexcept SystemExit: pass\n"
    code += "assert not {'spacy', 'pandas'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": root}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "exit codes" in done.stdout and "python -m analysis my-article.txt --out results" in done.stdout
