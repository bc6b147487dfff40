/** Our polling client against nginx with nchan 1.3.6: long poll and interval poll. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { Values } from "../../src/model/form.ts";
import { nchanIsMissing } from "./available.ts";
import { NchanServer } from "./nchan-server.ts";
import { type Connecting, recordedTest as it } from "./recording.ts";

describe.skipIf(nchanIsMissing).concurrent("polling nchan", () => {
  let nchan: NchanServer;
  beforeAll(async () => {
    nchan = await NchanServer.start();
  });
  afterAll(() => nchan?.process.stop());

  const polled = (path: string, settings: Values = {}): Connecting => ({
    protocol: "polling",
    url: nchan.url("http", path),
    settings,
  });

  it("reads a backlog one message an answer, then waits, and is not alarmed by 408", async ({ record }) => {
    for (const text of ["one", "two", "three"]) await nchan.publish("backlog", text);
    const poll = await record(polled("/lp/backlog"));
    await poll.row((row) => row.summary.endsWith("three"));
    const texts = poll.rows.filter((row) => row.kind === "reply").map((row) => row.summary);
    expect(texts).toEqual(["one", "two", "three"]);
    const idle = await poll.row("timed_out");
    expect(idle).toMatchObject({ heartbeat: true, summary: "408: the hold ran out" });
    const found = await poll.row("foundLong");
    expect(found.summary).toContain("long polling");
    await nchan.publish("backlog", "live");
    await poll.row((row) => row.summary.endsWith("live"), found);
    expect((await poll.summary()).verdicts).toBe(0);
  });

  it("asks on by Last-Modified and ETag, and shows how long it was held", async ({ record }) => {
    const poll = await record(polled("/lp/timed", { mode: "long" }));
    await poll.reaches("open");
    const id = await nchan.publish("timed", '{"n":1}');
    const reply = await poll.row("reply");
    expect(await poll.payload(reply)).toEqual({ n: 1 });
    expect(reply.eventId).toBe(id.split(":")[1]);
    const opened = await poll.row("open");
    const { handshake, facts } = await poll.details(opened);
    expect(handshake?.timing?.holdMs).toBeGreaterThan(900);
    expect(facts.map(({ label }) => label)).toContain("Hold");
    const next = await poll.row("open", opened);
    const { headers = [] } = (await poll.details(next)).handshake?.request ?? {};
    expect(headers.map(([name]) => name)).toEqual(expect.arrayContaining(["If-None-Match", "If-Modified-Since"]));
  });

  it("finds the time limit of the server", async ({ record }) => {
    const poll = await record(polled("/lp/idle"));
    const limit = await poll.row("serverTimeoutFound");
    expect(limit.summary).toMatch(/^the hold ends after (2|1\.9\d*|2\.\d+) s with 408/);
  });

  it("stops at a channel that was deleted", async ({ record }) => {
    const poll = await record(polled("/lp/gone", { mode: "long" }));
    await poll.reaches("open");
    await nchan.delete("gone");
    expect((await poll.row("refused")).summary).toBeDefined();
    await poll.reaches("stopped");
  });

  it("polls at an interval where the server answers at once, with 304 while nothing is new", async ({ record }) => {
    await nchan.publish("slow", "first");
    const poll = await record(polled("/poll/slow", { interval: "0.2" }));
    await poll.row((row) => row.summary.endsWith("first"));
    const idle = await poll.row("not_modified");
    expect(idle.heartbeat).toBe(true);
    await poll.row("foundShort");
    await nchan.publish("slow", "second");
    await poll.row((row) => row.summary.endsWith("second"), idle);
    expect((await poll.summary()).verdicts).toBe(0);
  });

  it("reads several messages of one answer as its parts", async ({ record }) => {
    for (const [text, type] of [
      ["one", "text/plain"],
      ['{"id":2}', "application/json"],
      ["th\r\nree\n", "text/plain"],
    ] as const)
      await nchan.publish("parts", text, type);
    const poll = await record(polled("/lp-parts/parts"));
    const reply = await poll.row("reply");
    expect(reply.summary).toMatch(/3 items /);
    expect(await poll.payload(reply)).toEqual([
      { headers: { "Content-Type": "text/plain" }, body: "one" },
      { headers: { "Content-Type": "application/json" }, body: { id: 2 } },
      { headers: { "Content-Type": "text/plain" }, body: "th\r\nree\n" },
    ]);
    await nchan.publish("parts", "alone");
    await poll.row((row) => row.summary.endsWith("alone"), reply);
    expect((await poll.summary()).verdicts).toBe(0);
  });
});
