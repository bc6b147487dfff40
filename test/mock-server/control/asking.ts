/** Asks a mock server's control endpoint as any program could, badly too. */
import { request } from "node:http";
import { type RunningMock, startMock, type TestOptions } from "../running-mock.ts";

export interface Asked {
  readonly method?: string;
  /** Below `/_framescope`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly body: any;
}

/** Not `fetch`: that would not let a test name a Host or an Origin. A body that is no text is sent as JSON. */
export function ask(port: number, { method = "POST", path = "/publish", headers = {}, body = "" }: Asked) {
  return new Promise<Answer>((resolve, reject) => {
    const target = { port, host: "127.0.0.1", method, path: `/_framescope${path}`, headers };
    const asking = request(target, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(text) });
    });
    asking.on("error", reject);
    asking.end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

export interface AskedMock extends RunningMock {
  /** With the token. */
  ask(asked: Asked): Promise<Answer>;
}

export async function startAsked(options: TestOptions = {}): Promise<AskedMock> {
  const mock = await startMock(options);
  const authorization = { Authorization: `Bearer ${mock.address.token}` };
  return {
    ...mock,
    ask: (asked) => ask(mock.port, { ...asked, headers: { ...authorization, ...asked.headers } }),
  };
}
