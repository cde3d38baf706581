from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from accounts import journal, privacy
        from notifications import outbox
        from reports import rollup
        from reports.mailing import laptop
        from reports.privacy import PRIVACY

        privacy.register(PRIVACY)
        journal.register(rollup.READER, rollup.read, follows="timing")
        outbox.OTHERS.append(laptop.known)
