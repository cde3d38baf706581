"""A person at a browser: signed in, with what pages complain of, and what axe finds."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from accounts.models import User

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def sign_in(context: Any, url: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def complaints(page: Any) -> list[str]:
    """Errors and warnings of the pages to come, as they come."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def broken(page: Any) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks, each with where."""
    rules = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in rules]
