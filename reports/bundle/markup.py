"""A page of the site as a page of the bundle: its main part, with links that lead to files, and without what only a server can answer."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

ALONE = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
LEFT_OUT = {"form", "script"}
Attributes = list[tuple[str, str | None]]


def is_local(href: str) -> bool:
    """Not to a place on the same page, and not to another site."""
    return not href.startswith("#") and not urlsplit(href).scheme


class Page(HTMLParser):
    """`link` says what becomes of each address. Everything else is written as it came."""

    def __init__(self, link: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.link, self.found, self.title = link, [], ""  # type: ignore[var-annotated]
        self.inside, self.left_out, self.in_title = False, 0, False

    @property
    def writes(self) -> bool:
        return self.inside and not self.left_out

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.in_title = self.in_title or (tag == "title" and not self.inside)
        self.left_out += self.inside and tag in LEFT_OUT
        if self.writes:
            self.found.append(self.rewritten(tag, attrs))
        self.inside = self.inside or tag == "main"

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if self.writes:
            self.found.append(self.rewritten(tag, attrs))

    def rewritten(self, tag: str, attrs: Attributes) -> str:
        text = self.get_starttag_text() or ""
        href = dict(attrs).get("href")
        if href is None or not is_local(href):
            return text
        old, new = escape(href, quote=True), escape(self.link(href), quote=True)
        return text.replace(f'"{old}"', f'"{new}"').replace(f'"{href}"', f'"{new}"')

    def handle_endtag(self, tag: str) -> None:
        self.in_title = self.in_title and tag != "title"
        self.inside = self.inside and tag != "main"
        if self.writes:
            self.found.append(f"</{tag}>")
        self.left_out -= self.inside and tag in LEFT_OUT and self.left_out > 0

    def handle_data(self, data: str) -> None:
        self.say(data)

    def handle_entityref(self, name: str) -> None:
        self.say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.say(f"&#{name};")

    def say(self, text: str) -> None:
        if self.writes:
            self.found.append(text)
        elif self.in_title:
            self.title += text


def main_of(html: str, link: Callable[[str], str]) -> tuple[str, str]:
    """The title of a page and its main part."""
    page = Page(link)
    page.feed(html)
    page.close()
    return page.title, "".join(page.found)


def links_of(html: str) -> list[str]:
    """Every address within the site to which the main part leads."""
    found: list[str] = []

    def note(href: str) -> str:
        found.append(href)
        return href

    main_of(html, note)
    return found
