"""What the page of the registers shows: the open entries first, each with what may be done next; and what is counted."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import County
from reports.registers.counting import Counts, Entry, count
from reports.registers.declared import REGISTERS, Register

SHOWN = 200


def sections(county: County, may: frozenset[str]) -> list[dict[str, Any]]:
    """`may`: the registers to which this person adds ("questions"), and "file" for whoever keeps them."""
    return [section(county, register, may) for register in REGISTERS.values()]


def section(county: County, register: Register, may: frozenset[str]) -> dict[str, Any]:
    found = list(register.model.objects.filter(county=county).order_by("-" + register.days[0], "-pk")[:SHOWN])
    ordered = sorted(found, key=lambda entry: not (entry.is_open and not entry.entered_in_error))
    adds = "file" in may or register.code in may
    return {
        "register": register,
        "add_url": reverse("register_add", args=[register.code]) + f"?county={county.slug}" if adds else "",
        "rows": [row(county, register, entry, "file" in may) for entry in ordered],
        "open": sum(entry.is_open and not entry.entered_in_error for entry in found),
        "shown": SHOWN if len(found) == SHOWN else 0,
    }


def row(county: County, register: Register, entry: Any, keeps: bool) -> dict[str, Any]:
    open_steps = register.steps if entry.is_open else ()
    steps = [(step.title, address("register_step", county, register, entry, step.code)) for step in open_steps]
    return {
        "entry": entry,
        "title": title(register, entry),
        "lines": [(label(register, name), shown(entry, name)) for name in register.fields if says(register, entry, name)],
        "steps": steps if keeps and not entry.entered_in_error else [],
        "correct_url": address("register_correct", county, register, entry) if keeps and not entry.entered_in_error else "",
        "error_url": address("register_error", county, register, entry) if keeps and not entry.entered_in_error else "",
    }


def says(register: Register, entry: Any, name: str) -> bool:
    """Whether a line is due: nothing that is empty, and not again who and when, which are the title."""
    return getattr(entry, name) not in ("", None) and name not in (who(register), register.days[0])


def who(register: Register) -> str:
    return next(name for name in register.fields if name.endswith("_by"))


def address(name: str, county: County, register: Register, entry: Any, *more: str) -> str:
    return reverse(name, args=[register.code, entry.pk, *more]) + f"?county={county.slug}"


def title(register: Register, entry: Any) -> str:
    """From whom, and when it came."""
    return f"{getattr(entry, who(register))}, {date_format(getattr(entry, register.days[0]), 'DATE_FORMAT')}"


def label(register: Register, name: str) -> str:
    return str(register.model._meta.get_field(name).verbose_name)


def shown(entry: Any, name: str) -> str:
    value = getattr(entry, name)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    display = getattr(entry, f"get_{name}_display", None)
    return str(display() if display else value)


def counted(county: County, register: Register, first: date, last: date) -> Counts:
    """For public pages: counts alone. One query."""
    came, ended = register.days
    names = [came, ended, *(name for name in (register.kind, register.end) if name)]
    rows = register.model.objects.filter(county=county, entered_in_error=False).values(*names)
    return count((Entry(one[came], one[ended], one.get(register.kind, ""), one.get(register.end, "")) for one in rows), first, last)
