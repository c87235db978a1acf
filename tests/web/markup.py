"""A page as a browser reads it: its elements, what they link to, its text."""

from html.parser import HTMLParser


class Markup(HTMLParser):
    """The elements of a page in order, as (name, attributes), and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a class."""
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]

    @property
    def names(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def runs(self) -> list[str]:
        """What would run: scripts with a text, handlers of events, addresses that are scripts."""
        found = [name for _, attributes in self.elements for name in attributes if name.startswith("on")]
        found += [str(each) for each in self.named("script") if not (each.get("src") or "").startswith("/static/")]
        return found + [
            value
            for _, attributes in self.elements
            for name, value in attributes.items()
            if name in {"href", "src", "action", "formaction"}
            and (value or "").strip().lower().startswith("javascript:")
        ]
