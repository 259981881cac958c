"""Static files named by their content, so that a browser keeps them for good and never shows an old one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

RELATIVE_IMPORT = r"""(?P<matched>import\s*(?P<names>{[^}]*})\s*from\s*["'](?P<url>\.{1,2}/[^"']+)["'];)"""


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also renames what one of our modules imports from another.

    Django can do so by itself, but takes an import that stands in a comment for one.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((RELATIVE_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
