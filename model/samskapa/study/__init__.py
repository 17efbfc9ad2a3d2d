"""One way to ask: questions in files or in words, runs, labelled results, answers that can be made again.

From a question to its answer:

    plan.py            what is asked: inputs, outcomes, design, runs, contrasts, predictions
    read.py            a plan from a TOML file, with inputs.py (what varies) and outcome_specs.py (what is looked at)
    batch_run.py       a plan from the dictionary of a sweep for Mesa
    design.py          which points, which seeds
    run_plan.py        every point a world, every run an identity, runs in blocks
    executors.py       who carries runs out: the compiled engine and the Mesa model, and nobody else asks them
    simulate.py        the entrance for runs in memory; what is wrong is refused before anything runs
    together.py        studies in memory that share their worlds
    sweep.py           the runs of an experiment, each made once, on threads of this machine; cluster.py on many
    store.py           runs on disk: blocks, journal, one process at a time
    measure.py         from the weeks of a run to the numbers asked for
    results.py         results with labels
    columns.py         one column of labelled results: its numbers, its name
    comparison.py      worlds that were run beside each other
    statistics/        arrays in, arrays out: nothing else computes an interval, a band, a probability or a share
    stopping.py        how many seeds are enough
    verdicts.py        whether what was expected held
    analyses/          what is made of results, with sensitivity/ (indices of inputs); findings.py holds it
    words.py           numbers in words, with sentences.py (what a comparison says) and tables.py (rows and files)
    answer.py          the page
    provenance.py      the stamp, and whether an answer still holds
    publish.py         page, tables, figures and stamp put in place, whole or not at all
    crate.py           an answer to hand on
"""
