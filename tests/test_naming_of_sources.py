"""How a source without a name is called, who is meant by descriptions, and where a reader stays open."""

import pytest
from test_actors import make, resolve

from analysis.actors import find_actors, find_mentions

# ---- sources without a name: all the words that tell which people they are, and no more


@pytest.mark.parametrize(
    ("marked", "actor"),
    [
        # the parse or the reader of statements has cut off the first words
        ("Nearly [[a quarter]] say the dam is safe.", "Nearly a quarter"),
        ("At least [[five farmers]] said the dam had burst.", "At least five farmers"),
        ("As [[many as two-thirds of them]] said the dam is safe.", "As many as two-thirds of them"),
        ("The self-[[described poet]] left the room.", "self-described poet"),
        # a share, and once more as a figure
        ("Just over half, [[52 percent]], say the dam is safe.", "Just over half"),
        ("A small majority, [[53%]], say the dam is safe.", "small majority"),
        # words after the head that tell which ones
        ("By wide margins, [[those]] surveyed say the dam is safe.", "those surveyed"),
        ("[[A study]] published by the college says the dam is safe.", "study published by the college"),
        ("[[Farmers]] from the valley say the dam is safe.", "Farmers from the valley"),
        # what only tells more of them is no part of the name
        ("[[Farmers]], who met on Monday, say the dam is safe.", "Farmers"),
        ("[[Farmers who met on Monday]] say the dam is safe.", "Farmers"),
        ("[[The engineers - a group of nine - ]] say the dam is safe.", "engineers"),
        # but without their clause these words are empty
        ("[[Those who live in the valley]] say the dam is safe.", "Those who live in the valley"),
        ("[[Many]] of the farmers say the dam is safe.", "Many of the farmers"),
        # whose it is, as the article writes it
        ("[[The dockers' union]] say the dam is safe.", "dockers’ union"),
        # nothing is taken in that is not of the phrase
        ("Meanwhile [[farmers]] say the dam is safe.", "farmers"),
        ("On Monday, [[farmers]] said the dam had burst.", "farmers"),
        ("“It is safe,” said [[farmers]] on Monday.", "farmers"),
        ("The price fell, [[52 percent]] of them say.", "52 percent of them"),
        ("They counted half, but [[farmers]] say the dam is safe.", "farmers"),
    ],
)
def test_a_source_without_a_name_keeps_its_words(marked, actor):
    assert resolve(marked)["actor"] == actor


@pytest.mark.parametrize(
    ("marked", "actor", "party"),
    [
        ("[[Representative Ola K. Brek, Republican of Delta]], said so.", "Ola K. Brek", "Republican Party"),
        ("[[Retired engineer and village poet Mira Halloran]] said so.", "Mira Halloran", "Mira Halloran"),
        ("Ola Brek came. [[The author of the book, Mira Halloran]], said so.", "Mira Halloran", "Mira Halloran"),
        ("[[Representative Ola J. King]] said so.", "Ola J. King", "Ola J. King"),
        # two people stay two
        ("[[Mira Halloran, the engineer, and Ola Brek]] said so.", "Mira Halloran and Ola Brek", None),
        ("[[A colleague and Mira Halloran]] said so.", "colleague and Mira Halloran", None),
        # one of a party is somebody without a name
        ("Ola Brek, a Republican, left. [[One Delta Republican]] said so.", "One Delta Republican", "Republican Party"),
        ("[[The Democrat convention committee]] said so.", "Democrat convention committee", None),
        ("[[Conservative Water PAC]] said so.", "Conservative Water PAC", None),
        # whose it is
        ("Peter O’Brek spoke. [[O’Brek’s campaign]] said so.", "Peter O’Brek’s campaign", None),
    ],
)
def test_a_person_with_a_description(marked, actor, party):
    found = resolve(marked)
    assert found["actor"] == actor and (party is None or found["party"] == party)


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("Mira Halloran works for the Norland Mail. The Norland Mail, or NorMail, said so.", "Norland Mail", "NorMail"),
        ("Bill de Brek spoke. De Brek left. De Brek won. De Brek sang.", "Bill de Brek", "De Brek"),
    ],
)
def test_short_forms_are_aliases(text, name, alias):
    table = find_actors(make(text)).set_index("name")
    assert alias in table.aliases[name].split("|") and alias not in table.index


def test_a_word_of_two_parts_is_not_short_for_words_that_it_does_not_open():
    table = find_actors(make("The Norland Mail reported it. NorCast said so, and NorCast was right."))
    assert "NorCast" not in table.set_index("name").aliases.get("Norland Mail", "").split("|")


def test_letters_that_were_read_wrongly_do_not_cut_a_name():
    table = find_actors(make("President Enrique NuÃ±ez Brek spoke. He met a farmer."))
    assert not any(name.endswith("NuÃ±ez") for name in table["name"])


# ---- the same people told of once more


@pytest.mark.parametrize(
    ("marked", "actor"),
    [
        ("Mira Halloran’s top advisers met on Monday. [[The aides]] said so.", "Mira Halloran’s top advisers"),
        ("Mira Halloran spoke. Her advisers met. [[They]] said so.", "Mira Halloran’s advisers"),
        # not where it is longer ago, told of anew, or another role
        ("Mira Halloran’s top advisers met. It rained. It rained. It rained. [[The aides]] said so.", "aides"),
        ("Mira Halloran’s top advisers met on Monday. [[Aides]] said so.", "Aides"),
        ("Mira Halloran’s top advisers met on Monday. [[The lawyers]] said so.", "lawyers"),
    ],
)
def test_the_aides_are_the_advisers_told_of_before(marked, actor):
    assert resolve(marked)["actor"].replace("'", "’") == actor


def test_rivals_are_no_part_of_the_side_that_they_oppose():
    found = resolve("Norwegian President Peter Brek spoke. His rivals met. [[They]] said so.")
    assert found["actor"] == found["party"] == "Peter Brek’s rivals"


# ---- open where two can be meant


@pytest.mark.parametrize(
    "marked",
    [
        # who spoke in a clause, against who acts in the sentence
        "When Peter Brek said that the dam was safe, David Orm left the hall. [[He]] said it would burst.",
        # only an object, where another acted before
        "David Orm visited the dam. The farmers admire Peter Brek. [[He]] said it would burst.",
        # named by a role in a paragraph in which another acted
        "Peter Brek is the candidate.\nDavid Orm wrote a book about dams. But the candidate could read.\n"
        "“It will burst,” [[he]] said.",
        # two senators
        "Senator Peter Brek opened the hall. Senator David Orm came late. [[The senator]] said it would burst.",
        # nobody who can be the one
        "Peter Brek left. [[The woman]] said it would burst.",
        "Pope Leon visited the hall. [[The Republican candidate]] said it would burst.",
        "Peter Brek, having met the Norwegian president, left. [[The Norwegian president]] said it would burst.",
    ],
)
def test_open_where_two_can_be_meant(marked):
    found = resolve(marked)
    assert found["ambiguous"] and found["actor"] is None


@pytest.mark.parametrize(
    ("marked", "actor"),
    [
        ("While Peter Brek saw David Orm, it rained. Peter Brek said no. [[He]] said it would burst.", "Peter Brek"),
        ("A reporter asked Peter Brek about it while David Orm slept. “No,” [[he]] said.", "Peter Brek"),
        ("David Orm visited the dam. Peter Brek said it was safe. [[He]] added that it was new.", "Peter Brek"),
        ("David Orm visited the dam. Peter Brek’s speech was long. [[He]] said it would burst.", "Peter Brek"),
        ("David Orm wrote a book.\nPeter Brek opened the dam.\n“It will hold,” [[he]] said.", "Peter Brek"),
        ("Senator Peter Brek opened the hall. David Orm slept. [[The senator]] said it would burst.", "Peter Brek"),
        ("Mira Halloran left. [[The woman]] said it would burst.", "Mira Halloran"),
        ("Peter Brek, a Republican, visited the hall. [[The Republican candidate]] said so.", "Peter Brek"),
    ],
)
def test_not_open_where_one_is_nearer(marked, actor):
    assert resolve(marked)["actor"] == actor


# ---- mentions


def test_a_thing_that_it_stands_for_is_no_actor():
    article = make("Kessler spoke on Monday. Kessler’s trip was long. Its cost was high. Its end was near.")
    found = find_mentions(article, find_actors(article))
    assert "trip" not in " ".join(found["actor"].dropna()) + " ".join(found["party"].dropna())


def test_it_still_means_an_organisation():
    article = make("The Open Water Group met on Monday. It wants a new dam.")
    found = find_mentions(article, find_actors(article))
    assert found[found["text"] == "It"]["actor"].tolist() == ["Open Water Group"]
