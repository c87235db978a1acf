"""Plots as SVG markup: numbers and escaped labels in, one self-contained string out."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

from evals.metrics.bootstrap import Interval

# Okabe & Ito 2008, told apart also by colour-blind readers; three more that are seen on white and on black.
COLOURS = ("#0072b2", "#56b4e9", "#009e73", "#d55e00", "#e69f00", "#cc79a7", "#7a6f00", "#808080", "#a05a2c", "#9467bd")

_WIDTH, _HEIGHT = 860, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 520, 15, 295
_ROW = 24
_ZERO_LEFT, _ZERO_RIGHT = 430, 680  # the horizontal span of a forest plot

Points = Sequence[tuple[int, Interval]]  # x and the mean there


def lines(series: Mapping[str, Points], across: str, up: str) -> str:
    """One line per name through its means, with its intervals as bars; x values are spaced evenly, y starts at 0."""
    values = sorted({x for points in series.values() for x, _ in points})
    top = max((point.high for points in series.values() for _, point in points), default=0.0) or 1.0
    steps = max(len(values) - 1, 1)
    place = {x: _LEFT + 20 + (_RIGHT - _LEFT - 40) * i / steps for i, x in enumerate(values)}
    drawn = [_axes(place, top, across, up)]
    for i, (name, points) in enumerate(series.items()):
        colour = COLOURS[i % len(COLOURS)]
        at = [(place[x] + (i - len(series) / 2), point) for x, point in points]  # a shift keeps the bars apart
        path = " ".join(f"{x:.1f},{_height(point.mean, top):.1f}" for x, point in at)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [_bar(x, point, top, colour) for x, point in at]
        drawn.append(_text(_RIGHT + 30, _TOP + 10 + 20 * i, name))
        drawn.append(f'<rect x="{_RIGHT + 12}" y="{_TOP + 1 + 20 * i}" width="12" height="10" fill="{colour}"/>')
    return _svg(_HEIGHT, drawn)


def log_lines(series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> str:
    """One line per name through its points (x, y), all above 0; both axes are logarithms, marked at powers of ten."""
    xs, ys = (
        [log10(point[axis]) for points in series.values() for point in points] for axis in (0, 1)
    )  # fmt: skip
    left, right, low, high = floor(min(xs)), ceil(max(xs)), floor(min(ys)), ceil(max(ys))
    wide, tall = max(right - left, 1), max(high - low, 1)

    def at(x: float, y: float) -> tuple[float, float]:
        return _LEFT + (_RIGHT - _LEFT) * (x - left) / wide, _height(y - low, tall)

    drawn = [_log_axes([at(power, low) for power in range(left, left + wide + 1)], left, across)]
    drawn.append(_log_rules([at(left, power) for power in range(low, low + tall + 1)], low, up))
    for i, (name, points) in enumerate(series.items()):
        colour = COLOURS[i % len(COLOURS)]
        placed = [at(log10(x), log10(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        drawn.append(_text(_RIGHT + 30, _TOP + 10 + 20 * i, name))
        drawn.append(f'<rect x="{_RIGHT + 12}" y="{_TOP + 1 + 20 * i}" width="12" height="10" fill="{colour}"/>')
    return _svg(_HEIGHT, drawn)


def forest(rows: Sequence[tuple[str, Interval]]) -> str:
    """One row per name: its mean as a dot, its interval as a line, against zero."""
    reach = max((abs(bound) for _, interval in rows for bound in interval), default=0.0) or 1.0
    middle, half = (_ZERO_LEFT + _ZERO_RIGHT) / 2, (_ZERO_RIGHT - _ZERO_LEFT) / 2
    bottom = _TOP + _ROW * len(rows)
    drawn = [
        f'<line x1="{middle}" y1="{_TOP}" x2="{middle}" y2="{bottom}" stroke="currentColor" stroke-dasharray="3"/>'
    ]
    for i, (name, interval) in enumerate(rows):
        y = _TOP + _ROW * i + _ROW / 2
        mean, low, high = (middle + half * value / reach for value in interval)
        drawn.append(_text(_ZERO_LEFT - 12, y + 4, name, "end"))
        drawn.append(f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{COLOURS[0]}" stroke-width="2"/>')
        drawn.append(f'<circle cx="{mean:.1f}" cy="{y}" r="4" fill="{COLOURS[0]}"/>')
        drawn.append(
            _text(_ZERO_RIGHT + 12, y + 4, f"{interval.mean:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]")
        )
    return _svg(bottom + _TOP, drawn)


def histogram(values: Sequence[float], top: float, bins: int = 20) -> str:
    """How many of the values, 0 to `top`, fall into each of `bins` equal steps; counts above the columns."""
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    width, most = (_WIDTH - 2 * _LEFT) / bins, max(counts, default=0) or 1
    drawn: list[str] = []
    for i, count in enumerate(counts):
        x, y = _LEFT + i * width, _height(count / most, 1)
        drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{_BOTTOM - y:.1f}" fill="{COLOURS[0]}"/>'
        )
        drawn.append(_text(x + width / 2, y - 3, str(count) if count else "", "middle"))
        drawn.append(_text(x, _BOTTOM + 18, f"{top * i / bins:g}", "middle"))
    return _svg(_HEIGHT, drawn)


def shares(rows: Sequence[tuple[str, Interval, float | None]]) -> str:
    """One row per name: its mean, 0 to 1, as a column lying down, its interval as a line, its bar as a mark."""
    left, right = 200, 620
    drawn: list[str] = []
    for i, (name, interval, bar) in enumerate(rows):
        y = _TOP + _ROW * i + _ROW / 2
        mean, low, high = (left + (right - left) * value for value in interval)
        drawn.append(_text(left - 8, y + 4, name, "end"))
        drawn.append(f'<rect x="{left}" y="{y - 7}" width="{mean - left:.1f}" height="14" fill="{COLOURS[1]}"/>')
        drawn.append(
            f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="currentColor" stroke-width="1.5"/>'
        )
        if bar is not None:
            x = left + (right - left) * bar
            drawn.append(f'<line x1="{x:.1f}" y1="{y - 9}" x2="{x:.1f}" y2="{y + 9}" stroke="{COLOURS[3]}"/>')
        drawn.append(_text(right + 12, y + 4, f"{interval.mean:.3f} [{interval.low:.3f}, {interval.high:.3f}]"))
    return _svg(_TOP * 2 + _ROW * len(rows), drawn)


def _log_axes(places: Sequence[tuple[float, float]], least: int, across: str) -> str:
    """Powers of ten below the plot, from that of `least` on, and what they count."""
    marks = [_text(x, _BOTTOM + 18, f"{10 ** (least + i):,}", "middle") for i, (x, _) in enumerate(places)]
    return "".join([*marks, _text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, across, "middle")])


def _log_rules(places: Sequence[tuple[float, float]], least: int, up: str) -> str:
    """A rule at each power of ten, from that of `least` on, and the unit above them."""
    marks = [_text(_LEFT - 6, _TOP - 3, up, "end")]
    for i, (_, y) in enumerate(places):
        rule = f'x1="{_LEFT}" y1="{y:.1f}" x2="{_RIGHT}" y2="{y:.1f}"'
        marks.append(f'<line {rule} stroke="currentColor" stroke-opacity=".2"/>')
        marks.append(_text(_LEFT - 6, y + 4, f"{10.0 ** (least + i):g}", "end"))
    return "".join(marks)


def _axes(place: Mapping[int, float], top: float, across: str, up: str) -> str:
    marks = [_text(x, _BOTTOM + 18, str(value), "middle") for value, x in place.items()]
    for tick in (0.0, top / 4, top / 2, top * 3 / 4, top):
        y = _height(tick, top)
        marks.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_RIGHT}" y2="{y:.1f}" stroke="currentColor" stroke-opacity=".2"/>'
        )
        marks.append(_text(_LEFT - 6, y + 4, f"{tick:.2f}", "end"))
    marks.append(_text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, across, "middle"))
    rotated = f'transform="rotate(-90 14 {(_TOP + _BOTTOM) / 2})"'
    marks.append(f'<text x="14" y="{(_TOP + _BOTTOM) / 2}" text-anchor="middle" {rotated}>{escape(up)}</text>')
    return "".join(marks)


def _bar(x: float, point: Interval, top: float, colour: str) -> str:
    high, low, mean = (_height(value, top) for value in (point.high, point.low, point.mean))
    line = f'<line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}" stroke="{colour}" stroke-width="1"/>'
    return line + f'<circle cx="{x:.1f}" cy="{mean:.1f}" r="3" fill="{colour}"/>'


def _height(value: float, top: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / top


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(height: float, drawn: Sequence[str]) -> str:
    size = f'viewBox="0 0 {_WIDTH} {height:.0f}" width="{_WIDTH}" height="{height:.0f}"'
    look = 'aria-hidden="true" font-size="12" fill="currentColor"'  # the page's own colour of text, light or dark
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{"".join(drawn)}</svg>'
