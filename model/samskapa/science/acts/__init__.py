"""What people do in a week, each act written once for both engines.

    residents.py   come or stay away, take part, trust, judge, become a hero, lose a worker, move in
    promises.py    weigh an issue; which promise can be worked on, and how urgent it is
    staff.py       begin in a post, see residents, study, carry a load, aim; managers weigh what they see
    services.py    what one could expect of a service, and how it settles

An act composes rules in their order and reads and changes states by their names. In the Mesa model `rules` is the rule
book of the model, so that an exchanged rule takes part, and a person is an agent. In the compiled engine both are views
of arrays (`engine.machine.names`), and nothing of them is left when it runs. Chance comes in as `draws`, which the Mesa
model and the engine have under the same names.

What stays with each engine: whose turn it is, loops over people or lanes, and the books.
"""
