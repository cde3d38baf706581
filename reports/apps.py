from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from accounts import journal
        from reports import rollup

        journal.register(rollup.READER, rollup.read, follows="timing")
