"""From numbers to tables and sentences: no drawing, and nothing runs here.

    comparing.py   worlds with their finished runs: means, paired differences, intervals
    words.py       a number, an interval and a difference in words
    sentences.py   what happened to trust, participation and expectations
    answer.py      the answer as a page: the sentence first
    tables.py      summary, weekly results and single runs as rows
"""
