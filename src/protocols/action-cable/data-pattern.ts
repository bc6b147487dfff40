/**
 * The fast way to read what makes up nearly all traffic: `{"identifier":"…","message":…}`, as Rails and AnyCable write it.
 * Anything else is left to the ordinary reader, which gives the same result.
 */
import type { Data } from "./messages.ts";

const opening = '{"identifier":"';
const joint = '}","message":';
const maxIdentifierLength = 4096;
const maxRemembered = 1024;

interface Known {
  readonly prefix: string;
  readonly channel: string;
}

export class DataPattern {
  private last: Known = { prefix: "\n", channel: "" };
  private readonly known = new Map<string, Known>();

  /** Undefined when the frame is not of that exact form. */
  read(text: string): Data | undefined {
    if (!text.startsWith(this.last.prefix) && !this.adopt(text)) return undefined;
    if (text.charCodeAt(text.length - 1) !== 0x7d) return undefined;
    try {
      // What stands between prefix and closing brace is JSON by itself, so the whole frame has just these two keys.
      const message: unknown = JSON.parse(text.slice(this.last.prefix.length, -1));
      return { kind: "message", channel: this.last.channel, message };
    } catch {
      return undefined;
    }
  }

  /**
   * Takes over the prefix of this frame. `}"` ends the identifier for certain: inside of it a quote is escaped, so that a
   * backslash stands before it.
   */
  private adopt(text: string): boolean {
    if (!text.startsWith(opening)) return false;
    const end = text.indexOf(joint, opening.length);
    if (end < 0 || end > maxIdentifierLength) return false;
    const prefix = text.slice(0, end + joint.length);
    const known = this.known.get(prefix) ?? this.learn(prefix);
    if (known === undefined) return false;
    this.last = known;
    return true;
  }

  private learn(slice: string): Known | undefined {
    try {
      const channel: unknown = JSON.parse(slice.slice(opening.length - 1, -',"message":'.length));
      if (typeof channel !== "string") return undefined;
      // Joined anew: a slice would keep the whole frame that it was cut from in memory.
      const prefix = opening + slice.slice(opening.length);
      if (this.known.size >= maxRemembered) this.known.clear();
      const known: Known = { prefix, channel };
      this.known.set(prefix, known);
      return known;
    } catch {
      return undefined;
    }
  }
}
