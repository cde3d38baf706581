from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from accounts import journal, privacy
        from reports import rollup
        from reports.privacy import PRIVACY

        privacy.register(PRIVACY)
        journal.register(rollup.READER, rollup.read, follows="timing")
