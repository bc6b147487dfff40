/** A fault in a few words, as a row of the view says it: what it does, and where. Asks nobody. */
import type { Fault, FaultAction } from "../../model/fault.ts";
import type { MockClient } from "../../model/mock.ts";
import { timesText } from "../numbers.ts";
import { type FaultField, faultForms } from "./fault-forms.ts";

/** `Delay 3000 ms`, `Close with Code 1011`. */
export function whatItDoes(does: FaultAction): string {
  const { title, fields } = faultForms[does.kind];
  const values = fields.flatMap((field) => wordsOf(field, Reflect.get(does, field.name)));
  return [title, values.join(", ")].filter(Boolean).join(" ");
}

/** `/cable · chat:* · 50 %`; `everywhere` where nothing narrows it. */
export function whereItDoes(fault: Fault, titles: ReadonlyMap<string, string>): string {
  const { door, protocol, client, topic, kinds, share, times } = fault;
  const parts = [
    door,
    protocol && (titles.get(protocol) ?? protocol),
    client !== undefined && `client ${client}`,
    topic,
    kinds?.join(", "),
    share !== undefined && share < 1 && `${Math.round(share * 100)} %`,
    times !== undefined && timesText(times),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : "everywhere";
}

export function clientName({ id, door }: Pick<MockClient, "id" | "door">): string {
  return `#${id} ${door}`;
}

function wordsOf({ label, reads, unit }: FaultField, value: unknown): string[] {
  if (value === undefined) return [];
  if (reads === "flag") return value === true ? [label.toLowerCase()] : [`not ${label.toLowerCase()}`];
  if (reads === "headers") return (value as readonly (readonly string[])[]).map((header) => header.join(": "));
  return [[String(value), unit].filter(Boolean).join(" ")];
}
