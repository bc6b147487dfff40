/**
 * The mock server's control endpoint over HTTP, for other programs of the same user: finds the order that a request means,
 * has it done, and answers in JSON. Who may ask is the gate's business, what an order is the desk's.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { answerJson } from "../plain-answers.ts";
import { collectBody } from "../request-head.ts";
import type { ControlDesk } from "./desk.ts";
import { Gate, type Refused } from "./gate.ts";
import { findOrder, orderList } from "./order-finder.ts";
import { controlRoot, type OrderName } from "./orders.ts";

const maxBodyBytes = 1024 * 1024;
/** Recordings are in scenarios as they are. */
const maxScenarioBytes = 32 * 1024 * 1024;

/** By `MisuseError.code`; all others are 400. */
const statuses: Readonly<Record<string, number>> = {
  "unknown-client": 404,
  "unknown-fault": 404,
  // Not 408: there are clients that ask again by themselves then.
  "not-met": 417,
};

/** A sentence for people, and a word for programs: always both. */
interface Refusal extends Refused {
  readonly code: string;
}

const tooLarge: Refusal = {
  status: 413,
  reason: "What is sent may have 1 MiB at most, a scenario 32 MiB.",
  code: "too-large",
};
const noObject: Refusal = { status: 400, reason: "The body has to be a JSON object: { … }.", code: "bad-order" };

export function isControlRequest({ url }: IncomingMessage): boolean {
  return url?.startsWith(`${controlRoot}/`) ?? false;
}

export class Control {
  readonly #gate = new Gate();
  readonly #desk: ControlDesk;

  constructor(desk: ControlDesk) {
    this.#desk = desk;
  }

  get token(): string {
    return this.#gate.token;
  }

  /** Rejects when the client goes away before its request was whole. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = this.#gate.refusal(request);
    if (refused) return turnAway(request, response, { ...refused, code: "not-allowed" });
    const { method = "GET", url = "" } = request;
    const found = findOrder(method, url);
    if (found.kind === "none") {
      const reason = `There is no such order. There are: ${orderList()}.`;
      return turnAway(request, response, { status: 404, reason, code: "unknown-order" });
    }
    if (found.kind === "wrong-method") {
      response.setHeader("Allow", found.allowed.join(", "));
      const reason = `Ask for it with ${found.allowed.join(" or ")}.`;
      return turnAway(request, response, { status: 405, reason, code: "wrong-method" });
    }
    const body = await collectBody(request, found.name === "play" ? maxScenarioBytes : maxBodyBytes);
    if (!body) return answerError(response, tooLarge);
    const sent = readBody(body);
    if (sent === undefined) return answerError(response, noObject);
    await this.#perform(found.name, { ...sent, ...found.said }, response);
  }

  async #perform(name: OrderName, input: object, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      answerJson(response, 200, await this.#desk.perform(name, input, gone.signal));
    } catch (error) {
      if (gone.signal.aborted) return;
      if (!(error instanceof MisuseError)) throw error;
      answerError(response, { status: statuses[error.code] ?? 400, reason: error.message, code: error.code });
    }
  }
}

/** Nothing at all is an object with nothing in it. */
function readBody(body: Uint8Array): object | undefined {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** With the body left unread. */
function turnAway(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  request.resume();
  answerError(response, refusal);
}

function answerError(response: ServerResponse, { status, reason, code }: Refusal): void {
  answerJson(response, status, { error: reason, code });
}
