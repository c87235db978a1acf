"""What a command prints: one line for an error, one JSON object for a script."""

import json

LINE = '{"title": "Neural Surfaces", "abstract": "We study them.", "id": "2106.15928"}\n'
"""A record to ingest."""


def one_line(err):
    """The only line of an error, without the command's name."""
    lines = [line for line in err.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, err
    assert lines[0].startswith("paperlark: ")
    assert "Traceback" not in err
    return lines[0].removeprefix("paperlark: ")


def one_object(out):
    assert out.count("\n") == 1
    return json.loads(out)
