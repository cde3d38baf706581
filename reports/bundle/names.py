"""Which addresses of the public site are files of the bundle, and how a file is called. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, urlsplit

# Pages are taken as they open, without filters; a report also in each of its revisions. Files are taken with whatever a page asks of them.
PAGES = {"home", "compare", "public_county", "public_policies", "public_measure", "definitions", "method", "reports", "feed"}
REVISED = {"report", "report_file"}
SHOWN = PAGES - {"feed"} | {"report"}
FILES = {"public_file", "public_policy_file", "compare_file", "report_file"}


@dataclass(frozen=True, order=True, slots=True)
class Address:
    """A path of the site and its query, as links write them."""

    path: str
    query: str = ""

    @classmethod
    def of(cls, href: str) -> "Address":
        parts = urlsplit(href)
        return cls(parts.path, parts.query)

    @property
    def given(self) -> set[str]:
        return {name for name, _value in parse_qsl(self.query, keep_blank_values=True)}

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def is_in(address: Address, view: str) -> bool:
    if not address.query:
        return view in PAGES | REVISED | FILES
    return view in FILES - REVISED or (view in REVISED and address.given == {"revision"})


def file_of(address: Address, view: str, language: str) -> str:
    """`county/here/reports/2026-10/index.html`; the query becomes part of the name, other languages a folder of their own."""
    folder = "" if language == "en" else f"{language}/"
    path = address.path.strip("/")
    asked = "".join(f"-{name}-{value}" for name, value in parse_qsl(address.query, keep_blank_values=True))
    if view == "feed":
        return f"{folder}{path}{asked}.xml"
    if view in FILES:
        stem, _dot, ending = path.rpartition(".")
        return safe(f"{folder}{stem}{asked}.{ending}")
    return safe(f"{folder}{path}/index{asked}.html" if path else f"{folder}index{asked}.html")


def safe(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_./~") else "_" for sign in name)


def between(file: str, other: str) -> str:
    """The relative link from one file to another."""
    return relpath(other, dirname(file) or ".")


def linked(href: str, file: str, files: Mapping[Address, str], site: str) -> str:
    """What a link becomes: the file beside it, or the address on the living site."""
    if not href.startswith("/"):
        return href
    found, _hash, fragment = href.partition("#")
    target = files.get(Address.of(found))
    mark = f"#{fragment}" if fragment else ""
    return between(file, target) + mark if target else site + href
