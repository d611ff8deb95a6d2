"""The plumbing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Floor 0."""

    name = "motcua.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Keep extensions and rights in step with every migration, however it is started."""
        from django.db.models.signals import post_migrate, pre_migrate

        from motcua.kernel import rights

        pre_migrate.connect(rights.before_migrations, sender=self, dispatch_uid="motcua.kernel.extensions")
        post_migrate.connect(rights.after_migrations, sender=self, dispatch_uid="motcua.kernel.rights")
