"""The evaluation suites: `python -m evals list` names them, README.md says what each answers."""
