/** What is told of the name or the value at a place in a scenario's text. */
import { templateNames } from "../template-faults.ts";
import { written } from "./complete.ts";
import { pathAt } from "./cursor.ts";
import { examplesOf, explanation, partAt, type Schema } from "./schema-place.ts";
import { templateSpot } from "./template-names.ts";

export interface Told {
  readonly markdown: string;
  /** What it is about, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

export function hover(text: string, offset: number, schema: Schema): Told | undefined {
  return ofTemplate(text, offset) ?? ofPlace(text, offset, schema);
}

function ofTemplate(text: string, offset: number): Told | undefined {
  const spot = templateSpot(text, offset);
  if (spot?.path !== "" || spot.isFilter) return undefined;
  const name = text.slice(spot.from, spot.to);
  if (!Object.hasOwn(templateNames, name)) return undefined;
  return { markdown: templateNames[name as keyof typeof templateNames], from: spot.from, to: spot.to };
}

function ofPlace(text: string, offset: number, schema: Schema): Told | undefined {
  const found = pathAt(text, offset);
  if (!found || found.path.length === 0) return undefined;
  // An item says what its list is for.
  const path = typeof found.path.at(-1) === "number" ? found.path.slice(0, -1) : found.path;
  const part = partAt(schema, path);
  const words = explanation(part);
  if (words === undefined) return undefined;
  const name = found.path.findLast((step) => typeof step === "string");
  const examples = examplesOf(part).map((value) => `${String(name)}: ${written(value)}`);
  const shown = examples.length > 0 ? `\n\n\`\`\`yaml\n${examples.join("\n")}\n\`\`\`` : "";
  return { markdown: `${words}${shown}`, from: found.from, to: found.to };
}
