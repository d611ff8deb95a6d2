from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Hear of changes of calendars (open dossiers get new due dates) and of parts of groups that ended."""
        from motcua.calendars.services import on_change
        from motcua.dossiers import (  # noqa: F401 (they register their sentences)
            groups,
            history_exchange,
            history_legal,
            history_routes,
            services,
        )
        from motcua.dossiers.tasks import after_calendar_change

        if after_calendar_change not in on_change:
            on_change.append(after_calendar_change)
        if groups.go_on not in services.after_part:
            services.after_part.append(groups.go_on)
