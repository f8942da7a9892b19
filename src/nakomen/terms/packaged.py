"""The sets of conditions and the statute that come with the product, read once from the package's own files."""

from functools import cache
from importlib.resources import files

from nakomen.terms.statute import Statute, read_statute
from nakomen.terms.texts import Terms, read_terms

SETS = ("wonder-2020", "zonl-thuisbegeleiding")


def source(name: str) -> bytes:
    """The bytes of a packaged set or of `statute`: words, comparable facts and executable norms, clause by clause."""
    return files(__package__).joinpath(f"{name}.toml").read_bytes()


@cache
def packaged_terms(name: str) -> Terms:
    """A set that comes with the product. Raises KeyError for a name that is none of `SETS`."""
    if name not in SETS:
        raise KeyError(name)
    return read_terms(source(name))


@cache
def packaged_statute() -> Statute:
    """The statute that comes with the product."""
    return read_statute(source("statute"))


@cache
def register() -> dict[str, str]:
    """The kind of every row of the clause register by its full id (`wonder-2020/26.1`), in its order."""
    rows = files(__package__).joinpath("register.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(row.split("\t") for row in rows)
