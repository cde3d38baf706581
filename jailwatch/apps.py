from django.apps import AppConfig


class JailwatchConfig(AppConfig):
    name = "jailwatch"

    def ready(self) -> None:
        from jailwatch import checks  # noqa: F401
