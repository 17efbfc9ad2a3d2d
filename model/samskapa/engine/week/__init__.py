"""The week, a row of lanes at a time; phases.py is its table of contents."""
