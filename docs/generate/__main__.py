"""`python -m docs.generate`: write the reference and the output of commands that the documents show."""

from docs.generate import console
from docs.generate.pages import PAGES, REFERENCE


def main() -> None:
    """Write every page; a document with commands only where its output changed."""
    for name, made in PAGES.items():
        (REFERENCE / name).write_text(made())
    for document in console.documents():
        text = document.read_text()
        fresh = console.refreshed(text)
        if fresh != text:
            document.write_text(fresh)


if __name__ == "__main__":
    main()
