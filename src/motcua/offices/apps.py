from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "motcua.offices"
    label = "offices"

    def ready(self) -> None:
        from motcua.kernel.navigation import set_viewer_source
        from motcua.offices.viewers import viewer

        set_viewer_source(viewer)
