"""Command line: python -m reader open EXPORT --link URL --out DIR | python -m reader vectors FILE…"""

import argparse
import json
import sys
from pathlib import Path

from .errors import Refused
from .opening import open_export
from .vectors import check_files
from .writing import write_folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reader", description="Reads Space folders from the written formats.")
    commands = parser.add_subparsers(dest="command", required=True)
    opening = commands.add_parser("open", help="open an exported folder with a link")
    opening.add_argument("export", type=Path, help="folder with blocks.car, heads.json and chain.json")
    opening.add_argument("--link", required=True, help="the link's URL or its fragment")
    opening.add_argument("--password", help="the link's password, if it has one")
    opening.add_argument("--out", type=Path, required=True, help="directory to create for the files")
    vectors = commands.add_parser("vectors", help="derive test vectors again and compare")
    vectors.add_argument("files", type=Path, nargs="+")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    try:
        if arguments.command == "vectors":
            return check_files(arguments.files)
        folder = open_export(arguments.export, arguments.link, arguments.password)
        print(json.dumps(write_folder(folder, arguments.out), indent=2, ensure_ascii=False))
    except Refused as refused:
        print(f"refused: {refused}", file=sys.stderr)
        return 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
