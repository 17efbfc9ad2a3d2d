"""A file is refused with the place, the reason and the remedy."""

from __future__ import annotations

import pytest

from scenario_files import HEAD, SERVICE, WHY, WORLD, refused

ENTRY = "{ value = 0.6, why = 'w' }"
REFUSALS = [
    # the file as a whole
    (
        HEAD.replace("schema = 1\n", ""),
        "x.toml: the file does not say which schema it follows; allowed: schema = 1 at its top",
    ),
    (
        HEAD.replace("schema = 1", "schema = 2"),
        "x.toml, line 1, schema: this schema is newer than this version of samskapa; allowed: schema = 1",
    ),
    (
        HEAD.replace("schema = 1", "schema = 0"),
        "x.toml, line 1, schema: this schema is older than the first; allowed: schema = 1",
    ),
    (HEAD.replace("schema = 1", "schema = true"), "x.toml, line 1, schema: schema is not a whole number"),
    (HEAD, "x.toml: services is missing"),
    (HEAD.replace("weeks = 208\n", "") + SERVICE, "x.toml: weeks is missing"),
    (HEAD.replace('name = "x"\n', "") + SERVICE, "x.toml: name is missing"),
    (
        HEAD.replace('"x"', '"Hälsa"') + SERVICE,
        "x.toml, line 2, name: name = 'Hälsa' is not a name; allowed: small letters a to z, digits and underscores",
    ),
    (HEAD.replace('"X"', '" "') + SERVICE, "x.toml, line 3, title: title says nothing; allowed: a few words"),
    (
        HEAD.replace('"X"', '"\\u001b[2J"') + SERVICE,
        "x.toml, line 3, title: title has characters that cannot be printed",
    ),
    (
        HEAD.replace("208", "0") + SERVICE,
        "x.toml, line 4, weeks: weeks = 0 is out of bounds; allowed: a whole number from 1 to 5200 (weeks)",
    ),
    (HEAD.replace("208", '"208"') + SERVICE, "x.toml, line 4, weeks: weeks is not a whole number"),
    (HEAD + "start_date = 2016-04-04T12:00:00\n" + SERVICE, "x.toml, line 5, start_date: start_date is not a date"),
    (
        HEAD + "heads = 1\n" + SERVICE,
        "x.toml, line 5, heads: heads = 1 says nothing new: it holds by default; "
        "allowed: only what differs, so that a reader sees it",
    ),
    (
        WORLD + "[paramters]\n",
        "x.toml, line 11, paramters: paramters is not known here; allowed: schema, name, title, story, base, weeks, "
        "heads, start_date, services, partners, parameters, switches, interventions, changes; "
        "did you mean 'parameters'?",
    ),
    (WORLD + "parameters = 3\n", "x.toml, line 11, services[1].parameters: parameters is not known here; allowed: "),
    ("parameters = 3\n" + WORLD, "x.toml, line 1, parameters: parameters is not a table"),
    ("services = 3\n" + HEAD, "x.toml, line 1, services: services is not a list"),
    (
        "services = [3]\n" + HEAD,
        "x.toml, line 1, services: services is not a list of tables; allowed: one [[services]] for each",
    ),
    # parameters
    (
        WORLD + f"[parameters]\n\ntrust_gian = {ENTRY}\n",
        "x.toml, line 13, parameters.trust_gian: trust_gian is not a parameter",
    ),
    (
        WORLD + f"[parameters]\ncandor = {ENTRY}\n",
        "x.toml, line 12, parameters.candor: candor is not a parameter; did you mean 'candour'?",
    ),
    (
        WORLD + "[parameters]\ncandour = 0.6\n",
        'x.toml, line 12, parameters.candour: candour has no reason; allowed: candour = { value = ..., why = "..." }',
    ),
    (
        WORLD + "[parameters]\ncandour = { value = 0.6 }\n",
        'x.toml, line 12, parameters.candour: a value needs a reason; allowed: why = "..." beside it',
    ),
    (
        WORLD + "[parameters.candour]\nvalue = 0.6\nwhy = '  '\n",
        "x.toml, line 13, parameters.candour.why: why says nothing; allowed: a few words",
    ),
    (WORLD + "[parameters]\ncandour = { why = 'w' }\n", "x.toml, line 12, parameters.candour: value is missing"),
    (
        WORLD + "[parameters]\ncandour = { value = 0.6, why = 'w', sorce = '[A]' }\n",
        "x.toml, line 12, parameters.candour.sorce: sorce is not known here; allowed: value, why, source; "
        "did you mean 'source'?",
    ),
    (
        WORLD + "[parameters]\ncandour = { value = 0.6, why = 'w', source = 'Kobro 2018' }\n",
        "x.toml, line 12, parameters.candour.source: source = 'Kobro 2018' does not name sources; "
        "allowed: keys in brackets such as [Kobro2018], or [A] for an assumption",
    ),
    (
        WORLD + "[parameters.candour]\nwhy = 'w'\nvalue = 2\n",
        "x.toml, line 13, parameters.candour.value: candour = 2 is out of bounds; "
        "allowed: a number from 0 to 1 (share)",
    ),
    (
        WORLD + "[parameters]\ncandour = { value = 'much', why = 'w' }\n",
        "x.toml, line 12, parameters.candour.value: candour = \"'much'\" is not a finite number; "
        "allowed: a number from 0 to 1 (share)",
    ),
    (
        WORLD + "[parameters]\ncandour = { value = nan, why = 'w' }\n",
        "x.toml, line 12, parameters.candour.value: candour = nan is not a finite number; "
        "allowed: a number from 0 to 1 (share)",
    ),
    (
        WORLD + f"[parameters]\ncandour = {{ value = {'9' * 400}, why = 'w' }}\n",
        f"x.toml, line 12, parameters.candour.value: value = {'9' * 18}...{'9' * 19} is too large a number",
    ),
    (
        WORLD + "[parameters]\nagenda_cap = { value = 2.5, why = 'w' }\n",
        "x.toml, line 12, parameters.agenda_cap.value: agenda_cap = 2.5 is out of bounds; "
        "allowed: a whole number from 0 to 12 (issues)",
    ),
    (
        WORLD + "[parameters]\ncandour = { value = 0.3, why = 'w' }\n",
        "x.toml, line 12, parameters.candour.value: candour = 0.3 says nothing new: it holds by default; "
        "allowed: only what differs, so that a reader sees it",
    ),
    (
        WORLD + "[parameters]\nthickness = { value = 1, why = 'w' }\nbinding_share = { value = 0.6, why = 'w' }\n",
        "x.toml, line 13, parameters.binding_share.value: binding_share = 0.6 says nothing new: it holds by default; "
        "allowed: only what differs, so that a reader sees it",
    ),
    # switches
    (
        WORLD + "[switches]\nmode = { value = 'one2one', why = 'w' }\n",
        "x.toml, line 12, switches.mode.value: mode = 'one2one' is not an alternative; "
        "allowed: collective, one_to_one; did you mean 'one_to_one'?",
    ),
    (
        WORLD + "[switches]\nmodel = { value = 'one_to_one', why = 'w' }\n",
        "x.toml, line 12, switches.model: model is not a switch; did you mean 'mode'?",
    ),
    (
        WORLD + f"[switches]\ncandour = {ENTRY}\n",
        "x.toml, line 12, switches.candour: candour is a parameter, no switch; allowed: [parameters] candour",
    ),
    (
        WORLD + "[parameters]\nmode = { value = 'one_to_one', why = 'w' }\n",
        "x.toml, line 12, parameters.mode: mode is a switch, no parameter; allowed: [switches] mode",
    ),
    (
        WORLD + "[switches]\nmode = { value = 'collective', why = 'w' }\n",
        "x.toml, line 12, switches.mode.value: mode = collective says nothing new: it holds by default; "
        "allowed: only what differs, so that a reader sees it",
    ),
    (
        WORLD + "[switches]\nmode = { value = ['one_to_one'], why = 'w' }\n",
        "x.toml, line 12, switches.mode.value: value is not a text",
    ),
    # interventions
    (
        WORLD + "[interventions.future_workshops]\n",
        "x.toml, line 11, interventions.future_workshops: future_workshops is not known here; allowed: project, ",
    ),
    (
        WORLD + "[interventions.university_course]\nworkshop = { value = 1, why = 'w' }\n",
        "x.toml, line 12, interventions.university_course.workshop: workshop does not belong to university_course; "
        "allowed: [interventions.future_workshop], [parameters]",
    ),
    (
        WORLD + "[interventions.future_workshop]\nwrkshop = { value = 1, why = 'w' }\n",
        "x.toml, line 12, interventions.future_workshop.wrkshop: wrkshop is not a parameter of future_workshop; "
        "allowed: workshop, workshop_week, workshop_seats; did you mean 'workshop'?",
    ),
    (
        WORLD + "[parameters]\nworkshop = { value = 1, why = 'w' }\n"
        "[interventions.future_workshop]\nworkshop = { value = 1, why = 'w' }\n",
        "x.toml, line 14, interventions.future_workshop.workshop: workshop is given twice; "
        "the other place: x.toml, line 12, parameters.workshop",
    ),
    (
        WORLD + "[interventions.choice]\nmode = { value = 'one_to_one', why = 'w' }\n",
        "x.toml, line 12, interventions.choice.mode: mode is a switch, no parameter; allowed: [switches] mode",
    ),
    # services and partners
    (WORLD + SERVICE, "x.toml, line 12, services[2].name: there are two services 'a'"),
    (WORLD.replace('why = "w"\n', ""), "x.toml, line 5, services[1]: a value needs a reason"),
    (WORLD.replace("workers = 4\n", ""), "x.toml, line 5, services[1]: workers is missing"),
    (WORLD + "strictnes = 0.6\n", "x.toml, line 11, services[1].strictnes: strictnes is not known here; allowed: "),
    (
        WORLD + "strictness = 1.6\n",
        "x.toml, line 11, services[1].strictness: strictness = 1.6 is out of bounds; "
        "allowed: a number from 0 to 1 (share)",
    ),
    (
        WORLD + "strictness = 0.4\n",
        "x.toml, line 11, services[1].strictness: strictness = 0.4 says nothing new: it holds for the whole programme",
    ),
    (
        WORLD + "strictness = 0.6\nstrictness_shift = 0.2\n",
        "x.toml, line 12, services[1].strictness_shift: strictness and strictness_shift say the same twice",
    ),
    (
        WORLD + "exit_ratio = -1\n",
        "x.toml, line 11, services[1].exit_ratio: exit_ratio = -1 is not a number within bounds",
    ),
    (
        WORLD + "resident_exit = 0.1\n[parameters]\nresident_exit = { value = 0, why = 'w' }\n",
        "x.toml, line 11, services[1].resident_exit: a service cannot have an own resident_exit where that of the "
        "programme is 0",
    ),
    (WORLD + "peer_ties = 3\n", "x.toml, line 11, services[1].peer_ties: peer_ties = 3 leaves one side"),
    (
        WORLD.replace("30", str(10**30)),
        f"x.toml, line 8, services[1].residents: residents = {10**30} is out of bounds; "
        "allowed: a whole number from 1 to 65535 (residents)",
    ),
    (
        WORLD + f'[[partners]]\nname = "p"\nkind = "land_lord"\ncapacity = 0.1\n{WHY}\n',
        "x.toml, line 13, partners[1].kind: 'land_lord' is not a kind of partner; "
        "allowed: voluntary_sector, job_centre, landlord, other; did you mean 'landlord'?",
    ),
    (
        WORLD + f'[[partners]]\nname = "p"\nkind = "other"\ncapacity = 1.1\n{WHY}\n',
        "x.toml, line 14, partners[1].capacity: capacity = 1.1 is not a number within bounds; "
        "allowed: a number from 0 to 1 (work units per service and week)",
    ),
    (
        WORLD + f'[[partners]]\nname = "p"\nkind = "other"\ncapacity = 0.1\nservices = ["a",\n"bb"]\n{WHY}\n',
        "x.toml, line 15, partners[1].services[2]: 'bb' is not a service of this scenario; allowed: a",
    ),
    (
        WORLD + 2 * f'[[partners]]\nname = "p"\nkind = "other"\ncapacity = 0.1\n{WHY}\n',
        "x.toml, line 17, partners[2].name: there are two partners 'p'",
    ),
    # dated changes
    (
        WORLD + f'[[changes]]\nweek = 208\nparameter = "candour"\nvalue = 0.9\n{WHY}\n',
        "x.toml, line 14, changes[1].value: candour changes in week 208, beyond the horizon; allowed: weeks 0 to 207",
    ),
    (
        WORLD + f'[[changes]]\nweek = -1\nparameter = "candour"\nvalue = 0.9\n{WHY}\n',
        "x.toml, line 12, changes[1].week: a change before the start; allowed: week 0 or later",
    ),
    (
        WORLD + f'[[changes]]\nparameter = "candour"\nvalue = 0.9\n{WHY}\n',
        "x.toml, line 11, changes[1]: a change needs a week or a date, and not both",
    ),
    (
        WORLD + f'[[changes]]\ndate = 2017-01-02\nparameter = "candour"\nvalue = 0.9\n{WHY}\n',
        "x.toml, line 12, changes[1].date: a date has no week here: the scenario has no start_date; "
        "allowed: week = ..., or a start_date for the scenario",
    ),
    (
        WORLD + '[[changes]]\nweek = 4\nparameter = "candour"\nvalue = 0.9\n',
        "x.toml, line 11, changes[1]: a value needs a reason",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "candor"\nvalue = 0.9\n{WHY}\n',
        "x.toml, line 13, changes[1].parameter: candor is not a parameter; did you mean 'candour'?",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "mode"\nvalue = "one_to_one"\n{WHY}\n',
        "x.toml, line 13, changes[1].parameter: mode is a switch: it says how the world works",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "hero_share"\nvalue = 0.2\n{WHY}\n',
        "x.toml, line 14, changes[1].value: hero_share matters only when the programme is built",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "candour"\nvalue = 1.2\n{WHY}\n',
        "x.toml, line 14, changes[1].value: candour = 1.2 is out of bounds; allowed: a number from 0 to 1 (share)",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "candour"\nvalue = 0.3\n{WHY}\n',
        "x.toml, line 14, changes[1].value: candour = 0.3 says nothing new: it holds in week 4 anyway",
    ),
    (
        WORLD + f'[[changes]]\nweek = 4\nparameter = "candour"\nvalue = 0.9\n{WHY}\n'
        f'[[changes]]\nweek = 4\nparameter = "candour"\nvalue = 0.8\n{WHY}\n',
        "x.toml, line 18, changes[2].parameter: candour changes twice in week 4",
    ),
    # not TOML
    ("schema = 1\nname = x\n", "x.toml, line 2: this is not TOML: invalid value"),
    ("schema = 1\nschema = 1\n", "x.toml, line 2: this is not TOML: cannot overwrite a value"),
    (
        WORLD + "[parameters]\ncandour = { value = .6, why = 'w' }\n",
        "x.toml, line 12: this is not TOML: invalid value; allowed: a digit before the point of a number: 0.6, not .6",
    ),
    ('schema = 1\nstory = """\nwithout end\n', "x.toml, line 4: this is not TOML: "),
    ("weeks = 2016-13-01\n", "x.toml, line 1: this is not TOML: "),
]


@pytest.mark.parametrize(("text", "message"), REFUSALS, ids=[message[:60] for _, message in REFUSALS])
def test_a_file_is_refused_with_place_reason_and_remedy(text, message):
    assert refused(text).startswith(message)
