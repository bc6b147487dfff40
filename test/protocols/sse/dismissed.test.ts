import { describe, expect, it } from "vitest";
import { dismissedOf } from "../../../src/protocols/sse/dismissed.ts";
import { sse } from "../../../src/protocols/sse/index.ts";

describe("who was told not to come back", () => {
  it("is known by its URL, once for each time", () => {
    const dismissed = dismissedOf({});
    dismissed.add("a");
    dismissed.add("a");
    expect([dismissed.isDue("b"), dismissed.isDue("a"), dismissed.isDue("a"), dismissed.isDue("a")]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("is forgotten when too many others were", () => {
    const dismissed = dismissedOf(undefined);
    for (let n = 0; n <= 1000; n += 1) dismissed.add(String(n));
    expect([dismissed.isDue("0"), dismissed.isDue("1"), dismissed.isDue("1000")]).toEqual([false, true, true]);
  });

  it("is answered 204 by the server that said so, whichever session that is, and by no other", () => {
    const shared = {};
    const request = { method: "GET", url: "http://mock/events?topic=a", httpVersion: "1.1", headers: [] };
    const ask = (sharing: object) => {
      const session = sse.createServerSession({ random: () => 0, shared: sharing });
      const [first] = session.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
      return { session, status: first?.kind === "respond" ? first.status : undefined };
    };
    const { session, status } = ask(shared);
    expect(status).toBe(200);
    const goodbye = { kind: "disconnect", values: { reconnect: "false" } };
    expect(session.handle({ kind: "commanded", at: 0, command: goodbye })).toEqual([{ kind: "end" }]);
    expect([ask({}).status, ask(shared).status, ask(shared).status]).toEqual([200, 204, 200]);
  });
});
