"""The lab: questions in files, answers that can be rerun."""
