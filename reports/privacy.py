"""The privacy class of every field of figures, releases and registers."""

from accounts.privacy import Privacy as P
from accounts.privacy import Table

OF_REGISTER = "id recorded_at recorded_by version entered_in_error"
REVIEWED = "drafted_by drafted_at approved_by refused_by refused_at refusal"

PRIVACY: Table = {
    "reports.MeasureCell": {P.OFFICE: "measure county month grouping group numerator denominator", P.BOOKKEEPING: "id filled_at"},
    "reports.Release": {
        P.PUBLIC: "county row counties kind period revision number document sha256 as_of published_at",
        P.OFFICE: "drafted_by approved_by",
        P.BOOKKEEPING: "id",
    },
    "reports.Withdrawal": {P.PUBLIC: "release measure grouping reason at", P.OFFICE: "by", P.BOOKKEEPING: "id"},
    "reports.Plan": {P.PUBLIC: "state year document sha256 approved_on", P.OFFICE: "drafted_by approved_by", P.BOOKKEEPING: "id"},
    "reports.MonthDraft": {P.OFFICE: f"county period made_at told_at release {REVIEWED}", P.BOOKKEEPING: "id sha256 journal_head"},
    "reports.Restatement": {
        P.OFFICE: f"county period restates found_at differs state reason release {REVIEWED}",
        P.BOOKKEEPING: "id sha256 journal_head",
    },
    "reports.WithdrawalDraft": {P.OFFICE: f"table measure grouping reason withdrawal {REVIEWED}", P.BOOKKEEPING: "id sha256 journal_head"},
    "reports.OutsideClaim": {
        P.PUBLIC: "claimed_on outcome settled_on",
        P.OFFICE: "county claimed_by source what number first_day last_day own_number evidence settled_why error_reason",
        P.BOOKKEEPING: OF_REGISTER,
    },
    "reports.OutsideDemand": {
        P.PUBLIC: "kind received_on answer answered_on",
        P.OFFICE: "county made_by what basis error_reason",
        P.BOOKKEEPING: OF_REGISTER,
    },
    "reports.BoardQuestion": {
        P.PUBLIC: "asked_on answered_on",
        P.OFFICE: "county asked_by about text answer answered_by error_reason",
        P.BOOKKEEPING: OF_REGISTER,
    },
    "reports.FederalMoney": {
        P.PUBLIC: "programme amount received_on first_day last_day source",
        P.OFFICE: "county paid_by error_reason",
        P.BOOKKEEPING: OF_REGISTER,
    },
    "reports.ReportSubscription": {P.ACCOUNT: "county address language asked_at confirmed_at until_at", P.BOOKKEEPING: "id"},
    "reports.ReportMail": {
        P.OFFICE: "release withdrawal state",
        P.BOOKKEEPING: "id subscription key planned_at due_at tries tried_at problem",
    },
}
