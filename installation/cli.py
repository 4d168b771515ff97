"""The command `drawn-aloud`: a process root. Every end is an exit code and one plain line on the error stream."""

import argparse
import json
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Never

FAILURE, BAD_INPUT, INTERRUPTED, TERMINATED = 1, 2, 130, 143
STUDIO, EVALUATION = "installation.studio.headless", "installation.evaluation"
KEEPER, SAFETY_CASE = "installation.keeper.keeping", "installation.safety_case"
MOST_COUNT = 100_000
ENVIRONMENT = {  # for libraries that read it as they load
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait give their core away: measured 0.9 s against 47 s on busy cores
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> Never:
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns 0 cleared, 3 blocked, 2 bad input, 1 failure, 130 interrupted.
    """
    signal.signal(signal.SIGTERM, _terminate)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except KeyboardInterrupt:
        return _end(INTERRUPTED, "interrupted")
    except MemoryError:
        return _end(FAILURE, "failed: expected enough memory, got too little")
    except Exception as error:  # noqa: BLE001  the root: nobody above could show it better
        return _end(getattr(error, "exit_code", FAILURE), _line(error))


def _run(chosen: argparse.Namespace) -> int:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    warnings.simplefilter("ignore")
    from installation.settings import CONFIGS, read_settings  # what starts light loads late

    settings = read_settings(chosen.settings or CONFIGS / "default.toml")
    ending = getattr(import_module(chosen.module), chosen.function)(chosen, settings)
    printed = json.dumps(ending.output, indent=2, ensure_ascii=False) if ending.output else ending.text
    if printed:
        _print(printed)
    return _end(ending.code, ending.line)


def _print(text: str) -> None:
    """To the output, if anybody still listens there."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(code: int, line: str) -> int:
    print(f"drawn-aloud: {' '.join(line.split())}", file=sys.stderr)
    return code


def _line(error: Exception) -> str:
    """One line: our own errors in their words, any other by its kind and the place in our code where it rose."""
    if hasattr(error, "exit_code"):
        return str(error)
    place, trace = "", error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(Path(__file__).resolve().parents[1]) and "site-packages" not in file.parts:
            place = f" at {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"failed: expected every stage to end well, got {type(error).__name__}{place}"


def _terminate(number: int, frame: FrameType | None) -> Never:
    sys.exit(TERMINATED)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="drawn-aloud", description="A finger sketch and spoken words become a short painted film.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_create(commands)
    for name, function, argument, text in (
        ("transcribe", "transcribe", "file", "write down what is said in a recording"),
        ("check-words", "check_words", "text", "ask the guard about a text"),
        ("check-sketch", "check_sketch", "file", "ask the guard about a drawing (.json strokes or .png)"),
        ("check-image", "check_image", "file", "ask the guard about a picture"),
    ):
        command = _add(commands, name, function, text)
        command.add_argument(argument, metavar=argument.upper(), type=str if argument == "text" else Path)
    approve = _add(commands, "approve", "approve", "let all layers judge a piece, so that it may be shown without them")
    approve.add_argument("file", type=Path, metavar="FILE", help=".mp4 or .png")
    approve.add_argument(
        "--person", default="", metavar="NAME", help="who takes it on themselves where a layer objects"
    )
    approve.add_argument("--manifest", type=Path, metavar="FILE", help="default: manifest.json beside the piece")
    _add_evaluate(commands)
    _add_safety_case(commands)
    run = _add(commands, "run", "run", "open the kiosk on this machine's display")
    run.set_defaults(module=KEEPER)
    run.add_argument("--window", default="", metavar="WxH", help="a window of that size instead of the whole display")
    return parser


def _add_create(commands: "argparse._SubParsersAction[_Parser]") -> None:
    create = _add(commands, "create", "make_film", "make a film from a sketch and words")
    create.add_argument("--sketch", type=Path, required=True, metavar="FILE", help=".json strokes or .png")
    create.add_argument(
        "--image", type=Path, metavar="FILE", help="a picture to change where the strokes (.json) were drawn on it"
    )
    said = create.add_mutually_exclusive_group(required=True)
    said.add_argument("--voice", type=Path, metavar="FILE", help="a recording of at most 60 s")
    said.add_argument("--words", metavar="TEXT", help="the same, typed")
    create.add_argument("--style", default="", metavar="ID", help="van-gogh, monet, ...; else as the wish says")
    create.add_argument("--seed", type=_seed, metavar="N", help="the same seed, inputs and plan give the same film")
    create.add_argument("--plan", type=Path, metavar="FILE", help="replay the plan of an earlier report.json")
    create.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the results go")


def _add_evaluate(commands: "argparse._SubParsersAction[_Parser]") -> None:
    evaluate = _add(commands, "evaluate", "evaluate", "judge a bundle on people, scenes and noises it never met")
    evaluate.set_defaults(module=EVALUATION)
    evaluate.add_argument("subject", choices=("guard", "painter", "speech"), help="what is judged")
    evaluate.add_argument("--data", type=Path, required=True, metavar="DIR", help="the people's drawings and voices")
    evaluate.add_argument("--out", type=Path, required=True, metavar="DIR", help="where figures and page go")
    evaluate.add_argument(
        "--count",
        type=_count,
        metavar="N",
        help="scenes (500), clips a slice (100), harmless drawings (1500)",
    )


def _add_safety_case(commands: "argparse._SubParsersAction[_Parser]") -> None:
    case = _add(commands, "safety-case", "safety_case", "compute how likely the public sees what it must not")
    case.set_defaults(module=SAFETY_CASE)
    case.add_argument("--tree", type=Path, metavar="FILE", help="another fault tree (configs/fault_tree.toml)")
    case.add_argument("--json", action="store_true", help="everything as JSON instead of tables")
    case.add_argument("--open-psa", type=Path, metavar="FILE", help="also write the tree as Open-PSA XML")


def _add(commands: "argparse._SubParsersAction[_Parser]", name: str, function: str, text: str) -> _Parser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(module=STUDIO, function=function)
    command.add_argument("--settings", type=Path, metavar="FILE", help="this installation's settings")
    command.add_argument("--profile", default="bundled", metavar="ID", help="which set of models (default: bundled)")
    return command


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to 2^63 - 1, got {text!r}")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_COUNT:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MOST_COUNT}, got {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
