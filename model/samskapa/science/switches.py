"""Where the literature gives no form: the questions, and the alternatives the model offers for each."""

from __future__ import annotations

from samskapa.science.declarations import Switch


class Switches:
    """All switches by name."""

    trust_update = Switch(
        "asymmetric",
        {
            "asymmetric": "Losses weigh more than gains by the loss ratio, softened by understanding.",
            "symmetric": "Losses and gains weigh the same.",
            "confirmatory": "As asymmetric, and trust believes good news, distrust bad news.",
            "beta_bernoulli": "Trust is the mean of evidence that is slowly forgotten.",
        },
        "How does a contact change relational trust?",
        "[Slovic1993][Poortinga2004][Zhu2023]",
    )
    trust_effect = Switch(
        "monotone",
        {
            "monotone": "The more trust, the more attendance.",
            "inverted_u": "Most attendance at middling trust.",
            "distrust_voice": "The less trust, the more attendance: people come to object.",
        },
        "How does trust bear on attendance?",
        "[Aitken2012][Parrado2013]",
    )
    participation_rule = Switch(
        "logistic",
        {
            "logistic": "A chance that rises with the sum of motives.",
            "threshold": "One comes when enough others come.",
            "bush_mosteller": "One comes again when it was worth it.",
            "assurance": "One comes when the expected value covers the cost.",
        },
        "How does a resident decide to come?",
        "[Parrado2013][Granovetter1978][Macy2002][Liu2020]",
    )
    disconfirmation = Switch(
        "contrast",
        {
            "contrast": "An outcome is judged against what was expected and wished.",
            "performance_only": "An outcome is judged by itself.",
            "assimilation": "What was expected colours what is perceived.",
            "anchoring_after": "The expectation is recalled after the fact.",
        },
        "What is an outcome compared with?",
        "[Favero2021][Grimmelikhuijsen2017][Edm2025]",
    )
    production = Switch(
        "ces",
        {
            "ces": "Efforts complement each other with constant elasticity.",
            "cobb_douglas": "Efforts multiply.",
            "leontief": "The smaller effort decides.",
            "additive": "Efforts add up.",
        },
        "How do the efforts of staff and residents combine?",
        "[Ostrom1996][Johnston2011]",
    )
    influence = Switch(
        "degroot",
        {
            "degroot": "All peers count by the strength of the tie.",
            "bounded": "Peers who think very differently are ignored.",
            "negativity": "Bad news weighs more than good.",
        },
        "Which peers move a resident?",
        "[DeGroot1974][Deffuant2000][Hegselmann2002]",
    )
    priority = Switch(
        "earliest_due",
        {
            "earliest_due": "What is due first.",
            "fifo": "What was promised first.",
            "quick_wins": "What is smallest.",
            "squeaky_wheel": "What those promised who come most often.",
        },
        "Which promise is worked on first (after binding ones)?",
        "[A]",
    )
    mode = Switch(
        "collective",
        {
            "collective": "Dialogue meetings of a whole service.",
            "one_to_one": "Sessions of one resident with the own worker.",
        },
        "Do residents meet staff together or one by one?",
        "[Hygum2017][Cfbu2014]",
    )
    network = Switch(
        "small_world",
        {
            "small_world": "A ring of neighbours with some ties rewired.",
            "random": "Ties to anybody in the service.",
            "homophilous": "A ring in which neighbours trust alike.",
        },
        "By which law are residents tied?",
        "[Watts1998][Hygum2017]",
        structural=False,
    )
    activation = Switch(
        "phases",
        {
            "phases": "All decide on what was, then all change.",
            "drawn": "One after another in an order drawn each week (Mesa model only).",
        },
        "In which order do people act within a phase?",
        "[A]",
        structural=False,
    )


SWITCHES: dict[str, Switch] = {name: row for name, row in vars(Switches).items() if isinstance(row, Switch)}
