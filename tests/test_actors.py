"""Who is who: tables of actors, actors found without a table, and speakers resolved."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.actors import find_actors, find_mentions, load_actors, resolve_inside, resolve_speakers, save_actors
from analysis.articles import Article, ArticleError, load_article
from analysis.evaluate import load_labels
from analysis.statements import locate_statements
from analysis.tables import COLUMNS, make_table

DATA = Path(__file__).parent.parent / "data"


def make(text: str) -> Article:
    """An article of any text, also of one that load_article would refuse."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        start = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        if end > start:
            paragraphs.append((start, end))
        at += len(line) + 1
    return Article(id="t", text=text, paragraphs=paragraphs)


def statements_of(article: Article, *speakers: tuple[int, int]) -> pd.DataFrame:
    rows = [
        {
            "statement": i,
            "paragraph": 0,
            "spans": [],
            "speaker": article.text[s:e],
            "speaker_start": s,
            "speaker_end": e,
        }
        for i, (s, e) in enumerate(speakers)
    ]
    return make_table("statements", rows)


def resolve(marked: str, actors: pd.DataFrame | None = None) -> dict:
    """Resolve the speaker that stands between [[ and ]]."""
    start = marked.index("[[")
    text = marked.replace("[[", "").replace("]]", "")
    end = marked.index("]]") - 2
    article = make(text)
    table = find_actors(article) if actors is None else actors
    return resolve_speakers(article, statements_of(article, (start, end)), table).iloc[0].to_dict()


# ---- tables from files


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "actors.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_load_actors_reads_what_spreadsheets_write(tmp_path, encoding, separator, newline):
    lines = ["name,actor_type,party,aliases", "José Brek,Person,Norland,Brek | PM", "Norland,country,,"]
    path = write(tmp_path, newline.join(line.replace(",", separator) for line in lines), encoding)
    table = load_actors(path)
    assert table.values.tolist() == [
        ["José Brek", "person", "Norland", "Brek|PM"],
        ["Norland", "country", "Norland", ""],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("name,party,aliases\nA,B,C\n", "line 1: the column actor_type is missing"),
        ("nom;type\nA;B\n", "line 1: the column name, actor_type, party and aliases is missing"),
        ("name,actor_type,party,aliases\n,person,P,\n", "line 2: the name is missing"),
        ("name,actor_type,party,aliases\nA,person,P,\nB,robot,P,\n", "line 3: 'robot' is no actor_type"),
        ("name,actor_type,party,aliases\nA,,P,\n", "an empty cell"),
        (
            "name,actor_type,party,aliases\nAda,person,P,Chief\nBo,person,P,Chief\n",
            "line 3: 'Chief' stands for Bo here and for Ada in line 2",
        ),
        ("name,actor_type,party,aliases\nAda,person,P,\nAda,person,P,\n", "line 3: 'Ada' stands for Ada"),
        ("name,actor_type,party,aliases\nA\0,person,P,\n", "no CSV"),
    ],
)
def test_load_actors_says_what_is_wrong_and_where(tmp_path, text, says):
    with pytest.raises(ArticleError) as error:
        load_actors(write(tmp_path, text))
    assert says in str(error.value) and "actors.csv" in str(error.value)


def test_load_actors_of_no_file_or_a_folder(tmp_path):
    with pytest.raises(ArticleError, match="was not found"):
        load_actors(tmp_path / "none.csv")
    with pytest.raises(ArticleError, match="is a folder"):
        load_actors(tmp_path)


def test_a_found_table_survives_the_spreadsheet(tmp_path):
    rows = [
        {"name": '=HYPERLINK("x")', "actor_type": "person", "party": "+1", "aliases": "@a|-b"},
        {"name": "Ann, “the” Bell", "actor_type": "group", "party": "P;Q", "aliases": ""},
    ]
    table = make_table("actors", rows)
    path = save_actors(table, tmp_path / "saved.csv")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\n=" not in raw and b",+" not in raw and b",@" not in raw
    assert load_actors(path).equals(table)


# ---- the real article


@pytest.fixture(scope="module")
def real() -> tuple[Article, pd.DataFrame]:
    text = (DATA / "articles" / "putin-syria.txt").read_text(encoding="utf-8")
    labels, _ = load_labels(DATA / "gold" / "putin-syria.statements.jsonl")
    return make(text), labels


def test_every_speaker_of_the_real_article_is_resolved_as_labelled(real):
    article, labels = real
    bare = labels.assign(actor=None, party=None, joint=False, ambiguous=False)
    found = resolve_speakers(article, bare, load_actors(DATA / "actors" / "putin-syria.csv"))
    for column in ("actor", "party", "joint", "ambiguous"):
        assert found[column].tolist() == labels[column].tolist(), column
    assert bare["actor"].isna().all()  # the table that was given is as it was


def test_without_a_table_few_speakers_of_the_real_article_differ(real):
    article, labels = real
    found = resolve_speakers(article, labels, find_actors(article))
    assert (found["actor"].fillna("") == labels["actor"].fillna("")).sum() >= 16
    assert found["ambiguous"].tolist() == labels["ambiguous"].tolist()


def test_the_table_of_the_real_article_holds_all_its_labels(real):
    _, labels = real
    _, stances = load_labels(DATA / "gold" / "putin-syria.statements.jsonl")
    table = load_actors(DATA / "actors" / "putin-syria.csv").set_index("name")
    for row in labels.dropna(subset=["actor"]).itertuples():
        assert table.party[row.actor] == row.party
    for row in stances.dropna(subset=["target_party"]).itertuples():
        assert table.party[row.target] == row.target_party
    assert set(labels["via"].dropna()) <= set(table[table.actor_type == "outlet"].index)


# ---- actors found without a table


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("Mira Halloran spoke. Mrs. Halloran smiled. Halloran left.", "Mira Halloran", {"Halloran"}),
        ("Mira J. Halloran spoke. Mira Halloran left.", "Mira J. Halloran", {"Mira Halloran"}),
        ("The United Delta Workers (UDW) met. Later the UDW voted.", "United Delta Workers", {"UDW"}),
        (
            "The U.S. agreed. American officials left. Washington waited.",
            "United States",
            {"U.S.", "American officials", "Washington"},
        ),
        ("Norwegian officials left Oslo. Norway agreed.", "Norway", {"Norwegian officials", "Norway"}),
    ],
)
def test_variants_of_a_name_become_one_actor(text, name, aliases):
    table = find_actors(make(text)).set_index("name")
    known = {n for n in table.index if n in {name, *aliases}}
    assert len(known) == 1
    row = table.loc[known.pop()]
    assert aliases <= {row.name, *row.aliases.split("|")}


def test_two_people_of_one_surname_stay_two():
    text = "Anna Brek and her brother Peter Brek met. Anna Brek spoke. Mrs. Brek left. Brek won."
    table = find_actors(make(text)).set_index("name")
    assert {"Anna Brek", "Peter Brek"} <= set(table.index)
    assert "Brek" in table.aliases["Anna Brek"].split("|") and "Brek" not in table.aliases["Peter Brek"].split("|")


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Norwegian Prime Minister Ola Brek spoke.", "Norway"),
        ("Ola Brek, Norway’s envoy to the United Nations, spoke.", "Norway"),
        ("Ola Brek, the foreign minister of Norway, spoke.", "Norway"),
        ("The Norwegian president, Ola Brek, spoke.", "Norway"),
        ("Republican nominee Ola Brek spoke.", "Republican Party"),
        ("Sen. Ola Brek (D-Ohio) spoke.", "Democratic Party"),
        ("Ola Brek, a spokesman for Reuters, spoke.", "Reuters"),
        ("Ola Brek spoke.", "Ola Brek"),
        ("Norwegian author Ola Brek spoke.", "Ola Brek"),  # an author does not speak for the country
        ("Ola Brek, who was born in Norway, spoke.", "Ola Brek"),
        ("Ola Brek met the Norwegian president.", "Ola Brek"),
    ],
)
def test_the_party_follows_from_the_office(text, party):
    table = find_actors(make(text)).set_index("name")
    assert table.party["Ola Brek"] == party


def test_the_adjective_of_an_invented_country_is_learned():
    text = "Tavaria closed the dam. The Tavarian president, Ola Brek, spoke in Tavaria. Tavarian officials agreed."
    table = find_actors(make(text)).set_index("name")
    assert table.party["Ola Brek"] == "Tavaria" and table.actor_type["Tavaria"] == "country"


def test_an_opposition_is_a_side_of_its_own():
    table = find_actors(make("The Norwegian opposition met Norwegian officials. Norway agreed.")).set_index("name")
    assert table.party["Norwegian opposition"] == "Norwegian opposition"
    assert "Norwegian officials" in table.aliases["Norway"].split("|")


# ---- speakers

RESOLVED = [
    ("Mira Halloran left. “We agree,” [[she]] said.", "Mira Halloran"),
    ("Mira Halloran left.\n“We agree,” [[she]] said.", "Mira Halloran"),
    ("Peter Brek praised Mira Halloran. [[He]] said the dam would hold.", "Peter Brek"),
    ("Peter Brek praised Mira Halloran. [[She]] said the dam would hold.", "Mira Halloran"),
    ("Mrs. Quell praised Mr. Tarn. [[She]] said the dam would hold.", "Quell"),
    ("Peter Brek spoke first.\n“It holds.”\n“It will hold,” [[he]] said.", "Peter Brek"),
    ("A reporter asked Peter Brek about David Orm. “No,” [[he]] said.", "Peter Brek"),
    ("Peter Brek, [[who]] said the dam would hold, left.", "Peter Brek"),
    ("[[Brek]]: the dam must go\nForeign Minister Peter Brek spoke on Monday.", "Peter Brek"),
    ("Peter Brek spoke. [[Mr. Brek]] said the dam would hold.", "Peter Brek"),
    ("Peter Brek spoke. [[Minister Peter Brek]] said the dam would hold.", "Peter Brek"),
    ("[[Peter Brek, Norway’s envoy to the talks]], said the dam would hold.", "Peter Brek"),
    ("[[The Norwegian minister, Peter Brek]], said the dam would hold.", "Peter Brek"),
    ("Peter Brek is the front-runner. David Orm left. [[The front-runner]] said so.", "Peter Brek"),
    ("Senator Peter Brek spoke. Later [[the senator]] said the dam would hold.", "Peter Brek"),
    ("Peter Brek is a spokesman for the farmers. [[The spokesman]] said they would sue.", "Peter Brek"),
    ("Peter Brek, the Norwegian president, spoke. Days passed. [[The Norwegian president]] said so.", "Peter Brek"),
    ("The Open Water Group met on Monday. [[The group]] said the dam must go.", "Open Water Group"),
    ("Norway agreed. [[Norwegian officials]] said the dam would hold.", "Norway"),
    ("Norway agreed. [[Norway’s government]] said the dam would hold.", "Norway"),
    ("The Open Water Group met. [[The group’s representatives]] denied that.", "Open Water Group"),
    ("Peter Brek spoke. [[His lawyer]] said the dam would hold.", "Peter Brek’s lawyer"),
    ("Norwegian President Peter Brek spoke. [[Brek and his officials]] said so.", "Norwegian government"),
    ("Norway met Sweden. [[Norway and Sweden]] said the dam would hold.", "Norway and Sweden"),
    ("[[The United States and its allies]] accused Norway.", "United States and its allies"),
    ("[[the White House]] said so.", "White House"),
    ("[[Ann Lee]] said so.", "Ann Lee"),
    ("Villagers fled. [[They]] said the dam had burst.", "Villagers"),
    # sources of their own
    ("[[Officials]] said so.", "Officials"),
    ("[[a source]] said so.", "source"),
    ("[[the critics]] said so.", "critics"),
    ("[[Police]] said so.", "Police"),
    ("The board met. [[The report]] said the dam would hold.", "report"),
]


@pytest.mark.parametrize(("marked", "actor"), RESOLVED)
def test_speakers_that_can_be_told(marked, actor):
    found = resolve(marked)
    assert (found["actor"], found["ambiguous"]) == (actor, False)


AMBIGUOUS = [
    "[[He]] said the dam would hold.",
    "Peter Brek and David Orm met. [[He]] said the dam would hold.",
    "Mira Halloran left. [[He]] said the dam would hold.",
    "Peter Brek spoke. David Orm listened.\nThe dam was built long ago.\n“I do not know,” [[he]] said.",
    "“Peter Brek lies,” read the sign. [[He]] said the dam would hold.",
    "The dam is old. [[The president]] said it would hold.",
    "The dam is old. [[They]] said it would hold.",
    "It rained. [[The company]] said the dam would hold.",
    "Peter Brek met the press. [[The Swedish president]] said the dam would hold.",
    "[[I]] think the dam will hold.",
    # that somebody speaks is told, and not who
    "Mira Halloran left. [[Somebody]] said the dam would hold.",
    "Mira Halloran left. [[Others]] said the dam would hold.",
    "“It will hold,” [[many]] said.",
]


@pytest.mark.parametrize("marked", AMBIGUOUS)
def test_speakers_that_can_not_be_told_stay_open(marked):
    found = resolve(marked)
    assert found["ambiguous"] and found["actor"] is None and found["party"] is None


@pytest.mark.parametrize(
    ("marked", "party", "joint"),
    [
        ("Norwegian President Peter Brek spoke. [[Brek and his officials]] said so.", "Norway", True),
        ("[[The United States and its allies]] accused Norway.", "United States", True),
        ("[[two Norwegian officials]] said so.", "Norway", False),
        ("[[Norwegian farmers]] said so.", "Norway", False),
        ("Peter Brek, a Republican senator, spoke. [[His critics]] said so.", "Peter Brek’s critics", False),
        ("Peter Brek, a Republican senator, spoke. [[His aides]] said so.", "Republican Party", False),
        ("Norway met Sweden. [[Norway and Sweden]] said so.", "Norway and Sweden", True),
    ],
)
def test_the_party_and_jointness_of_speakers(marked, party, joint):
    found = resolve(marked)
    assert (found["party"], found["joint"]) == (party, joint)


def test_a_statement_without_a_speaker_has_no_actor_and_is_not_ambiguous():
    article = make("Peter Brek left.")
    table = make_table("statements", [{"statement": 0, "paragraph": 0, "spans": []}])
    found = resolve_speakers(article, table, find_actors(article)).iloc[0]
    assert found["actor"] is None and not found["ambiguous"]


def test_speakers_resolve_in_the_order_of_the_text_whatever_the_order_of_the_table():
    text = "Mira Halloran left. “We agree,” she said."
    article = make(text)
    rows = statements_of(article, (text.index("she"), text.index("she") + 3), (0, 13)).set_index(pd.Index([7, 3]))
    found = resolve_speakers(article, rows, find_actors(article))
    assert found["actor"].tolist() == ["Mira Halloran"] * 2 and found.index.tolist() == [7, 3]


def test_the_first_person_inside_a_quotation_is_its_speaker():
    text = "“I said that we agree,” Mira Halloran said."
    article = make(text)
    rows = [{"statement": 0, "paragraph": 0, "spans": [(1, 22)], "actor": "Mira Halloran", "party": "Norway"}]
    statements = make_table("statements", rows)
    assert resolve_inside(article, statements, 1) == ("Mira Halloran", "Norway")
    assert resolve_inside(article, statements, text.index("we")) == ("Mira Halloran", "Norway")
    assert resolve_inside(article, statements, text.index("agree")) == (None, None)
    assert resolve_inside(article, statements, len(text) + 5) == (None, None)


# ---- any text

HOSTILE = [
    "",
    " \n ",
    "“" * 500,
    '"' * 501,
    "a" * 3000,
    "\0\0 he said",
    "😀😀 said he. 😀",
    "قال الرئيس إنه سيذهب",
    "<script>alert(1)</script> said he.",
    '=HYPERLINK("http://x") said.',
    "|||| | said",
    "Mr. Mr. Mr. said",
    "X." * 400,
    "Ann (A) (B) (ANN) said",
    "‮evil‬ said Bo",
    "the the the, ’s ’s said",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_a_step_raise(text):
    article = make(text)
    check_everything(article)


WORDS = [
    *"“”\"'’(),.|:\n",
    *"he She Mira Brek Mr. Norway Norwegian the officials said and his who president FSA group they".split(),
    *("\0", "😀", "=1"),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_no_words_in_any_order_make_a_step_raise(words):
    check_everything(make(" ".join(words)))


def check_everything(article: Article) -> None:
    actors = find_actors(article)
    assert list(actors.columns) == list(COLUMNS["actors"]) and actors["name"].is_unique
    mentions = find_mentions(article, actors)
    assert list(mentions.columns)[: len(COLUMNS["mentions"])] == list(COLUMNS["mentions"])
    for row in mentions.itertuples():
        assert article.text[row.start : row.end] == row.text and row.text
        assert (row.actor is None) == row.ambiguous
    assert mentions["start"].is_monotonic_increasing
    words = [(i, min(i + 4, len(article.text))) for i in range(0, len(article.text), 7)][:40]
    found = resolve_speakers(article, statements_of(article, *words), actors)
    assert len(found) == len(words)
    for row in found.itertuples():
        assert not (row.ambiguous and row.actor is not None)
        assert (row.actor is None) == (row.party is None)


def test_ten_thousand_names_cost_little():
    rows = [
        {"name": f"John Nam{i}", "actor_type": "person", "party": "P", "aliases": f"N{i}|J{i}"} for i in range(10_000)
    ]
    found = find_mentions(make("John Nam77 met N4242. John Smith left."), make_table("actors", rows))
    assert found["actor"].tolist() == ["John Nam77", "John Nam4242"]


def test_a_month_or_a_day_is_no_actor():
    text = "Row\n\nMarch was hard for us, Ola Brek said. The board meets on 18 March. Sunday never forgave March."
    assert find_actors(load_article(text=text))["name"].tolist() == ["Ola Brek"]


def test_speakers_together_without_a_party_in_the_table():
    actors = pd.DataFrame(
        {"name": ["Mira Halloran", "Ola Brek"], "actor_type": "person", "party": [None, "Delta"], "aliases": ""}
    )
    article = load_article(text="Row\n\nMira Halloran and Ola Brek said that the dam was old.")
    found = resolve_speakers(article, locate_statements(article), actors)
    assert found[["actor", "party"]].values.tolist() == [["Mira Halloran and Ola Brek", "Mira Halloran and Delta"]]
