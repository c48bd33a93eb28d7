"""Executes the code cells of a notebook in order, without a notebook server; fails where a cell fails or an output is committed."""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")


def main(path: Path) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    if not cells:
        sys.exit(f"{path.name}: no code")
    for number, cell in enumerate(cells, 1):
        if cell["outputs"]:
            sys.exit(f"{path.name}: cell {number} holds outputs; clear them before a commit")
        exec(compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec"), names)
    print(f"{path.name}: {len(cells)} cells")


main(Path(sys.argv[1]))
