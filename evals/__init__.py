"""The evaluation suites: `python -m evals list` names them, README.md says what each answers.

Packages import modules of one another, and only of packages further down: suites and training; rankers and reporting;
metrics; fault_injection; datasets. `llm` is beside them, for the command line alone.
"""
