/** What faults make of polls, which have no client of their own: as anything that fetches sees them. */
import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/model/fault.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);

/** A long poll that is held. */
async function hold(mock: FaultyMock) {
  const answer = fetch(`${mock.origin}/long-poll/chat`);
  await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
  return answer.then(
    async (response) => ({
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: await response.text(),
    }),
    (error: { cause?: { code?: string } }) => ({ failed: error.cause?.code }),
  );
}

describe("a poll that is asked", () => {
  it.each([204, 304, 401, 403, 404, 429, 500, 503])(
    "gets %i instead of its answer, also in a page from elsewhere",
    async (status) => {
      const mock = await startFaulty();
      mock.fault({ door: "/poll", does: { kind: "answer", status, headers: [["Retry-After", "7"]], body: "no" } });
      const response = await fetch(`${mock.origin}/poll/chat`);
      expect([response.status, response.headers.get("retry-after")]).toEqual([status, "7"]);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(await response.text()).toBe(status === 204 || status === 304 ? "" : "no");
      expect(textsOf(mock)[0]).toMatch(new RegExp(`^Answered GET /poll/chat with ${status} \\w`));
    },
  );

  it("leaves the other door alone", async () => {
    const mock = await startFaulty();
    mock.fault({ door: "/long-poll", does: { kind: "answer", status: 503 } });
    expect((await fetch(`${mock.origin}/poll/chat`)).status).toBe(200);
    expect((await fetch(`${mock.origin}/long-poll/chat`)).status).toBe(503);
  });

  it.each<[Fault, string]>([
    [{ times: 1, does: { kind: "reset" } }, "ECONNRESET"],
    [{ times: 1, does: { kind: "cut" } }, "UND_ERR_SOCKET"],
  ])("%j: gets no answer at all", async (fault, code) => {
    const mock = await startFaulty();
    mock.fault(fault);
    const failed = await fetch(`${mock.origin}/poll/chat`).catch(
      (error: { cause?: { code?: string } }) => error.cause?.code,
    );
    expect(failed).toBe(code);
    expect((await fetch(`${mock.origin}/poll/chat`)).status).toBe(200);
  });

  it("by kinds of answers", async () => {
    const mock = await startFaulty();
    mock.fault({ kinds: ["not_modified"], does: { kind: "drop" } });
    const { headers } = await fetch(`${mock.origin}/poll/chat`);
    const again = fetch(`${mock.origin}/poll/chat?empty=304`, {
      headers: { "If-None-Match": headers.get("etag") ?? "" },
      signal: AbortSignal.timeout(15_000),
    }).catch(() => undefined);
    expect((await mock.strikes.take()).text).toBe('Dropped "not_modified"');
    mock.fault({ does: { kind: "cut" } });
    expect(await again).toBeUndefined();
  });

  it("another content type", async () => {
    const mock = await startFaulty();
    mock.fault({ does: { kind: "contentType", value: "text/html" } });
    const { headers } = await fetch(`${mock.origin}/poll/chat`);
    expect(headers.get("content-type")).toBe("text/html");
  });
});

describe("a poll that is held", () => {
  it.each<[Fault, Awaited<ReturnType<typeof hold>>, string]>([
    [
      { does: { kind: "disconnect" } },
      { status: 503, retryAfter: "1", body: "The mock server restarts.\n" },
      "Said goodbye, to come back",
    ],
    [
      { does: { kind: "disconnect", reason: "Gone fishing.", reconnect: false } },
      { status: 410, retryAfter: null, body: "Gone fishing.\n" },
      "Said goodbye (Gone fishing.), for good",
    ],
    [{ does: { kind: "close", code: 1001 } }, { failed: "UND_ERR_SOCKET" }, "Ended the connection without an answer"],
    [{ does: { kind: "cut" } }, { failed: "UND_ERR_SOCKET" }, "Ended the TCP connection with no close frame"],
    [{ does: { kind: "reset" } }, { failed: "ECONNRESET" }, "Reset the connection"],
  ])("%j", async (fault, seen, text) => {
    const mock = await startFaulty();
    const answer = hold(mock);
    await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    mock.fault(fault);
    expect(await answer).toEqual(seen);
    expect(textsOf(mock)).toEqual([text]);
  });

  it("cannot be taken back, and a fault that asks for it strikes nothing", async () => {
    const mock = await startFaulty();
    const answer = hold(mock);
    await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    mock.fault({ does: { kind: "reject" } });
    await mock.publish("chat", 1);
    expect(await answer).toMatchObject({ status: 200 });
    expect(textsOf(mock)).toEqual([]);
  });
});
