/** What a connected person may do, read from filled-in forms into frames. Knows no state: the session decides when. */
import type { CommandForm, Values } from "../../model/form.ts";
import type { CloseFrameInfo } from "../../model/frame.ts";
import type { OutgoingFrame } from "../../model/transport.ts";
import { isSendableCloseCode } from "../kit/close-codes.ts";
import { MisuseError } from "../kit/misuse-error.ts";

export const commandForms: readonly CommandForm[] = [
  {
    kind: "send",
    title: "Send Text",
    fields: [{ name: "text", label: "Text", type: "multiline", placeholder: '{"type":"hello"}', required: true }],
  },
  {
    kind: "sendBinary",
    title: "Send Bytes",
    fields: [
      {
        name: "bytes",
        label: "Bytes",
        type: "bytes",
        placeholder: "48 65 6c 6c 6f",
        required: true,
        help: "Hex, or base64. Put base64: in front where both could be meant.",
      },
    ],
  },
  {
    kind: "ping",
    title: "Ping",
    fields: [{ name: "data", label: "Payload", type: "text", help: "At most 125 bytes; may be empty." }],
  },
  {
    kind: "close",
    title: "Close",
    fields: [
      {
        name: "code",
        label: "Code",
        type: "text",
        placeholder: "1000",
        help: "1000 to 1014 or 3000 to 4999; may be empty.",
      },
      { name: "reason", label: "Reason", type: "text", help: "At most 123 bytes." },
    ],
  },
];

/** RFC 6455 section 5.5: a control frame carries at most 125 bytes, a close frame two of them for its code. */
const maxControlBytes = 125;
const maxReasonBytes = 123;

export function textFrame(values: Values): OutgoingFrame {
  return { kind: "text", data: values.text ?? "" };
}

/** Throws a `MisuseError` when it is neither hex nor base64. */
export function binaryFrame(values: Values): OutgoingFrame {
  return { kind: "binary", data: readBytes(values.bytes ?? "") };
}

/** Throws a `MisuseError` over 125 bytes. */
export function pingFrame(values: Values): OutgoingFrame {
  const data = new TextEncoder().encode(values.data ?? "");
  if (data.length > maxControlBytes)
    throw new MisuseError("ping-too-long", `A ping carries at most ${maxControlBytes} bytes; this is ${data.length}.`);
  return { kind: "ping", data };
}

/** Throws a `MisuseError` for a code that may not be sent, or a reason that is too long or has no code. */
export function closeFrame(values: Values): CloseFrameInfo {
  const text = (values.code ?? "").trim();
  const reason = values.reason ?? "";
  if (text === "") {
    if (reason !== "")
      throw new MisuseError("reason-without-code", "A reason needs a code: a close frame begins with it. Try 1000.");
    return { reason };
  }
  const code = Number(text);
  if (!isSendableCloseCode(code))
    throw new MisuseError(
      "invalid-close-code",
      `${text} may not be sent as a close code. Use 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455 section 7.4).`,
    );
  const sizeBytes = new TextEncoder().encode(reason).length;
  if (sizeBytes > maxReasonBytes)
    throw new MisuseError("reason-too-long", `A reason has at most ${maxReasonBytes} bytes; this is ${sizeBytes}.`);
  return { code, reason };
}

const spaces = /[\s,:]+/g;
const hexDigits = /^(?:[0-9a-f]{2})*$/i;
const base64Digits = /^[A-Za-z0-9+/]+={0,2}$/;

function readBytes(text: string): Uint8Array {
  const given = text.trim();
  if (!given.startsWith("base64:")) {
    const hex = given.replace(/\b0x/gi, "").replace(spaces, "");
    if (hexDigits.test(hex)) return fromHex(hex);
  }
  const base64 = given
    .replace(/^base64:/, "")
    .replace(/\s+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
  const bytes = base64Digits.test(base64) ? fromBase64(base64) : undefined;
  if (bytes) return bytes;
  throw new MisuseError("invalid-bytes", `"${given.slice(0, 40)}" is neither hex (48 65 6c) nor base64 (SGVs).`);
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
