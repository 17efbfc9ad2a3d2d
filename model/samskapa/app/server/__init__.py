"""The server of the web app: a small interface over the model. From below:

replies.py        JSON, frames in binary, refusals, files that are sent as they are
messages.py       what may be asked: one model a request
worlds.py         from a world of a request to a checked scenario
scheduler.py      who may work when; what was worked out before
questions.py      a question as a study: worlds on pairs of seeds, run piece by piece
ensembles.py      two futures side by side
assumptions.py    the same under other assumptions
trapmaps.py       two levers, the line where it tips, how far one is from it
histories.py      one run with everybody in it, its events, whom a change reached
classroom.py      rooms of classes in one file
class_runs.py     the run of a class, and the process in which the Mesa model runs
descriptions.py   what the page is told of the model, once
launch.py         how the server is started
guard.py          who may ask for what
routes.py         the questions of the page
class_routes.py   the routes of a class
application.py    all of it as one application
solara_page.py    for Mesa users: one run of the Mesa model, step by step (extra `solara`)
"""
