/**
 * Who may ask for anything: who knows the token, and only under a loopback name. A page that reaches 127.0.0.1 through a
 * name of its own (DNS rebinding) is turned away before the token is looked at.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isLoopback } from "../loopback.ts";

export interface Refused {
  readonly status: number;
  readonly reason: string;
}

export class Gate {
  readonly token = randomBytes(32).toString("base64url");

  refusal({ headers }: Pick<IncomingMessage, "headers">): Refused | undefined {
    const host = headers.host ?? headers[":authority"];
    if (!isLoopback(typeof host === "string" ? host : undefined))
      return { status: 403, reason: "Ask for it as localhost or 127.0.0.1." };
    // Browsers name the page that asks; programs of the user do not.
    if (headers.origin !== undefined) return { status: 403, reason: "Web pages have no business here." };
    if (!this.#isToken(headers.authorization)) return { status: 401, reason: "The token is missing or wrong." };
    return undefined;
  }

  #isToken(authorization: string | undefined): boolean {
    const expected = Buffer.from(`Bearer ${this.token}`);
    const given = Buffer.from(authorization ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
