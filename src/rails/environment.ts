/** What `config/application.rb` and `config/environments/*.rb` say of Action Cable. Pure. */
import { withoutComments } from "./ruby-text.ts";

export interface CableConfig {
  /** Undefined: Rails' own, `/cable`. */
  readonly mountPath?: string | undefined;
  /** Where browsers are sent (`action_cable_meta_tag`), as it is written. */
  readonly url?: string | undefined;
}

/** The last one counts, as in Ruby. */
export function readCableConfig(source: string): CableConfig {
  const text = withoutComments(source);
  return { mountPath: lastLiteral(text, "mount_path"), url: lastLiteral(text, "url") };
}

function lastLiteral(text: string, name: string): string | undefined {
  const assignments = [...text.matchAll(new RegExp(`\\baction_cable\\.${name}\\s*=\\s*([^\\n]*)`, "g"))];
  const value = assignments.at(-1)?.[1] ?? "";
  // `ENV.fetch("CABLE_URL", "ws://…")` or `ENV["X"] || "ws://…"`: the value that is there without the variable.
  const literals = [...value.matchAll(/["']([^"'#]*)["']/g)].map(([, content = ""]) => content);
  return literals.find((candidate) => /^(?:\/|wss?:|https?:)/.test(candidate));
}
