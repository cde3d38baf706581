from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from accounts import privacy
        from bookings.privacy import PRIVACY

        privacy.register(PRIVACY)
