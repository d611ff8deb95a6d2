"""A scratch installation for benchmarks: its own server with fsync on, the sample office, one procedure.

Measuring never touches an office's data: everything lives in MOTCUA_HOME/bench and is made anew each time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg

PROCEDURE = "LOCAL-BENCH"


@contextmanager
def scratch_installation() -> Iterator[dict[str, str]]:
    """The environment of a fresh installation with a running server; both are gone afterwards."""
    from motcua.kernel.places import home

    place = Path(home()) / "bench"
    shutil.rmtree(place, ignore_errors=True)
    environment = {
        k: v for k, v in os.environ.items() if k not in ("MOTCUA_DATABASE_URL", "MOTCUA_DATABASE_ROLE")
    }
    environment |= {"MOTCUA_HOME": str(place), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
    keeper = subprocess.Popen(
        [sys.executable, "-m", "motcua.bench.ground"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert keeper.stdout is not None
        if keeper.stdout.readline().strip() != "ready":
            raise RuntimeError("the scratch installation could not be made; see the messages above")
        yield environment
    finally:
        keeper.communicate()
        shutil.rmtree(place, ignore_errors=True)


def _keep() -> None:
    from motcua.cli.django_setup import django_with_database
    from motcua.cli.prepare import prepare_in_own_process

    with django_with_database():
        prepare_in_own_process()
        _fill()
        print("ready", flush=True)
        sys.stdin.read()


def _fill() -> None:
    from motcua.bench.process import bpmn
    from motcua.dossiers.models import Dossier
    from motcua.kernel import time
    from motcua.kernel.embedded import Cluster, Role
    from motcua.procedures.models import Field, Procedure, ProcedureVersion
    from motcua.procedures.search import search_text
    from motcua.processes.services import create_draft, publish
    from motcua.scenarios import description
    from motcua.scenarios.office import install

    assert not Dossier.objects.exists()
    with psycopg.connect(Cluster.here().url(Role.OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE bench_spiff (id bigserial PRIMARY KEY, state jsonb)")
        owner.execute("GRANT ALL ON bench_spiff, bench_spiff_id_seq TO PUBLIC")
    install(description.read("vinh-tuy"))
    draft = create_draft("bench", "Benchmark", bpmn().decode())
    publish(draft, None, "BENCH")
    ProcedureVersion.objects.create(
        procedure=Procedure.objects.create(code=PROCEDURE),
        number=1,
        state="published",
        valid_from=date(2020, 1, 1),
        name="Benchmark",
        search_text=search_text(PROCEDURE, "Benchmark"),
        field=Field.objects.get(code="HOTICH"),
        levels=["xa"],
        legal_value=10,
        time_unit="wd",
        mode="ROLL",
        channels=["counter"],
        process_version_id=draft,
        published_at=time.now(),
    )


if __name__ == "__main__":
    _keep()
