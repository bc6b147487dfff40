/** One exchange of a login, read whole: bounded in time and size, with redirects shown and not followed. */
import type { Close, FrameData, HeaderList, ResponseHead, TransportFailure } from "../../model/frame.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { transports } from "../transports.ts";

export interface Answer {
  readonly head: ResponseHead;
  readonly body: string;
}

/** A page with a form, or a token: more than that is cut. */
const bodyLimit = 1024 * 1024;
const answerLimitMs = 10_000;
const bodyLimitMs = 10_000;

/** Rejects with a sentence when no answer came. */
export function exchange(request: OpenRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let head: ResponseHead | undefined;
    let sizeBytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const parts: Uint8Array[] = [];
    const connection = transports.http.open(
      { ...request, followRedirects: false, handshakeTimeoutMs: answerLimitMs },
      {
        opened: (handshake) => {
          head = handshake.response;
          timer = setTimeout(() => connection.cut(), bodyLimitMs);
        },
        frame: (frame) => {
          if (frame.kind !== "chunk" || frame.direction !== "received") return;
          const data = bytesOf(frame.data);
          parts.push(data);
          sizeBytes += data.length;
          if (sizeBytes > bodyLimit) connection.cut();
        },
        closed: (close) => {
          clearTimeout(timer);
          if (head) resolve({ head, body: Buffer.concat(parts).toString("utf8") });
          else reject(new Error(failureOf(close)?.message ?? "The server gave no answer."));
        },
      },
    );
  });
}

export function valuesOf(headers: HeaderList, name: string): readonly string[] {
  return headers.flatMap(([given, value]) => (given.toLowerCase() === name ? [value] : []));
}

function bytesOf(data: FrameData): Uint8Array {
  return typeof data === "string" ? Buffer.from(data, "utf8") : data;
}

function failureOf(close: Close): TransportFailure | undefined {
  return "failure" in close ? close.failure : undefined;
}
