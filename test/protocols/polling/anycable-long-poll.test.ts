/** AnyCable's long polling (the sheet of its Pro server) is JSON lines and an id in a header: polling takes it as it is. */
import { describe, expect, it } from "vitest";
import type { ClientInput } from "../../../src/model/session.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import type { PollingMessage } from "../../../src/protocols/polling/messages.ts";
import { httpHandshake } from "../handshakes.ts";

const pollId = ["X-Anycable-Poll-ID", "p1"] as const;
const subscribe = '{"command":"subscribe","identifier":"{\\"channel\\":\\"ChatChannel\\"}"}\n';
const welcome =
  '{"type":"welcome","sid":"s"}\n{"type":"confirm_subscription","identifier":"{\\"channel\\":\\"ChatChannel\\"}"}\n';

function decode(body: string, status: number): PollingMessage[] {
  const decoder = polling.createDecoder("received", httpHandshake({ status, headers: [pollId] }));
  return [...decoder.decode({ kind: "chunk", direction: "received", data: body }), ...decoder.end()];
}

describe("case 87: AnyCable's long polling", () => {
  it("comes as JSON lines, the last one ended as well, and goes out as JSON lines", () => {
    expect(decode(welcome, 200)).toMatchObject([
      { kind: "reply", format: "json lines", payload: [{ type: "welcome" }, { type: "confirm_subscription" }] },
    ]);
    const decoder = polling.createDecoder("sent", httpHandshake());
    expect(decoder.decode({ kind: "chunk", direction: "sent", data: subscribe })).toEqual([
      { kind: "request_body", heartbeat: true, text: subscribe },
    ]);
  });

  it("is asked on with the id of its answer", () => {
    const settings = {
      method: "POST",
      body: subscribe,
      mode: "long",
      cursor: "header X-Anycable-Poll-ID -> header X-Anycable-Poll-ID",
    };
    const session = polling.createClientSession({ url: "http://h/lp", headers: [], settings, random: () => 0 });
    const requestsAfter = (input: ClientInput<PollingMessage>) =>
      session.handle(input).flatMap((effect) => (effect.kind === "open" ? [effect.request] : []));
    expect(requestsAfter({ kind: "started", at: 0 })).toMatchObject([{ method: "POST", body: subscribe }]);
    const handshake = httpHandshake({ method: "POST", headers: [pollId] });
    session.handle({ kind: "opened", at: 0, handshake });
    for (const message of decode(welcome, 200)) session.handle({ kind: "received", at: 0, message });
    const [next] = requestsAfter({ kind: "closed", at: 0, close: { kind: "ended" } });
    expect(next?.headers).toContainEqual([...pollId]);
  });

  it("is refused with 401 when its id is stale, and the reason is there to read", () => {
    const gone = '{"type":"disconnect","reason":"session_expired","reconnect":false}\n';
    const [message] = decode(gone, 401);
    expect(message).toEqual({ kind: "refused", raw: gone });
    expect(message && polling.summarize(message)).toContain("session_expired");
  });
});
