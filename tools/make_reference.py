"""Write the generated pages of docs/reference: `python tools/make_reference.py`, or `--check` to compare them only.

Commands come from the command line's own tree, checks from the code and from examples that are run, questionnaires and
frameworks from their data, places from the tables. The same code and data give the same pages. Each page is made by a
file of its own in `tools/reference`.
"""

from reference.make import main

if __name__ == "__main__":
    main(__doc__)
