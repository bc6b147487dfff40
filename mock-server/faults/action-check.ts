/** Says in a sentence what is wrong with what a fault is to do, wherever it does it. */
import { STATUS_CODES } from "node:http";
import type { FaultAction } from "../../src/model/fault.ts";
import { isSendableCloseCode } from "../../src/protocols/kit/close-codes.ts";
import { bad, isWhole } from "./bad-fault.ts";

/** The most that a fault may make of one message. */
const maxBytes = 128 * 1024 * 1024;
const maxMs = 24 * 60 * 60 * 1000;
const maxCopies = 1000;

/** Throws `MisuseError` (`bad-fault`). */
export function checkAction(does: FaultAction): void {
  switch (does.kind) {
    case "answer":
      if (!isWhole(does.status, 200) || does.status > 599) {
        throw bad(
          `No answer has the status ${does.status}: it goes from 200 to 599, such as 503 (${STATUS_CODES[503]}).`,
        );
      }
      for (const [name, value] of does.headers ?? []) checkHeader(name, value);
      break;
    case "subprotocol":
      if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(does.name)) throw bad(`"${does.name}" is no name of a subprotocol.`);
      break;
    case "contentType":
      checkHeader("Content-Type", does.value);
      break;
    case "slowHead":
      checkNumber(does.byMs, "byMs", 0, maxMs);
      break;
    case "delay":
      checkNumber(does.byMs, "byMs", 0, maxMs);
      checkNumber(does.jitterMs ?? 0, "jitterMs", 0, maxMs);
      break;
    case "throttle":
      checkNumber(does.bytesPerSecond, "bytesPerSecond", 1, Number.MAX_SAFE_INTEGER);
      break;
    case "duplicate":
      checkNumber(does.copies, "copies", 1, maxCopies);
      break;
    case "reorder":
      checkNumber(does.among, "among", 2, maxCopies);
      break;
    case "corrupt":
    case "split":
    case "fragment":
      checkNumber(does.bytes, "bytes", 1, maxBytes);
      break;
    case "truncate":
      checkNumber(does.keepBytes, "keepBytes", 0, maxBytes);
      break;
    case "oversize":
      checkNumber(does.toBytes, "toBytes", 1, maxBytes);
      break;
    case "buffer":
      checkNumber(does.untilBytes ?? 1, "untilBytes", 1, maxBytes);
      checkNumber(does.forMs ?? 1, "forMs", 1, maxMs);
      if ((does.untilBytes ?? does.forMs ?? does.gzip) === undefined) {
        throw bad(
          "A buffer needs untilBytes or forMs, or nothing would ever leave it; or gzip, which leaves at the end.",
        );
      }
      break;
    case "close":
      checkClose(does.code, does.reason ?? "");
      break;
    case "trim":
      checkNumber(does.keep, "keep", 0, Number.MAX_SAFE_INTEGER);
      break;
    case "jump":
      checkNumber(does.by, "by", 1, 1_000_000_000);
      break;
  }
}

function checkClose(code: number, reason: string): void {
  if (!isSendableCloseCode(code)) {
    const hint = code === 1006 ? ' 1006 is what a client sees when none came: that is the fault "cut" or "reset".' : "";
    throw bad(`A close frame cannot have the code ${code}: 1000 to 1003, 1007 to 1014, or 3000 to 4999.${hint}`);
  }
  const bytes = Buffer.byteLength(reason);
  if (bytes > 123) throw bad(`The reason of a close frame may have 123 bytes, and this one has ${bytes}.`);
}

function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) throw bad(`"${name}" is no name of a header.`);
  // RFC 9110 section 5.5. A line break would begin another header.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw bad(`The value of the header ${name} has characters that no header may have.`);
}

function checkNumber(value: number, name: string, from: number, to: number): void {
  if (isWhole(value, from) && value <= to) return;
  throw bad(`${name} must be a whole number from ${from} to ${to}, and ${value} is not.`);
}
