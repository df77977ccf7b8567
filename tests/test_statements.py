"""Who said what, rule by rule, on invented sentences: each rule where it must fire and where it must not."""

import pytest
from reading import compare, said

from analysis.articles import Article, load_article
from analysis.statements import locate_statements
from analysis.tables import COLUMNS

direct = {
    "cue after": (
        "“The bridge will open in May,” Tomas Varga said.",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct", act="say", cue="said")],
    ),
    "cue after, straight marks": (
        '"The bridge will open in May," Tomas Varga said.',
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "comma outside": (
        "“The bridge will open in May”, Tomas Varga said.",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "straight marks, comma outside": (
        '"The bridge will open in May", said Tomas Varga.',
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "guillemets": (
        "«The bridge will open in May», said Tomas Varga.",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "single marks": (
        "‘The bridge will open in May,’ Tomas Varga said.",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "single marks around an apostrophe": (
        "‘We won’t open the bridge before May,’ Tomas Varga said.",
        [said("Tomas Varga", "We won’t open the bridge before May", quote_type="direct")],
    ),
    "doubled apostrophes": (
        "''The bridge will open in May,'' Tomas Varga said.",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "cue before, comma": (
        "Tomas Varga said, “The bridge will open in May.”",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct")],
    ),
    "cue before, colon": (
        "Tomas Varga replied: “The bridge will open in May.”",
        [said("Tomas Varga", "The bridge will open in May", quote_type="direct", cue="replied")],
    ),
    "inverted, with an apposition": (
        "“We have no money left,” said Irena Koval, the mayor of Lindau.",
        [said("Irena Koval, the mayor of Lindau", "We have no money left")],
    ),
    "inverted, with a time": (
        "“We have no money left,” said Irena Koval on Tuesday.",
        [said("Irena Koval", "We have no money left")],
    ),
    "question": (
        "“Who will pay for the repairs?” asked Irena Koval.",
        [said("Irena Koval", "Who will pay for the repairs?", act="ask")],
    ),
    "exclamation": (
        "“Nobody told us!” Petra Lund shouted.",
        [said("Petra Lund", "Nobody told us!", cue="shouted")],
    ),
    "pronoun": (
        "“We have no money left,” she said.",
        [said("she", "We have no money left")],
    ),
    "unlisted verb": (
        "“We have no money left,” Petra Lund deadpanned.",
        [said("Petra Lund", "We have no money left", cue="deadpanned")],
    ),
    "common noun": (
        "“The trains are safe,” a spokeswoman for the railway said.",
        [said("a spokeswoman for the railway", "The trains are safe")],
    ),
    "two spans": (
        "“The talks failed,” she said. “We will try again in the spring.”",
        [said("she", "The talks failed We will try again in the spring", quote_type="direct")],
    ),
    "cut in the middle of a sentence": (
        "“The talks,” Petra Lund said, “were never going to succeed.”",
        [said("Petra Lund", "The talks were never going to succeed", quote_type="direct")],
    ),
    "two speakers": (
        "“The talks failed,” Petra Lund said. “They were a success,” Tomas Varga replied.",
        [said("Petra Lund", "The talks failed"), said("Tomas Varga", "They were a success", act="say")],
    ),
    "dashes around the cue": (
        "“The talks” – Petra Lund said – “were never going to succeed.”",
        [said("Petra Lund", "The talks were never going to succeed")],
    ),
    "nested": (
        "“My teacher told me ‘you will never sing’ and I believed her,” Petra Lund said.",
        [said("Petra Lund", "My teacher told me ‘you will never sing’ and I believed her")],
    ),
    "the quotation alone in the next paragraph": (
        "“The talks failed,” Petra Lund said.\n\n“We will try again in the spring.”",
        [said("Petra Lund", "The talks failed We will try again in the spring", paragraph=0)],
    ),
    "over three paragraphs, cue before": (
        "Petra Lund said: “The talks failed.\n\n“Nobody wanted peace.\n\n“We will try again in the spring.”",
        [said("Petra Lund", "The talks failed. Nobody wanted peace. We will try again in the spring")],
    ),
    "left open": (
        "Petra Lund said: “The talks failed and nobody wanted peace.",
        [said("Petra Lund", "The talks failed and nobody wanted peace")],
    ),
    "a stray mark before a quotation": (
        'The plan" was late. Petra Lund said: "The talks failed and we are sorry."',
        [said("Petra Lund", "The talks failed and we are sorry")],
    ),
    "a tweet": (
        "Petra Lund tweeted: “Proud of our volunteers tonight!”",
        [said("Petra Lund", "Proud of our volunteers tonight!", act="write")],
    ),
    "writing on a service": (
        "“Proud of our volunteers tonight,” Petra Lund wrote on Twitter.",
        [said("Petra Lund", "Proud of our volunteers tonight", act="write")],
    ),
    "told": (
        "“We are ready to talk to everybody,” Petra Lund told reporters.",
        [said("Petra Lund", "We are ready to talk to everybody", act="say", via=None)],
    ),
    "added": (
        "The bus company will hire 40 drivers, Petra Lund said. “We pay well,” she added.",
        [said("Petra Lund", "The bus company will hire 40 drivers"), said("she", "We pay well", cue="added")],
    ),
    "curly, question then cue": (
        "“Is the water safe?” she asked. “Nobody can tell us.”",
        [said("she", "Is the water safe? Nobody can tell us", act="ask")],
    ),
    "inverted with a role": (
        "“The banks are safe,” said finance minister Petra Lund, who took office in May.",
        [said("finance minister Petra Lund", "The banks are safe")],
    ),
    "in a statement": (
        "“We regret the delay,” the airline said in a statement.",
        [said("the airline", "We regret the delay")],
    ),
    "colon and two quotations": (
        "Petra Lund said: “We regret the delay.” She added: “It will not happen again.”",
        [said("Petra Lund", "We regret the delay"), said("She", "It will not happen again")],
    ),
    "words after cue": (
        "“We regret the delay,” Petra Lund said after the meeting, which lasted two hours.",
        [said("Petra Lund", "We regret the delay")],
    ),
    "adverb": (
        "“We regret the delay,” she said quietly.",
        [said("she", "We regret the delay")],
    ),
}  # fmt: skip


mixed = {
    "a word of it quoted": (
        "Irena Koval said the offer was “an insult” to the nurses.",
        [said("Irena Koval", "the offer was “an insult” to the nurses", quote_type="mixed")],
    ),
    "called": (
        "Irena Koval called the offer “an insult”.",
        [said("Irena Koval", "the offer “an insult”", quote_type="mixed")],
    ),
    "described as": (
        "Irena Koval described the offer as “an insult to every nurse”.",
        [said("Irena Koval", "the offer as “an insult to every nurse”", quote_type="mixed")],
    ),
    "that, then a quotation": (
        "The union said that it would “fight for every job in the harbour”.",
        [said("The union", "that it would “fight for every job in the harbour”", quote_type="mixed")],
    ),
    "quotation of its own in the next sentence": (
        "The union said that the harbour was losing jobs. “We will fight for every one of them.”",
        [said("The union", "that the harbour was losing jobs We will fight for every one of them", quote_type="mixed")],
    ),
    "straight": (
        'The union said that it would "fight for every job in the harbour".',
        [said("The union", 'that it would "fight for every job in the harbour"', quote_type="mixed")],
    ),
    "accused, with a quotation": (
        "The union accused the port of “putting profit before people”.",
        [said("The union", "the port of “putting profit before people”", act="accuse", quote_type="mixed")],
    ),
    "scare quote in an indirect": (
        "Critics say the “reform” is a cut.",
        [said("Critics", "the “reform” is a cut", quote_type="mixed")],
    ),
    "scare quote beside a statement": (
        "The “reform” passed on Monday. Petra Lund said she was pleased.",
        [said("Petra Lund", "she was pleased", quote_type="indirect")],
    ),
    "single marks in a headline": (
        "Ferries ‘will run again by Friday’, says Varga\n\nThe ferries stood still on Monday in Lindau.",
        [said("Varga", "Ferries ‘will run again by Friday’", headline=True)],
    ),
}  # fmt: skip


indirect = {
    "that": (
        "The minister said that the tunnel would be finished by June.",
        [said("The minister", "that the tunnel would be finished by June", quote_type="indirect")],
    ),
    "no that": (
        "The minister said the tunnel would be finished by June.",
        [said("The minister", "the tunnel would be finished by June")],
    ),
    "cue at the end": (
        "The tunnel would be finished by June, the minister said.",
        [said("the minister", "The tunnel would be finished by June")],
    ),
    "inverted at the end": (
        "The tunnel would be finished by June, said Tomas Varga.",
        [said("Tomas Varga", "The tunnel would be finished by June")],
    ),
    "as": (
        "As the minister said, the tunnel would be finished by June.",
        [said("the minister", "the tunnel would be finished by June")],
    ),
    "according to, at the end": (
        "Rents have doubled since 2010, according to the tenants’ association.",
        [said("the tenants’ association", "Rents have doubled since 2010", cue="according to")],
    ),
    "according to, at the start": (
        "According to the tenants’ association, rents have doubled since 2010.",
        [said("the tenants’ association", "rents have doubled since 2010")],
    ),
    "time between cue and that": (
        "The minister said on Friday that the tunnel would be finished by June.",
        [said("The minister", "that the tunnel would be finished by June")],
    ),
    "time before that": (
        "Tomas Varga said before that the tunnel was safe.",
        [said("Tomas Varga", "that the tunnel was safe")],
    ),
    "place and time": (
        "The minister told a crowd in Lindau on Friday that the tunnel was safe.",
        [said("The minister", "that the tunnel was safe", act="say")],
    ),
    "whether": (
        "Residents asked whether the tunnel was safe.",
        [said("Residents", "whether the tunnel was safe", act="ask")],
    ),
    "conjoined verbs": (
        "Petra Lund defended the budget and said that taxes would not rise.",
        [said("Petra Lund", "the budget", act="support"), said("Petra Lund", "that taxes would not rise")],
    ),
    "went on to say": (
        "Petra Lund left the room and later said that taxes would not rise.",
        [said("Petra Lund", "that taxes would not rise")],
    ),
    "participle": (
        "Petra Lund resigned on Monday, saying that she had lost the trust of her party.",
        [said("Petra Lund", "that she had lost the trust of her party")],
    ),
    "participle of another verb": (
        "Petra Lund left the meeting early, warning that the money was running out.",
        [said("Petra Lund", "that the money was running out", act="warn")],
    ),
    "relative pronoun": (
        "Petra Lund, who said that taxes would not rise, resigned on Monday.",
        [said("who", "that taxes would not rise")],
    ),
    "infinitive": (
        "Petra Lund promised to cut the waiting lists.",
        [said("Petra Lund", "to cut the waiting lists", act="promise", attribution="speech")],
    ),
    "two clauses": (
        "The minister said that the tunnel was safe and that the trains would run again.",
        [said("The minister", "that the tunnel was safe and that the trains would run again")],
    ),
    "an apposition that is content": (
        "Petra Lund said that she admired Tomas Varga, the former mayor of Lindau.",
        [said("Petra Lund", "that she admired Tomas Varga, the former mayor of Lindau")],
    ),
    "a statement in a statement": (
        "The minister said that the engineers had warned that the tunnel was unsafe.",
        [said("The minister", "that the engineers had warned that the tunnel was unsafe")],
    ),
    "an official record": (
        "A report found that the pipes had rusted.",
        [said("A report", "that the pipes had rusted")],
    ),
    "tell without that": (
        "Petra Lund told her staff she would resign.",
        [said("Petra Lund", "she would resign", act="say", via=None)],
    ),
    "long lead before cue": (
        "Speaking in Lindau on Friday, Petra Lund, the finance minister, said that the banks were safe.",
        [said("Petra Lund, the finance minister", "that the banks were safe")],
    ),
    "cue two sentences": (
        "The banks are safe, Petra Lund said. Customers lined up outside.",
        [said("Petra Lund", "The banks are safe")],
    ),
    "joint": (
        "Petra Lund and Tomas Varga said that the deal was dead.",
        [said("Petra Lund and Tomas Varga", "that the deal was dead")],
    ),
    "country": (
        "Norland says it will not sign the treaty.",
        [said("Norland", "it will not sign the treaty")],
    ),
    "perfect": (
        "Norland has said that it will not sign the treaty.",
        [said("Norland", "that it will not sign the treaty")],
    ),
    "insisted": (
        "The company insisted that the figures were right.",
        [said("The company", "that the figures were right")],
    ),
    "headline says": (
        "Varga says ferries will run again\n\nThe ferries stood still on Monday in Lindau.",
        [said("Varga", "ferries will run again", headline=True)],
    ),
    "statement by a paper": (
        "The Lindau Courier reported that the ferries would stop.",
        [said("The Lindau Courier", "that the ferries would stop", via=None)],
    ),
    "it is said": (
        "It is said that the lake has no bottom.",
        [said(None, "that the lake has no bottom")],
    ),
}  # fmt: skip


acts = {
    "accuse of": (
        "Norland accused Estavia of breaking the truce.",
        [said("Norland", "Estavia of breaking the truce", act="accuse", cue="accused")],
    ),
    "blame for": (
        "Norland blamed Estavia for the collapse of the talks.",
        [said("Norland", "Estavia for the collapse of the talks", act="accuse")],
    ),
    "blame on": (
        "Norland blamed the collapse of the talks on Estavia.",
        [said("Norland", "the collapse of the talks on Estavia", act="accuse")],
    ),
    "criticise for": (
        "Teachers criticised the board for closing two schools.",
        [said("Teachers", "the board for closing two schools", act="criticise")],
    ),
    "denounce as": (
        "Norland denounced the vote as a farce.",
        [said("Norland", "the vote as a farce", act="denounce")],
    ),
    "condemn": (
        "Norland condemned the attack on the embassy.",
        [said("Norland", "the attack on the embassy", act="denounce")],
    ),
    "demand that": (
        "Norland demanded that Estavia withdraw its troops.",
        [said("Norland", "that Estavia withdraw its troops", act="demand")],
    ),
    "demand, noun": (
        "Norland demanded an apology from Estavia.",
        [said("Norland", "an apology from Estavia", act="demand")],
    ),
    "order to": (
        "The court ordered the company to pay the fishermen.",
        [said("The court", "the company to pay the fishermen", act="order")],
    ),
    "urge to": (
        "The bishop urged both sides to return to the table.",
        [said("The bishop", "both sides to return to the table", act="urge")],
    ),
    "call on": (
        "The bishop called on both sides to return to the table.",
        [said("The bishop", "on both sides to return to the table")],
    ),
    "call for": (
        "The bishop called for a ceasefire.",
        [said("The bishop", "for a ceasefire")],
    ),
    "deny": (
        "Estavia denied breaking the truce.",
        [said("Estavia", "breaking the truce", act="deny")],
    ),
    "deny that": (
        "Estavia has denied that it broke the truce.",
        [said("Estavia", "that it broke the truce", act="deny")],
    ),
    "reject": (
        "Estavia rejected the offer of a ceasefire.",
        [said("Estavia", "the offer of a ceasefire", act="reject")],
    ),
    "warn against": (
        "Doctors warned against panic.",
        [said("Doctors", "against panic", act="warn")],
    ),
    "warn of": (
        "Doctors warned of a shortage of beds.",
        [said("Doctors", "of a shortage of beds", act="warn")],
    ),
    "warn somebody against": (
        "Doctors warned parents against buying the syrup.",
        [said("Doctors", "against buying the syrup", act="warn")],
    ),
    "threaten": (
        "Drivers threatened to strike over pay.",
        [said("Drivers", "to strike over pay", act="threaten")],
    ),
    "refuse": (
        "Drivers refused to work on Sunday.",
        [said("Drivers", "to work on Sunday", act="refuse")],
    ),
    "praise": (
        "The mayor praised the firefighters for their courage.",
        [said("The mayor", "the firefighters for their courage", act="praise")],
    ),
    "dismiss": (
        "The mayor dismissed the criticism as nonsense.",
        [said("The mayor", "the criticism as nonsense", act="reject")],
    ),
    "support": (
        "The mayor backed the plan for a new library.",
        [said("The mayor", "the plan for a new library", act="support")],
    ),
    "passive with by": (
        "Estavia was accused by Norland of breaking the truce.",
        [said("Norland", "Estavia of breaking the truce", act="accuse")],
    ),
    "passive without a source": (
        "It was reported that the truce had collapsed.",
        [said(None, "that the truce had collapsed")],
    ),
    "conjoined": (
        "Norland condemned the attack and demanded an apology.",
        [said("Norland", "the attack", act="denounce"), said("Norland", "an apology", act="demand")],
    ),
    "relative clause, subject": (
        "The ruling angered critics, who denounced it as unfair.",
        [said("who", "it as unfair", act="denounce")],
    ),
    "did not deny": (
        "Norland did not deny that it had sent ships.",
        [said("Norland", "that it had sent ships", act="deny")],
    ),
    "agreed": (
        "The company agreed to pay the fine.",
        [said("The company", "to pay the fine", act="agree")],
    ),
    "slammed as": (
        "Fishermen slammed the quota as a disaster.",
        [said("Fishermen", "the quota as a disaster", act="criticise")],
    ),
    "demanded, no that": (
        "Protesters demanded the mayor resign.",
        [said("Protesters", "the mayor resign", act="demand")],
    ),
}  # fmt: skip


kinds = {
    "belief": (
        "Farmers believe that the rain will come.",
        [said("Farmers", "that the rain will come", attribution="belief")],
    ),
    "thinks": (
        "Tomas Varga thinks the harbour is too small.",
        [said("Tomas Varga", "the harbour is too small", attribution="belief")],
    ),
    "intention": (
        "The company plans to build a second harbour.",
        [said("The company", "to build a second harbour", attribution="intention")],
    ),
    "intends": (
        "The company intends to appeal against the ruling.",
        [said("The company", "to appeal against the ruling", attribution="intention")],
    ),
    "noun, of": (
        "Norland’s accusation of fraud came as a surprise.",
        [said("Norland’s", "of fraud", act="claim")],
    ),
    "noun, decision": (
        "Tomas Varga’s decision to resign came as a surprise.",
        [said("Tomas Varga’s", "to resign", attribution="intention")],
    ),
    "adjective": (
        "Petra Lund was confident that the bill would pass.",
        [said("Petra Lund", "that the bill would pass", attribution="belief", cue="confident")],
    ),
    "adjective, none": (
        "The road is wide and dusty.",
        [],
    ),
    "noun, none": (
        "The claim was filed at the local court.",
        [],
    ),
    "noun, a paper report": (
        "The report lay on the desk of the clerk.",
        [],
    ),
    "analyst": (
        "Analysts expect the bank to raise rates.",
        [said("Analysts", "the bank to raise rates", attribution="belief")],
    ),
    "fear": (
        "Villagers fear that the slope will slide.",
        [said("Villagers", "that the slope will slide", attribution="belief")],
    ),
    "adjective of": (
        "Villagers are critical of the dam.",
        [said("Villagers", "of the dam", attribution="belief")],
    ),
    "support noun": (
        "Estavia voiced support for the ceasefire.",
        [said("Estavia", "support for the ceasefire")],
    ),
}  # fmt: skip


silent = {
    "did not say whether": "Petra Lund did not say whether she would stand again.",
    "did not say who": "The police did not say who had called them.",
    "nobody said": "Nobody said that the gate was open.",
    "no minister claimed": "No minister claimed that the gate was open.",
    "neither said": "Neither said that the gate was open.",
    "could say": "Nobody could say when the trains would run again.",
    "without naming": "The paper printed the story without naming the source.",
    "scare quotes": "The so-called “peace dividend” never came.",
    "title of a book": "Her novel, “The Salt Road”, won a prize in the spring.",
    "title of a song": "The band played “Harbour Lights” at the end of the night.",
    "a nickname": "The boxer known as “The Baker” won in the third round.",
    "a sign": "A sign at the door read “Closed”.",
    "plain report": "The river rose by two metres overnight and flooded the lower town.",
    "a train runs": "The train to Lindau left at 10:30 and arrived on time.",
    "imperative": "See the full report on page 4.",
    "one word": "Rain",
    "marks alone": '“” "" ‘’ «»',
    "odd marks": '" ” “ and " then ”',
    "an apostrophe": "The farmers’ market closes at noon, and the dogs’ home at one.",
    "inches": "The fish was 14\" long and the rod 6' high.",
    "tells of the weather": "The storm told on the crews. Roads were closed.",
    "tried": "The driver tried to brake.",
}


relays = {
    "an agency reported": (
        "Governor Petra Lund ordered the guards to leave the square, the Riverside news agency reported.",
        [said("Governor Petra Lund", "the guards to leave the square", act="order", via="Riverside")],
    ),
    "an agency reported, that": (
        "Petra Lund said that the square was empty, the Riverside news agency reported.",
        [said("Petra Lund", "that the square was empty", via="Riverside")],
    ),
    "told a channel": (
        "Petra Lund told Channel Nine television that the square was empty.",
        [said("Petra Lund", "that the square was empty", via="Nine")],
    ),
    "told a radio, quotation": (
        "“The square is empty,” Petra Lund told Radio Meridian.",
        [said("Petra Lund", "The square is empty", via="Meridian")],
    ),
    "told a person": (
        "Petra Lund told Tomas Varga that the square was empty.",
        [said("Petra Lund", "that the square was empty", via=None)],
    ),
    "told reporters": (
        "Petra Lund told reporters that the square was empty.",
        [said("Petra Lund", "that the square was empty", via=None)],
    ),
    "according to an agency": (
        "Norland accused Estavia of breaking the truce, according to the state news agency Belma.",
        [said("Norland", "Estavia of breaking the truce", act="accuse", via="Belma")],
    ),
    "an agency's own report": (
        "The square was empty, the Riverside news agency reported.",
        [said("the Riverside news agency", "The square was empty", via=None)],
    ),
    "no agency": (
        "Petra Lund said that the square was empty, her lawyer claimed.",
        [said("her lawyer", "Petra Lund said that the square was empty", via=None)],
    ),
}  # fmt: skip


pointers = {
    "denied that": (
        "Norland said that the troops had left. Estavia denied that.",
        [said("Norland", "that the troops had left", refers_to=None),
         said("Estavia", "that", act="deny", refers_to=0)],
    ),
    "have denied that": (
        "Norland said that the troops had left. Officials in Estavia have denied that.",
        [said("Norland", "that the troops had left"),
         said("Officials in Estavia", "that", act="deny", refers_to=0)],
    ),
    "rejected the claim": (
        "Norland said that the troops had left. Estavia rejected the claim.",
        [said("Norland", "that the troops had left"), said("Estavia", "the claim", act="reject", refers_to=0)],
    ),
    "rejected something else": (
        "Norland said that the troops had left. Estavia rejected the budget of the harbour.",
        [said("Norland", "that the troops had left"),
         said("Estavia", "the budget of the harbour", refers_to=None)],
    ),
    "nothing before it": (
        "Estavia denied that.",
        [said("Estavia", "that", refers_to=None)],
    ),
    "an own statement is not pointed to": (
        "Estavia said that the troops had left. Estavia denied that.",
        [said("Estavia", "that the troops had left"), said("Estavia", "that", refers_to=None)],
    ),
    "but clause": (
        "Norland said the ship was armed but Estavia denied the claim.",
        [said("Norland", "the ship was armed"), said("Estavia", "the claim", act="deny", refers_to=0)],
    ),
}  # fmt: skip


hard_cases = {
    "three pieces": (
        "“The talks failed,” he said. “We tried.” He shrugged. “What else can I tell you about it?”",
        [said("he", "The talks failed We tried. What else can I tell you about it?")],
    ),
    "over paragraphs": (
        "“The talks failed,” Petra Lund said. “Nobody wanted peace.\n\n“We will try again in the spring.”",
        [said("Petra Lund", "The talks failed Nobody wanted peace. We will try again in the spring")],
    ),
    "block quotation": (
        "The Lindau Courier reports:\n\n“The talks failed late on Sunday after both sides walked out.”",
        [said("The Lindau Courier", "The talks failed late on Sunday after both sides walked out")],
    ),
    "cue a line earlier": (
        "Asked about the strike, Petra Lund said: “We are ready to talk to everybody.”",
        [said("Petra Lund", "We are ready to talk to everybody")],
    ),
    "cue inside": (
        "The tunnel, the minister said, would be finished by June.",
        [said("the minister", "The tunnel would be finished by June")],
    ),
    "the reporter's comment": (
        "The minister said that the tunnel might close, a remark that could unsettle investors.",
        [said("The minister", "that the tunnel might close")],
    ),
    "the reporter's comment after a cue": (
        "Petra Lund said that she would run again, a move that surprised her colleagues.",
        [said("Petra Lund", "that she would run again")],
    ),
    "while clause": (
        "Norland said the ship was armed, while Estavia insisted that it carried food.",
        [said("Norland", "the ship was armed"), said("Estavia", "that it carried food")],
    ),
    "reject as": (
        "Estavia rejected the report as biased.",
        [said("Estavia", "the report as biased", act="reject")],
    ),
    "relative clause": (
        "The mine has poisoned the river, a claim that the company has rejected.",
        [said("the company", "a claim", act="reject")],
    ),
    "criticism for": (
        "Petra Lund has been criticised by teachers for the cuts.",
        [said("teachers", "Petra Lund for the cuts", act="criticise")],
    ),
    "ordered, passive": (
        "The troops were ordered to leave the village by General Holt.",
        [said("General Holt", "The troops to leave the village", act="order")],
    ),
    "relative pronoun, deny": (
        "The airline, which denies any fault, will pay the passengers.",
        [said("which", "any fault", act="deny")],
    ),
    "warn that, participle": (
        "Petra Lund, warning that winter was near, asked for fuel.",
        [said("Petra Lund", "that winter was near", act="warn"), said("Petra Lund", "for fuel", act="ask")],
    ),
    "hope": (
        "Tomas Varga hopes that the harbour will grow.",
        [said("Tomas Varga", "that the harbour will grow", attribution="belief")],
    ),
    "noun, possessive": (
        "Her claim that the votes were lost caused anger.",
        [said("Her", "that the votes were lost", attribution="speech", act="claim", cue="claim")],
    ),
    "noun, a warning that": (
        "The company issued a warning that the water was unsafe.",
        [said("The company", "that the water was unsafe", attribution="speech", act="warn")],
    ),
    "noun, light verb": (
        "Petra Lund expressed concern that the prices would rise.",
        [said("Petra Lund", "that the prices would rise", attribution="belief")],
    ),
    "wants": (
        "Estavia wants Norland to lift the blockade.",
        [said("Estavia", "Norland to lift the blockade", attribution="belief")],
    ),
    "criticism that has been rejected": (
        "Norland said the strikes hit hospitals, criticism that Estavia has rejected.",
        [said("Norland", "the strikes hit hospitals"), said("Estavia", "criticism", act="reject", refers_to=0)],
    ),
    "declined to comment": (
        "The company declined to comment on the figures.",
        [],
    ),
    "according to plan": (
        "The work went ahead according to plan.",
        [],
    ),
}  # fmt: skip


def parametrised(cases):
    return pytest.mark.parametrize(("text", "expected"), list(cases.values()), ids=list(cases))


@parametrised(direct)
def test_direct(text, expected):
    compare(text, expected)


@parametrised(mixed)
def test_mixed(text, expected):
    compare(text, expected)


@parametrised(indirect)
def test_indirect(text, expected):
    compare(text, expected)


@parametrised(acts)
def test_acts(text, expected):
    compare(text, expected)


@parametrised(kinds)
def test_belief_intention_nouns_and_adjectives(text, expected):
    compare(text, expected)


@pytest.mark.parametrize("text", list(silent.values()), ids=list(silent))
def test_nobody_speaks(text):
    compare(text, [])


@parametrised(relays)
def test_relays(text, expected):
    compare(text, expected)


@parametrised(pointers)
def test_pointers(text, expected):
    compare(text, expected)


@pytest.mark.parametrize("paragraphs", [[], [(0, 0)]])
def test_empty_text(paragraphs):
    table = locate_statements(Article(id="empty", text="", paragraphs=paragraphs))
    assert table.empty and list(table) == list(COLUMNS["statements"])


@pytest.mark.parametrize("mark", list("“”\"‘’'«»"))
def test_a_mark_too_many_costs_no_other_statement(mark):
    text = f"The plan{mark} was late.\n\nPetra Lund said that she was sorry.\n\n“So am I,” Tomas Varga said."
    expected = [said("Petra Lund", "that she was sorry"), said("Tomas Varga", "So am I", quote_type="direct")]
    compare(text, expected)


def test_statements_are_numbered_in_reading_order():
    text = "Norland’s claim\n\n“We won,” Petra Lund said.\n\nEstavia denied that. Doctors warned of a flood, she said."
    table = locate_statements(load_article(text=text))
    assert table["statement"].tolist() == [0, 1, 2]
    assert table["paragraph"].tolist() == [1, 2, 2]
    assert table["cue"].tolist() == ["said", "denied", "said"]


@parametrised(hard_cases)
def test_hard_cases(text, expected):
    compare(text, expected)


wholes = {
    "according to, two clauses": (
        "The harbour closed in March, and the ferry stopped, according to a survey of the islands.",
        [said("a survey of the islands", "The harbour closed in March, and the ferry stopped")],
    ),
    "according to, with a statement inside": (
        "The mayor asked the council to sell the harbour, according to two clerks.",
        [said("two clerks", "The mayor asked the council to sell the harbour")],
    ),
    "according to at the start takes its own sentence only": (
        "According to the survey, the harbour closed in March. The ferry stopped.",
        [said("the survey", "the harbour closed in March")],
    ),
    "in passing, and the rest of the sentence": (
        "The harbour will stay open, he said, because the islands need it.",
        [said("he", "The harbour will stay open because the islands need it")],
    ),
    "in passing, but then what the speaker did": (
        "The harbour will stay open, he said, pointing at the map.",
        [said("he", "The harbour will stay open")],
    ),
    "in passing, after an opening": (
        "In the spring, she said, the harbour will open again.",
        [said("she", "In the spring the harbour will open again")],
    ),
    "when it was said": (
        "On Monday, she said the harbour will open again.",
        [said("she", "the harbour will open again")],
    ),
    "a clause before that one": (
        "Petra Lund said she was sure that the harbour would open.",
        [said("Petra Lund", "she was sure that the harbour would open")],
    ),
    "a time before that": (
        "Petra Lund said on Monday that the harbour would open.",
        [said("Petra Lund", "that the harbour would open")],
    ),
    "goes on after an abbreviation": (
        "“The harbour is ours,” said Gov. Petra Lund of St. Bride. “We will keep it open.”",
        [said("Gov. Petra Lund of St. Bride", "The harbour is ours We will keep it open")],
    ),
    "goes on after what was meant": (
        "“The harbour is ours,” Petra Lund said, referring to the old port. “We will keep it open.”",
        [
            said("Petra Lund", "The harbour is ours We will keep it open"),
            said("Petra Lund", "to the old port", act="refer"),
        ],
    ),
    "an unlikely belief": (
        "Petra Lund said they wanted nothing. The harbour is ignored.",
        [said("Petra Lund", "they wanted nothing")],
    ),
    "a subject that looks like an object": (
        "Petra Lund argued her plan to keep the harbour open is sound.",
        [said("Petra Lund", "her plan to keep the harbour open is sound")],
    ),
    "who was told is no subject": (
        "Petra Lund told the council that the harbour is safe.",
        [said("Petra Lund", "that the harbour is safe")],
    ),
}


@parametrised(wholes)
def test_the_whole_of_what_was_said(text, expected):
    compare(text, expected)
