"""What has been asked of the model: the patterns of the field, the social trap, and checks of the model itself.

patterns/        what the field reports, and whether the model has it
social_trap.py   where two regimes coexist, where the edge runs, what moves it; and its page
calibration.py   the one calibration of the defaults
robustness.py    conclusions under changes to which a finding should not answer
mean_field.py    what a programme would do if everybody were alike and heard of everything
reach.py         whom a change can reach, and who really changed
"""
