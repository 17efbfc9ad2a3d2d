"""What is believed: the model without any machine that runs it.

parameters.py    every number: meaning, unit, bounds, default, source; declarations.py says what each must say
switches.py      where the literature gives no form: the questions, and the alternatives
settings.py      all numbers and switches that hold in one week, checked
entities.py      what a resident, a social worker, a manager and a service carry; how they begin
rules/           every rule one pure function, with equation, source and a value worked by hand:
                 rules/contact.py rules/attendance.py rules/meeting.py rules/promise.py rules/delivery.py
                 rules/evaluation.py rules/influence.py rules/hero.py rules/staff.py rules/leadership.py
                 rules/routine.py rules/housing.py; rules/choices.py, which rule plays a role under which switch
acts/            what a person does, composed of rules, once for both engines
programme.py     the services: who lives and works where, who knows whom; ties.py
week.py          the numbered list of what happens in a week
interventions.py what a project does, and when
outcomes.py      what we look at, week by week; summaries.py, one number a run
scenarios/       named worlds: only what differs from the defaults, each difference with its reason
chance.py        keyed uniforms: every draw has a name, and nothing else can move it
elementary.py    exp and log from exact operations alone: the same bits on every machine
compile.py       one text, two lives: plain Python, compiled where a compiled function calls it
run.py           one run and what it gave
hashes.py        what results depend on in the code, as one hash
errors.py        one small family of exceptions
bibliography.py  the sources that everything here cites by key
"""
