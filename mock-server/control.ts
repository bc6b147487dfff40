/**
 * The mock server's control endpoint, for other programs of the same user: publish to a topic, read the state.
 * It answers only who knows the token, and only under a loopback name: a page that reaches 127.0.0.1 through a name of
 * its own (DNS rebinding) is turned away before the token is looked at.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { PUBLISH_PATH, STATE_PATH } from "./control-paths.ts";
import { isLoopback } from "./loopback.ts";
import { answerJson } from "./plain-answers.ts";
import { collectBody } from "./request-head.ts";

const MAX_BODY_BYTES = 1024 * 1024;

export interface Controlled {
  state(): unknown;
  /** May reject with a sentence for the person. */
  publish(topic: string, data: unknown): Promise<unknown>;
}

export function isControlRequest({ url }: IncomingMessage): boolean {
  return url?.startsWith("/_framescope/") ?? false;
}

export class Control {
  readonly token = randomBytes(32).toString("base64url");
  readonly #controlled: Controlled;

  constructor(controlled: Controlled) {
    this.#controlled = controlled;
  }

  /** Rejects when the client goes away before its request was whole. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = this.#refusal(request);
    if (refusal) {
      request.resume();
      return answerError(response, refusal.status, refusal.reason);
    }
    if (request.url === STATE_PATH) return answerJson(response, 200, this.#controlled.state());
    const body = await collectBody(request, MAX_BODY_BYTES);
    if (!body) return answerError(response, 413, "A publication may have 1 MiB at most.");
    const order = readOrder(new TextDecoder().decode(body));
    if (!order)
      return answerError(response, 400, 'The body must be JSON such as {"topic": "chat:lobby", "data": "hello"}.');
    try {
      answerJson(response, 200, await this.#controlled.publish(order.topic, order.data));
    } catch (error) {
      answerError(response, 400, error instanceof Error ? error.message : "It cannot be published.");
    }
  }

  #refusal({
    headers,
    url,
    method,
  }: IncomingMessage): { readonly status: number; readonly reason: string } | undefined {
    if (!isLoopback(headers.host)) return { status: 403, reason: "Ask for it as localhost or 127.0.0.1." };
    // Browsers name the page that asks; programs of the user do not.
    if (headers.origin !== undefined) return { status: 403, reason: "Web pages have no business here." };
    if (!this.#isToken(headers.authorization)) return { status: 401, reason: "The token is missing or wrong." };
    if (url !== PUBLISH_PATH && url !== STATE_PATH)
      return { status: 404, reason: `There are ${PUBLISH_PATH} and ${STATE_PATH}.` };
    if (method !== (url === PUBLISH_PATH ? "POST" : "GET"))
      return { status: 405, reason: "Publish with POST, read the state with GET." };
    return undefined;
  }

  #isToken(authorization: string | undefined): boolean {
    const expected = Buffer.from(`Bearer ${this.token}`);
    const given = Buffer.from(authorization ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

function readOrder(text: string): { readonly topic: string; readonly data: unknown } | undefined {
  try {
    const order: unknown = JSON.parse(text);
    if (typeof order !== "object" || order === null || !("topic" in order) || !("data" in order)) return undefined;
    return typeof order.topic === "string" ? { topic: order.topic, data: order.data } : undefined;
  } catch {
    return undefined;
  }
}

function answerError(response: ServerResponse, status: number, reason: string): void {
  answerJson(response, status, { error: reason });
}
