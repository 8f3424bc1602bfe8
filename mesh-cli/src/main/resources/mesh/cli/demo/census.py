"""Counts what is in Python modules: lines, functions, classes, and the longest function.

As a job it reads one module from its input, {"module": …, "source": …}, or {"module": …, "base64": …}
where the source is not UTF-8. Run alone it reads {"files": [{"module": …, "path": …}, …]} and counts
them all, one after the other. Either way the last line that it prints is the answer.
"""

import ast
import json
import sys
import warnings

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def census(module, source):
    """What is in one module, given as bytes."""
    lines = source.count(b"\n") + (1 if source and not source.endswith(b"\n") else 0)
    counted = {"modules": 1, "unparsable": 0, "lines": lines, "functions": 0, "classes": 0, "longest": None}
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Some files of the library are wrong on purpose.
        counted["unparsable"] = 1
        return counted
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            counted["functions"] += 1
            length = node.end_lineno - node.lineno + 1
            longest = {"lines": length, "name": module + "." + node.name}
            counted["longest"] = longer(counted["longest"], longest)
        elif isinstance(node, ast.ClassDef):
            counted["classes"] += 1
    return counted


def longer(one, other):
    """The longer of two functions; of equals the one whose name comes first."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda function: (-function["lines"], function["name"]))


def added(one, other):
    """Two counts as one."""
    total = {name: one[name] + other[name] for name in one if name != "longest"}
    total["longest"] = longer(one["longest"], other["longest"])
    return total


def main():
    warnings.simplefilter("ignore")
    asked = json.loads(sys.stdin.buffer.read())
    if "files" in asked:
        total = {"modules": 0, "unparsable": 0, "lines": 0, "functions": 0, "classes": 0, "longest": None}
        for file in asked["files"]:
            with open(file["path"], "rb") as source:
                total = added(total, census(file["module"], source.read()))
        print(json.dumps(total))
    else:
        print(json.dumps(census(asked["module"], given(asked))))


def given(asked):
    """The module's bytes, as they are in its file."""
    if "source" in asked:
        return asked["source"].encode()
    import base64  # rarely needed, and every job would pay for it

    return base64.b64decode(asked["base64"])


main()
