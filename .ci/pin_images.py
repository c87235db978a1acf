"""Pins the images of Dockerfile and compose.yaml by their digests: python .ci/pin_images.py, where Docker is.

The tag stays beside the digest, for people and for the next time.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

IMAGE = re.compile(r"^(\s*(?:FROM|image:)\s+)([\w./-]+:[\w.-]+)(?:@sha256:[0-9a-f]{64})?", re.MULTILINE)
FILES = ("Dockerfile", "compose.yaml")
INSPECT = ("docker", "buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}")


def pinned(text: str, digest_of: Callable[[str], str]) -> str:
    """The text with each image named by tag and digest, also one that had an older digest."""
    return IMAGE.sub(lambda found: f"{found[1]}{found[2]}@{digest_of(found[2])}", text)


def looked_up(image: str) -> str:
    """The digest that the registry has for a tag now."""
    done = subprocess.run([*INSPECT, image], check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout.strip()


def main() -> None:
    """Pin every image of the repository."""
    for path in map(Path, FILES):
        path.write_text(pinned(path.read_text(), looked_up))


if __name__ == "__main__":
    main()
