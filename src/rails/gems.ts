/** Gems that decide what an app speaks, from its Gemfile.lock or else its Gemfile. Pure. */
import { withoutComments } from "./ruby-text.ts";

const telling = [
  "rails",
  "actioncable",
  "anycable-rails",
  "anycable-rails-core",
  "message_bus",
  "turbo-rails",
  "solid_cable",
] as const;

export type Gem = (typeof telling)[number];

/** By name, with the version that is locked; empty where only the Gemfile names it. */
export type Gems = ReadonlyMap<Gem, string>;

export function readGems(gemfile: string, lock: string): Gems {
  const gems = new Map<Gem, string>();
  for (const gem of telling) {
    const [, version] = new RegExp(`^ {4}${gem} \\(([^)]+)\\)$`, "m").exec(lock) ?? [];
    const isNamed = new RegExp(`^\\s*gem[\\s(]+["']${gem}["']`, "m").test(withoutComments(gemfile));
    if (version !== undefined || isNamed) gems.set(gem, version ?? "");
  }
  return gems;
}
