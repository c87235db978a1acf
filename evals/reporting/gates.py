"""Gates: the least (or most) that a figure of a suite may be, in gates.toml; a miss within the interval is none."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.datasets.records import opened
from evals.reporting.outcome import Figure, Outcome
from service.errors import BadInput

GATES = Path(__file__).parent / "gates.toml"


class Gate(BaseModel):
    """The bounds of one figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float | None = None
    most: float | None = None


Gates = Mapping[str, Mapping[str, Gate]]


def read_gates(path: Path = GATES) -> Gates:
    """The gates by suite and figure; raises BadInput naming what is wrong."""
    try:
        return TypeAdapter(dict[str, dict[str, Gate]]).validate_python(tomllib.loads(opened(path).decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path.name}: {error}") from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(f"{path.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None


def missed(outcomes: Sequence[Outcome], gates: Gates) -> list[str]:
    """One sentence for each gate whose figure lies beyond it with its whole interval; figures not measured are none."""
    found = [(o.suite, figure, gates.get(o.suite, {}).get(figure.name)) for o in outcomes for figure in o.figures]
    return [_sentence(suite, figure, gate) for suite, figure, gate in found if gate and _beyond(figure, gate)]


def _beyond(figure: Figure, gate: Gate) -> bool:
    if figure.interval is None:
        return False
    too_low = gate.least is not None and figure.interval.high < gate.least
    return too_low or (gate.most is not None and figure.interval.low > gate.most)


def _sentence(suite: str, figure: Figure, gate: Gate) -> str:
    interval = figure.interval
    bound = f"least {gate.least:g}" if gate.least is not None else f"most {gate.most or 0:g}"
    shown = "unscored" if interval is None else f"{interval.mean:.4f} [{interval.low:.4f}, {interval.high:.4f}]"
    return f"{suite}: {figure.name} is {shown}, the {bound}"
