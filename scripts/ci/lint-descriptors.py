"""Lints descriptors with the `erc7730` package:  lint-descriptors.py ABIS.json FOLDER

ABIS.json has the ABI of each contract by name. A warning counts as a fault. The linter of lengths is left out: it warns
of sentences that the devices of one maker cut off.
"""

import json
import sys
import tempfile
import typing
from pathlib import Path

import typing_extensions

if not hasattr(typing, "override"):
    typing.override = typing_extensions.override

from erc7730.common import client
from erc7730.common.output import ExceptionsToOutput, ListOutputAdder, Output
from erc7730.convert.resolved.v2.convert_erc7730_input_to_resolved import ERC7730InputToResolved
from erc7730.lint.v2 import MultiLinter
from erc7730.lint.v2.lint_transaction_type_classifier import ClassifyTransactionTypeLinter
from erc7730.lint.v2.lint_validate_display_fields import ValidateDisplayFieldsLinter
from erc7730.lint.v2.lint_validate_eip712_keys import ValidateEIP712KeysLinter
from erc7730.model.abi import ABI
from erc7730.model.input.v2.descriptor import InputERC7730Descriptor
from pydantic import TypeAdapter

LINTERS = MultiLinter(
    [ValidateDisplayFieldsLinter(), ValidateEIP712KeysLinter(), ClassifyTransactionTypeLinter()]
)


def main(abis_file: str, folder: str) -> int:
    abis = json.loads(Path(abis_file).read_text())
    files = sorted(Path(folder).glob("*.json"))
    failed = [file.name for file in files if not report(file.name, lint(file, abis))]
    for name, spoil in SPOILED.items():
        if not report(f"finds {name}", [] if lint_spoiled(files, spoil, abis) else ["nothing was found"]):
            failed.append(name)
    return 1 if failed or not files else 0


def report(name: str, complaints: list[str]) -> bool:
    print(f"{'FAIL' if complaints else 'ok  '} {name}")
    for complaint in complaints:
        print(f"     {complaint}")
    return not complaints


def lint(file: Path, abis: dict[str, list]) -> list[str]:
    """What is wrong with a descriptor."""
    context = json.loads(file.read_text())["context"]
    # In place of the explorers that it would ask for what is deployed.
    abi = TypeAdapter(list[ABI]).validate_json(json.dumps(functions_of(abis.get(context.get("$id"), []))))
    client.get_contract_abis = lambda chain, address: abi
    client.get_contract_explorer_url = lambda chain, address: "contracts/abi"
    out = ListOutputAdder()
    with ExceptionsToOutput(out):
        descriptor = InputERC7730Descriptor.load(file)
        resolved = ERC7730InputToResolved().convert(descriptor, out)
        if resolved is not None:
            LINTERS.lint(descriptor, resolved, out)
    return [f"{it.title}: {it.message}" for it in out.outputs if it.level >= Output.Level.WARNING]


def functions_of(abi: list) -> list:
    return [entry for entry in abi if entry["type"] == "function"]


def lint_spoiled(files: list[Path], spoil: typing.Callable[[dict], None], abis: dict[str, list]) -> list[str]:
    [file] = [file for file in files if file.name == "calldata-names.json"]
    descriptor = json.loads(file.read_text())
    spoil(descriptor)
    with tempfile.TemporaryDirectory() as folder:
        spoiled = Path(folder) / file.name
        spoiled.write_text(json.dumps(descriptor))
        return lint(spoiled, abis)


def first_format(descriptor: dict) -> dict:
    return next(iter(descriptor["display"]["formats"].values()))


def add_function(descriptor: dict) -> None:
    fields = [{"path": "value", "label": "Value", "format": "raw"}]
    descriptor["display"]["formats"]["unheardOf(uint256 value)"] = {"intent": "Nothing", "fields": fields}


SPOILED = {
    "a property that the standard lacks": lambda it: it["display"].update(colour="red"),
    "a format that the standard lacks": lambda it: first_format(it)["fields"][0].update(format="rainbow"),
    "a field that the ABI lacks": lambda it: first_format(it)["fields"][0].update(path="unheardOf"),
    "a parameter without a field": lambda it: first_format(it).update(fields=[]),
    "a function that the ABI lacks": add_function,
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
