/** Writes rows as Markdown for a bug report: where, what with, a table, verdicts in words, payloads in fences. */
import type { StoredEntry } from "../capture/reader.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { ExportSource } from "./export-source.ts";

/** A report with more rows is read by nobody, and taken by no tracker (GitHub: 65 536 characters). */
const mostPayloads = 40;
const longestPayload = 4_000;

export function* writeMarkdown(source: ExportSource): Generator<string> {
  const { session, redactor, selection } = source;
  yield `### ${escaped(redactor.text(`${session.protocolTitle} at ${session.title}`))}\n\n`;
  const facts = [
    ["Endpoint", code(redactor.text(session.url))],
    [
      "Protocol",
      session.subprotocol ? `${session.protocolTitle}, ${code(session.subprotocol)}` : session.protocolTitle,
    ],
    ["Recorded", new Date(session.startedAt).toISOString()],
    ["Recorded with", `Framescope ${session.version}`],
    ["Rows", String(selection.size)],
  ];
  yield `${facts.map(([label, value]) => `- **${label}:** ${value}`).join("\n")}\n\n`;
  yield "| # | Time (UTC) | | Kind | Channel | Summary |\n|--:|---|---|---|---|---|\n";
  const verdicts: StoredEntry[] = [];
  const messages: StoredEntry[] = [];
  let left = 0;
  for (const batch of selection.entries()) {
    for (const entry of batch) {
      redactor.seq = entry.seq;
      yield tableRow(entry, source);
      if (entry.source === "event") verdicts.push(entry);
      else if (entry.source === "message" && messages.length < mostPayloads) messages.push(entry);
      else if (entry.source === "message") left += 1;
    }
    source.passed(batch.length);
  }
  for (const entry of verdicts) yield verdict(entry, source);
  for (const entry of messages) yield payload(entry, source);
  if (left > 0) yield `\nThe payloads of ${left} more rows are left out.\n`;
}

function tableRow(entry: StoredEntry, { redactor, teller }: ExportSource): string {
  const time = new Date(entry.at).toISOString().slice(11, 23);
  const level = teller.level(entry);
  const way = entry.source === "event" ? (level === "error" || level === "warning" ? "!" : "·") : arrow(entry);
  const channel = teller.channelLabel(entry);
  const cells = [channel === undefined ? "" : redactor.text(channel), redactor.text(teller.summary(entry))].map(
    escaped,
  );
  return `| ${entry.seq} | ${time} | ${way} | ${escaped(entry.kind)} | ${cells.join(" | ")} |\n`;
}

function arrow({ direction }: StoredEntry): string {
  return direction === "sent" ? "→" : "←";
}

function verdict(entry: StoredEntry, { reader, redactor }: ExportSource): string {
  const event = JSON.parse(reader.body(entry.seq) ?? "{}") as Partial<ObserverEvent>;
  const advice = (event.advice ?? []).map((line) => `  - ${escaped(redactor.text(line))}`).join("\n");
  const words = escaped(redactor.text(event.explanation ?? ""));
  return `\n**Row ${entry.seq}, ${escaped(entry.kind)}: ${escaped(redactor.text(event.title ?? ""))}**\n\n${words}\n${advice && `\nTo check:\n\n${advice}\n`}`;
}

function payload(entry: StoredEntry, { redactor, teller }: ExportSource): string {
  const { text, language } = teller.payload(entry);
  if (text.trim() === "") return "";
  const redacted = redactor.text(text.trimEnd());
  const cut = redacted.length > longestPayload ? `${redacted.slice(0, longestPayload)}\n…` : redacted;
  const fence = "`".repeat(Math.max(3, longestRun(cut) + 1));
  const name = language === "plaintext" ? "" : language;
  return `\nRow ${entry.seq}, ${arrow(entry)} ${escaped(entry.kind)}:\n\n${fence}${name}\n${cut}\n${fence}\n`;
}

/** A fence must be longer than any within it. */
function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** In a table and in running text nothing of a peer's may become markup. */
function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}

function code(text: string): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  return `${ticks} ${text} ${ticks}`.replace(/^(`+) ([^`]*) (`+)$/, "$1$2$3");
}
