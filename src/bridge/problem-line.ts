/** A place in a file and what is wrong there, on one line. */
import type { ScenarioProblem } from "../model/mock.ts";

/** As compilers write it, so that editors and terminals find the place. */
export function problemLine(path: string, { message, severity, line, column }: ScenarioProblem): string {
  return `${path}:${line}:${column}: ${severity === "warning" ? "warning: " : ""}${message}`;
}
