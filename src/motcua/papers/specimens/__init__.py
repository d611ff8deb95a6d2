"""One filled-in specimen of every paper. Nobody and no dossier in them exists."""

from motcua.papers.forms import FormData
from motcua.papers.kinds import Form
from motcua.papers.specimens.citizen import CITIZEN
from motcua.papers.specimens.common import CODE, DESK, NAME, PROCEDURE, UNIT, at
from motcua.papers.specimens.internal import INTERNAL

SPECIMENS: dict[Form, FormData] = {data.form: data for data in (*CITIZEN, *INTERNAL)}

__all__ = ["CODE", "DESK", "NAME", "PROCEDURE", "SPECIMENS", "UNIT", "at"]
