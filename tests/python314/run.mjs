// Run pytest on CPython 3.14 in Pyodide. `nox -s python314` passes the folder of Pyodide, the
// folder of packages that the SDK and its tests import, and the arguments of pytest.

import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

// Node.js prints the line of a failure, and all of Pyodide is one line.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(2);
});

const [pyodide, packages, ...args] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ env: { PYTHONDONTWRITEBYTECODE: "1" } });
python.mountNodeFS("/packages", packages);
python.mountNodeFS("/project", process.cwd());
python.FS.chdir("/project");
python.globals.set("args", python.toPy(args));
process.exitCode = python.runPython(`
import sys
sys.path[:0] = ["/project/generated", "/project/tests/specimen/generated", "/packages"]
import pytest
int(pytest.main(args))
`);
