"""Every text can be translated, and Spanish is complete: nothing missing, empty, doubtful or left over.

Extraction is done here with Babel and Django's own template reader, since a machine that runs the tests may have no gettext.
The catalogue is renewed with `python3 manage.py makemessages -l es --no-location --no-wrap --no-obsolete` (needs GNU gettext).
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "bookings", "notifications", "reports", "jailwatch")
KEYWORDS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%[sd]|\{[a-z_0-9]*\}|%%")
ES = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"


def python_files() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def template_files() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".svg"})


def messages_in(source: str) -> Iterator[str]:
    """The first argument of each call of gettext; of a plural both forms, of a context call the text itself."""
    for _line, name, found, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        texts = [text for text in (found if isinstance(found, tuple | list) else [found]) if text]
        yield from texts[1:2] if name.startswith("pgettext") else texts


def extracted() -> set[str]:
    sources = [path.read_text() for path in python_files()] + [templatize(path.read_text(), origin=str(path)) for path in template_files()]
    return {message for source in sources for message in messages_in(source)}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def forms(entry: str | tuple[str, ...] | list[str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry)


SPANISH = read(ES)
ENTRIES = [message for message in SPANISH if message.id]


def test_every_text_of_templates_and_code_is_in_the_catalogue_and_no_other() -> None:
    known = {text for message in ENTRIES for text in forms(message.id)}
    assert sorted(extracted() - known) == [], "not translated yet"
    assert sorted(known - extracted()) == [], "left over in the catalogue"


def test_the_extraction_sees_templates_and_code() -> None:
    assert {"Skip to the content", "as of %(as_of)s", "No figures yet.", "%(value)s so far"} <= extracted()


def test_no_entry_is_empty_fuzzy_or_obsolete() -> None:
    assert [message.id for message in ENTRIES if not all(forms(message.string))] == []
    assert [message.id for message in ENTRIES if message.fuzzy] == []
    assert list(SPANISH.obsolete) == []


@pytest.mark.parametrize("message", ENTRIES, ids=lambda message: str(message.id)[:40])
def test_placeholders_agree(message: object) -> None:
    wanted = {placeholder for text in forms(message.id) for placeholder in PLACEHOLDER.findall(text)}
    for text in forms(message.string):
        assert set(PLACEHOLDER.findall(text)) <= wanted
        assert set(PLACEHOLDER.findall(text)) == wanted or len(forms(message.string)) > 1


def test_no_entry_loses_its_markup_or_the_space_at_its_ends() -> None:
    for message in ENTRIES:
        for source, text in zip(forms(message.id), forms(message.string), strict=False):
            assert re.findall(r"</?[a-z]+", source) == re.findall(r"</?[a-z]+", text), text
            assert (source[:1] == " ", source[-1:] == " ") == (text[:1] == " ", text[-1:] == " "), text


def test_a_detainer_is_explained_with_its_english_name_where_it_is_first_met() -> None:
    lede = next(message.string for message in ENTRIES if forms(message.id)[0].startswith("JailWatch counts the bookings"))
    assert "solicitudes de retención (detainers)" in lede


def test_templates_hold_no_text_outside_of_translation() -> None:
    """Words between tags that no translate tag wraps; names and the language's own name are meant to stay."""
    stay = {"JailWatch", "English", "Español", "· JailWatch"}
    found = [(path.name, text) for path in template_files() for text in loose_words(path.read_text()) if text not in stay]
    assert found == []


def loose_words(source: str) -> list[str]:
    source = re.sub(r"{% comment %}.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}", " ", source, flags=re.S)
    source = re.sub(r"<(script|style|code)\b.*?</\1>", " ", source, flags=re.S)
    source = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", "\n", source, flags=re.S)
    return [line.strip() for line in source.split("\n") if re.search(r"[A-Za-z]{3,}", line)]
