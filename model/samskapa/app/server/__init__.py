"""The server of the web app: a small interface over the model.

    messages.py       what may be asked: one model a request
    worlds.py         from a world of a request to a checked scenario
    batches.py        runs in blocks that fill the threads; stored.py keeps what was run before
    estimates.py      quantiles, paired differences, who is better off
    ensembles.py      two futures side by side
    assumptions.py    the same under other assumptions
    histories.py      one run with everybody in it; promises.py, eventlog.py
    trapmaps.py       two levers, the line where it tips, how far one is from it
    reaching.py       whom a change reached
    frames.py         numbers in binary, so that a browser need not parse them
    descriptions.py   what the page is told of the model, once; openapi.py
    desk.py           who may work when
    questions.py      the routes of the page
    classroom.py      rooms of classes in one file; class_runs.py, class_routes.py, code_words.py
    mesa_process.py   where the Mesa model runs for the app
    asking.py, guarding.py, pages.py, options.py, serving.py, launching.py    the server
    solara_page.py    for Mesa users: one run of the Mesa model, step by step (extra `solara`)
    page/, static/    the page, and what is built from it
"""
