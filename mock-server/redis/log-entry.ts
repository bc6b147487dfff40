/** Entries of the log that mock servers share, as Redis tells them. Whatever else may stand there is no entry. */

interface Named {
  /** Of the history that it belongs to. */
  readonly life: string;
  /** From 1, without holes. */
  readonly seq: number;
}

interface WithIds {
  readonly topic: string;
  readonly globalId: number;
  readonly offset: number;
  readonly epoch: string;
  readonly at: number;
}

export type LogEntry = Named &
  (
    | ({
        readonly kind: "published";
        /** The mock server that put it there, and its own number for it. */
        readonly by: string;
        readonly n: number;
        /** The source that it was heard from; empty when it is the mock's own. */
        readonly heard: string;
        /** MessageBus' global id of it; 0 when it was not published there. */
        readonly bus: number;
        /** Channels on which the same is told to apps, right after it. */
        readonly echoes: readonly string[];
        readonly data: unknown;
      } & WithIds)
    /** The app's own MessageBus published it: `message` as its backlog has it. */
    | ({ readonly kind: "message"; readonly message: string } & WithIds)
    | {
        readonly kind: "trimmed" | "renewed" | "skipped";
        readonly topic: string;
        readonly count: number;
        readonly epoch: string;
      }
    | { readonly kind: "began" }
  );

/** Undefined for a text that no mock server wrote. */
export function readEntry(text: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(text);
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is LogEntry {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Fields;
  if (!hasTexts(entry, "life", "kind") || !hasCounts(entry, "seq")) return false;
  switch (entry.kind) {
    case "published":
      return hasIds(entry) && hasTexts(entry, "by", "heard") && hasCounts(entry, "n", "bus") && hasEchoes(entry);
    case "message":
      return hasIds(entry) && hasTexts(entry, "message");
    case "trimmed":
    case "renewed":
    case "skipped":
      return hasTexts(entry, "topic", "epoch") && hasCounts(entry, "count");
    default:
      return entry.kind === "began";
  }
}

function hasIds(entry: Fields): boolean {
  return entry.topic !== "" && hasTexts(entry, "topic", "epoch") && hasCounts(entry, "globalId", "offset", "at");
}

function hasEchoes({ echoes, data }: Fields): boolean {
  return data !== undefined && Array.isArray(echoes) && echoes.every((echo) => typeof echo === "string");
}

function hasTexts(entry: Fields, ...names: readonly string[]): boolean {
  return names.every((name) => typeof entry[name] === "string");
}

function hasCounts(entry: Fields, ...names: readonly string[]): boolean {
  return names.every((name) => Number.isSafeInteger(entry[name]));
}
