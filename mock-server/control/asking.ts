/**
 * Orders of another program's mock server, over HTTP. Needs no socket library, and knows of each order its path only:
 * what makes no sense the mock server says itself.
 */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { controlRoot, type Order, type OrderInputs, type OrderName, type OrderOutputs, orders } from "./orders.ts";

/** How long any answer may take, on top of what an order itself waits for. */
const answerTimeoutMs = 5_000;

/** Where a mock server answers, and to whom. */
export interface ControlAddress {
  /** Such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly token: string;
  /** PEM, where it speaks TLS: its own, which nobody else vouches for. */
  readonly certificate?: string | undefined;
}

/**
 * Rejects with a `MisuseError` whose message is a sentence: `unreachable` where nobody answers, `not-allowed` where the
 * token is not the mock server's, and else what it refused.
 */
export async function askMock<Name extends OrderName>(
  address: ControlAddress,
  name: Name,
  input: OrderInputs[Name],
  signal?: AbortSignal | undefined,
): Promise<OrderOutputs[Name]> {
  const timeoutMs = answerTimeoutMs + ("timeoutMs" in input && input.timeoutMs ? input.timeoutMs : answerTimeoutMs);
  const limit = AbortSignal.timeout(timeoutMs);
  let answer: Answer;
  try {
    answer = await ask(address, orders[name], input, signal ? AbortSignal.any([signal, limit]) : limit);
  } catch {
    if (signal?.aborted) throw new MisuseError("stopped", "Nobody waits for the mock server's answer any more.");
    const what = `The mock server at ${address.origin} does not answer; it may have been stopped.`;
    throw new MisuseError("unreachable", what);
  }
  if (answer.status === 200) return JSON.parse(answer.text);
  throw refusal(address, answer);
}

function refusal({ origin }: ControlAddress, { status, text: told }: Answer): MisuseError {
  const { error, code } = readRefusal(told);
  // The whole of what is to be said; where a scenario is wrong stands in front, so that editors find it.
  if (code === "not-met" || code === "bad-scenario") return new MisuseError(code, error ?? "");
  const what = `The mock server at ${origin} refused: ${error ?? `status ${status}`}`;
  return new MisuseError(code ?? (status === 401 ? "not-allowed" : "refused"), what);
}

/** Whoever answers at that address may be no mock server at all. */
function readRefusal(told: string): { readonly error?: string; readonly code?: string } {
  try {
    const { error, code } = JSON.parse(told);
    return { ...(typeof error === "string" && { error }), ...(typeof code === "string" && { code }) };
  } catch {
    return {};
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Not by `fetch`, which cannot be told to trust the one certificate that this mock server made for itself. */
function ask(
  { certificate, origin, token }: ControlAddress,
  { method, path }: Order,
  input: object,
  signal: AbortSignal,
): Promise<Answer> {
  const { target, rest } = targetOf(path, input);
  const inQuery = method === "GET" || method === "DELETE";
  const url = `${origin}${controlRoot}${target}${inQuery ? queryOf(rest) : ""}`;
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage) => {
      text(response).then((told) => resolve({ status: response.statusCode ?? 0, text: told }), reject);
    };
    const options = { method, headers, signal };
    const request =
      certificate === undefined
        ? httpRequest(url, options, answered)
        : httpsRequest(url, { ...options, ca: certificate }, answered);
    request.on("error", reject);
    request.end(inQuery ? undefined : JSON.stringify(rest));
  });
}

/** Members that the path names go there. */
function targetOf(path: string, input: object): { readonly target: string; readonly rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...input };
  const target = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { target, rest };
}

function queryOf(values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : "";
}
