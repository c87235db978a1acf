"""The folder of prompts, and the lock file that keeps released ones as they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from service.errors import BadInput
from service.prompts.prompt import Prompt
from service.prompts.reading import first_fault, read

LOCK: Final = "prompts.lock"
"""The file of a folder of prompts that has the SHA-256 of each released one, by id."""
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_LOCKED: Final = TypeAdapter(dict[str, _Hash])


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts of a folder, by id."""

    folder: Path
    by_id: Mapping[str, Prompt]

    def get(self, prompt_id: str) -> Prompt:
        """The prompt called `summary/v1` or so; BadInput with the ids there are, if it is none of them."""
        if prompt_id not in self.by_id:
            raise BadInput(f"There is no prompt {prompt_id!r}; there are {', '.join(self.ids())}")
        return self.by_id[prompt_id]

    def ids(self) -> list[str]:
        """The ids, by kind, then version."""
        return list(self.by_id)

    def release(self, prompt_id: str) -> Prompt:
        """Write the prompt's hash into the lock file: from now on a change of its file is refused.

        Raises BadInput when there is no such prompt or the lock file cannot be written.
        """
        prompt = self.get(prompt_id)
        locked = {p.id: p.hash for p in self.by_id.values() if p.released} | {prompt.id: prompt.hash}
        lines = [f'"{name}" = "{locked[name]}"\n' for name in self.ids() if name in locked]
        try:
            (self.folder / LOCK).write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{self.folder / LOCK}: {error.strerror}") from None
        return prompt


def load(folder: Path | None = None) -> Prompts:
    """Every prompt of `folder`, by default those shipped; BadInput names each file that is wrong, and where."""
    folder = folder or _shipped()
    locked = _locked(folder / LOCK)
    found: dict[str, Prompt] = {}
    faults = [
        f"{folder / LOCK}: {name} was released and is gone" for name in locked if not (folder / f"{name}.md").is_file()
    ]
    for file in sorted(folder.glob("*/*.md"), key=lambda file: (file.parent.name, len(file.stem), file.stem)):
        try:
            prompt = read(file.relative_to(folder).with_suffix("").as_posix(), file.read_bytes(), locked)
            found[prompt.id] = prompt
        except BadInput as fault:
            faults.append(fault.detail)
        except OSError as error:
            faults.append(f"{file}: {error.strerror}")
    if faults:
        raise BadInput("; ".join(faults))
    if not found:
        raise BadInput(f"There are no prompts in {folder}")
    return Prompts(folder, MappingProxyType(found))


def _shipped() -> Path:
    installed = Path(__file__).parents[1] / "_prompts"  # where the wheel has them
    return installed if installed.is_dir() else Path(__file__).parents[2] / "prompts"


def _locked(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    try:
        return _LOCKED.validate_python(tomllib.loads(file.read_text("utf-8")))
    except ValidationError as error:
        raise BadInput(f"{file}: {first_fault(error)}") from None
    except (ValueError, OSError) as error:
        raise BadInput(f"{file}: {error}") from None
