"""What JSON gives, told apart: objects, lists, and values that say nothing."""

from typing import TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether it is a JSON list."""
    return isinstance(value, list)


def is_too_deep(value: object, most: int = 20) -> bool:
    """Whether lists and objects are nested deeper in it than any record of a paper needs."""
    inner = value.values() if is_object(value) else value if is_list(value) else ()
    deeper = [each for each in inner if is_list(each) or is_object(each)]
    return most == 0 or any(is_too_deep(each, most - 1) for each in deeper)


def is_empty(value: object) -> bool:
    """Whether a field says nothing: null, blank, or only such things inside."""
    if isinstance(value, str):
        return not value.strip()
    if is_list(value):
        return all(map(is_empty, value))
    if is_object(value):
        return all(map(is_empty, value.values()))
    return value is None
