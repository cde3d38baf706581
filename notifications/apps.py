from django.apps import AppConfig

# A demo's facts alert nobody; an import's and a correction's only close what was waited for, and withdraw what was wrong.
ENTRIES = ("live", "correction", "import")


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts import journal, privacy
        from notifications import alerts, delivering, kinds, timing
        from notifications.privacy import PRIVACY
        from notifications.views import taps

        privacy.register(PRIVACY)
        kinds.register()
        taps.register()
        journal.register("alerts", alerts.read, ENTRIES, after=delivering.after_planning, entries=True)
        journal.register("deadlines", alerts.watch, ENTRIES, entries=True)
        journal.register("timing", timing.read)
