"""The registers as pages know them: what each asks for, and which steps an entry may take next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.actions import registers as verbs
from reports.measures import Label
from reports.models import BoardQuestion, FederalMoney, OutsideClaim, OutsideDemand


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done to an entry that is open: its word in addresses, its fields, its verb."""

    code: str
    title: Label
    fields: tuple[str, ...]
    verb: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Register:
    """One register. `days` are the columns of when an entry came and ended; `kind` and `end` those by which it is counted.

    What is not `counts` is money: its entries are shown, and never counted or open.
    """

    code: str
    model: type[Any]
    heading: Label
    lede: Label
    add: Step
    steps: tuple[Step, ...]
    days: tuple[str, str]
    kind: str = ""
    end: str = ""
    counts: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything that an entry says, in its order."""
        return (*self.add.fields, *(name for step in self.steps for name in step.fields))

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


REGISTERS: dict[str, Register] = {
    one.code: one
    for one in (
        Register(
            "questions",
            BoardQuestion,
            _("The board’s questions"),
            _("A question stays open here until it is answered, and stays on record after that."),
            Step("add", _("Ask a question"), ("asked_by", "asked_on", "about", "text"), verbs.ask_question),
            (Step("answer", _("Answer"), ("answer", "answered_by", "answered_on"), verbs.answer_question),),
            ("asked_on", "answered_on"),
        ),
        Register(
            "claims",
            OutsideClaim,
            _("Claims from outside"),
            _("Who named which number when, the county’s evidence, and what came of it."),
            Step(
                "add",
                _("Record a claim"),
                ("claimed_by", "claimed_on", "source", "what", "number", "first_day", "last_day"),
                verbs.record_claim,
            ),
            (
                Step("evidence", _("Give evidence"), ("own_number", "evidence"), verbs.give_evidence),
                Step("settle", _("Settle"), ("outcome", "settled_on", "settled_why"), verbs.settle_claim),
            ),
            ("claimed_on", "settled_on"),
            end="outcome",
        ),
        Register(
            "demands",
            OutsideDemand,
            _("Demands from outside"),
            _("Subpoenas, warrants, records requests and queries for what this record holds, and how each was answered."),
            Step("add", _("Record a demand"), ("kind", "made_by", "received_on", "what"), verbs.record_demand),
            (Step("answer", _("Answer"), ("answer", "answered_on", "basis"), verbs.answer_demand),),
            ("received_on", "answered_on"),
            kind="kind",
            end="answer",
        ),
        Register(
            "federal-money",
            FederalMoney,
            _("Federal money"),
            _("What the federal government paid the county. Reports show it beside the costs, and never take it off them."),
            Step(
                "add",
                _("Record a payment"),
                ("programme", "paid_by", "amount", "received_on", "first_day", "last_day", "source"),
                verbs.record_money,
            ),
            (),
            ("received_on", "received_on"),
            counts=False,
        ),
    )
}
COUNTED = {code: one for code, one in REGISTERS.items() if one.counts}
