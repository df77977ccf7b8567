"""The whole way in one call, and the package's front."""

import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from sample import make_analysis

import analysis
from analysis import Analysis, analyse, load_article, save_actors
from analysis.tables import COLUMNS, make_table

TEXT = (
    "Union rejects dam\n"
    "Mira Halloran accused the Dam Company of hiding a report. “The company is dangerous,” she said.\n"
    "The Dam Company denied that. Its spokesman, Tomas Orrin, said the company supports the union."
)
ACTORS = [
    {"name": "Mira Halloran", "actor_type": "person", "party": "Harbour Union", "aliases": "Halloran"},
    {"name": "Harbour Union", "actor_type": "organisation", "party": "Harbour Union", "aliases": "the union|Union"},
    {"name": "Dam Company", "actor_type": "organisation", "party": "Dam Company", "aliases": "the company"},
    {"name": "Tomas Orrin", "actor_type": "person", "party": "Dam Company", "aliases": "Orrin"},
]


@pytest.fixture(scope="module")
def article():
    return load_article(text=TEXT)


@pytest.fixture(scope="module")
def result(article):
    return analyse(article, actors=make_table("actors", ACTORS))


def test_everything_is_there(result, article):
    assert isinstance(result, Analysis) and result.article is article
    for name in ("actors", "statements", "sentiment", "stances"):
        assert set(COLUMNS[name]) <= set(getattr(result, name).columns)
    assert {"Mira Halloran", "Dam Company"} <= set(result.statements["actor"])
    against = result.stances[result.stances["label"] == "against"]
    assert ("Harbour Union", "Dam Company") in set(zip(against["party"], against["target_party"], strict=True))


def test_the_tables_are_those_of_the_single_steps(result, article):
    from analysis import find_statements, score_sentiment, score_stances

    statements = find_statements(article, result.actors)
    assert statements.equals(result.statements)
    assert score_sentiment(statements).equals(result.sentiment)
    assert score_stances(article, statements, result.actors).equals(result.stances)


def test_paths_will_do_for_article_actors_and_concepts(result, tmp_path):
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    save_actors(result.actors, tmp_path / "actors.csv")
    (tmp_path / "concepts.csv").write_text("concept,keywords\nhiding the report,report\n", encoding="utf-8")
    same = analyse(tmp_path / "dam.txt", actors=str(tmp_path / "actors.csv"), concepts=tmp_path / "concepts.csv")
    assert same.article.id == "dam"
    assert same.statements["content"].tolist() == result.statements["content"].tolist()
    assert same.statements["actor"].tolist() == result.statements["actor"].tolist()
    assert "hiding the report" in set(same.stances["target"])


def test_without_a_table_the_actors_are_found_in_the_text(article):
    found = analyse(article)
    assert any("Halloran" in name for name in found.actors["name"])
    assert len(found.statements) >= 3


def test_the_tables_given_are_not_changed(article):
    actors = make_table("actors", ACTORS)
    before = actors.copy(deep=True)
    analyse(article, actors=actors)
    assert actors.equals(before)


def test_it_says_in_a_line_what_it_is():
    assert repr(make_analysis()) == "<Analysis of 'dam-b-talks-b-more': 5 statements, 2 parties, 6 stances>"


def test_it_shows_itself_in_a_notebook_that_nbconvert_makes_a_page_of(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    from nbconvert import HTMLExporter

    shown = make_analysis()._repr_html_()
    data = {"text/html": shown, "text/plain": "<Analysis>"}
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    cell = nbformat.v4.new_code_cell("result", outputs=[output], execution_count=1)
    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    soup = BeautifulSoup(page, "html.parser")
    root = soup.find(class_="sp-root")
    assert len(root.find_all("mark")) == len(BeautifulSoup(shown, "html.parser").find_all("mark")) > 4
    assert ".sp-mark:hover" in root.style.get_text() and ".sp-mark:focus" in root.style.get_text()


# the front


def test_every_public_name_is_there_with_its_docstring():
    for name in analysis.__all__:
        value = getattr(analysis, name)
        assert value.__doc__ and value.__module__.startswith("analysis."), name
        assert name in dir(analysis)
    with pytest.raises(AttributeError, match="nothing"):
        analysis.nothing  # noqa: B018


def test_importing_the_package_loads_no_library_and_no_model():
    code = (
        "import sys, json, analysis, analysis.articles;"
        "heavy = ['spacy', 'nltk', 'textblob', 'matplotlib', 'networkx', 'scipy', 'vaderSentiment'];"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == []


def test_the_modules_of_the_way_load_no_model_before_they_are_used():
    code = (
        "import sys, analysis; [getattr(analysis, name) for name in analysis.__all__];"
        "import analysis.language as l; print(l.load_pipeline.cache_info().currsize)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
