"""A person's edits, made by LibreOffice without a screen; run by a Python that has its bridge (`import uno`).

Reads jobs as JSON from standard input: `[{"open": "a.xlsx", "save": "b.xlsx", "steps": [["fill", NAME, VALUE], …]}]`.
Steps: fill NAME VALUE (a number, a text, or {"formula": "=1/0"}), type NAME TEXT (as from a keyboard), insert-row NAME
(above the cell), move-sheet NUMBER TO, rename-sheet NUMBER TITLE, font NAME FACE.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        pipe = Path(profile).name
        office = subprocess.Popen(
            [
                sys.argv[1],
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation=file://{profile}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            desktop = connect(pipe)
            for job in jobs:
                work(desktop, job)
            desktop.terminate()
            office.wait(30)
        finally:
            office.kill()


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice did not start within a minute.")


def work(desktop, job):
    document = desktop.loadComponentFromURL(Path(job["open"]).as_uri(), "_blank", 0, (prop("Hidden", True),))
    for step, *arguments in job["steps"]:
        STEPS[step](document, *arguments)
    if job.get("recalculate"):
        document.calculateAll()
    document.storeToURL(Path(job["save"]).as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def cell(document, name):
    where = document.NamedRanges.getByName(name).getReferredCells()
    return where.getCellByPosition(0, 0)


def fill(document, name, value):
    if isinstance(value, dict):
        cell(document, name).setFormula(value["formula"])
    elif isinstance(value, str):
        cell(document, name).setString(value)
    else:
        cell(document, name).setValue(value)


def type_in(document, name, text):
    cell(document, name).setFormula(text)


def insert_row(document, name):
    found = cell(document, name)
    sheet, row = found.Spreadsheet, found.CellAddress.Row
    sheet.unprotect("")
    sheet.Rows.insertByIndex(row, 1)


def move_sheet(document, number, to):
    document.Sheets.moveByName(document.Sheets.getByIndex(number).Name, to)


def rename_sheet(document, number, title):
    document.Sheets.getByIndex(number).setName(title)


def font(document, name, face):
    cell(document, name).CharFontName = face


STEPS = {
    "fill": fill,
    "type": type_in,
    "insert-row": insert_row,
    "move-sheet": move_sheet,
    "rename-sheet": rename_sheet,
    "font": font,
}

if __name__ == "__main__":
    main()
