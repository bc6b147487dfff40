/** What a witness is told where faults strike: what went over the wire, and the strike. */
import { expect, it } from "vitest";
import type { Fault } from "../../../src/model/fault.ts";
import { openSocket, refusedUpgrade } from "../socket-client.ts";
import { WitnessLog } from "../witness-log.ts";
import { startFaulty } from "./faulty-mock.ts";

async function startWitnessed() {
  const witness = new WitnessLog();
  return { witness, ...(await startFaulty({ witness })) };
}

async function toldOf(does: Fault["does"], data: unknown, end: string): Promise<string[]> {
  const { witness, origin, fault, publish } = await startWitnessed();
  await openSocket(`${origin}/ws?topic=a`);
  await witness.until("opened 101");
  fault({ topic: "a", times: 1, does });
  await publish("a", data);
  await publish("a", "next");
  return (await witness.until(end)).filter((line) => !/struck/.test(line) || /struck [A-Z]/.test(line));
}

it("a dropped message was not sent, and the strike says so", async () => {
  const told = await toldOf({ kind: "drop" }, "lost", "next");
  expect(told).toEqual([expect.stringMatching(/^struck Dropped/), "1 < text next"]);
});

it("a duplicate was sent twice", async () => {
  const told = await toldOf({ kind: "duplicate", copies: 1 }, "twice", "next");
  expect(told.filter((line) => line.startsWith("1 <"))).toEqual(["1 < text twice", "1 < text twice", "1 < text next"]);
});

it("a truncated message is told as short as it was sent, and one in fragments or pieces whole", async () => {
  const cut = await toldOf({ kind: "truncate", keepBytes: 3 }, "abcdef", "next");
  expect(cut).toContain("1 < text abc");
  for (const kind of ["fragment", "split"] as const) {
    const whole = await toldOf({ kind, bytes: 2 }, "abcdef", "next");
    expect(whole).toContain("1 < text abcdef");
  }
});

it.each<[Fault["does"], string]>([
  [{ kind: "reset" }, "1 closed seen - sent - cut-by-server"],
  [{ kind: "cut" }, "1 closed seen - sent - cut-by-server"],
  [{ kind: "close", code: 4321, reason: "bye" }, "1 closed seen 4321 sent 4321"],
])("an end by %o is ours", async (does, closed) => {
  const { witness, origin, fault } = await startWitnessed();
  await openSocket(`${origin}/ws?topic=a`);
  await witness.until("opened 101");
  fault({ client: 1, does });
  expect((await witness.until(closed)).at(-1)).toBe(closed);
});

it("an answer instead of the session's is told as the refusal that it was", async () => {
  const { witness, origin, fault } = await startWitnessed();
  fault({ door: "/ws", does: { kind: "answer", status: 503, body: "later" } });
  await refusedUpgrade(`${origin}/ws`);
  const told = await witness.until("1 refused 503 later");
  expect(told).toContain("1 > GET /ws");
});

it("heads are told as they were written: another subprotocol, another type, and slowly", async () => {
  const { witness, origin, fault } = await startWitnessed();
  fault({ door: "/ws", does: { kind: "subprotocol", name: "odd" } });
  // The client gives it up; it was written all the same.
  await openSocket(`${origin}/ws`, ["even"]).catch(() => undefined);
  expect(await witness.until("opened 101 odd")).toContain("1 < 101");
  fault({ door: "/events", does: { kind: "contentType", value: "text/html" } });
  fault({ door: "/events", does: { kind: "slowHead", byMs: 1 } });
  const leaving = new AbortController();
  const { headers } = await fetch(`${origin}/events?topic=a`, { signal: leaving.signal });
  expect(headers.get("content-type")).toBe("text/html");
  await witness.until("opened 200");
  expect(witness.handshakes.at(-1)?.response.headers).toContainEqual(["Content-Type", "text/html"]);
  leaving.abort();
});

it("a body that was compressed is told as what it says, since it was a proxy that did it", async () => {
  const { witness, origin, fault, publish } = await startWitnessed();
  fault({ door: "/events", does: { kind: "buffer", untilBytes: 1, gzip: true } });
  const leaving = new AbortController();
  await fetch(`${origin}/events?topic=a`, { signal: leaving.signal, headers: { "accept-encoding": "gzip" } });
  await witness.until("opened 200");
  await publish("a", "readable");
  const lines: string[] = [];
  while (!lines.join("").includes("readable")) lines.push(await witness.lines.take());
  leaving.abort();
  expect((await witness.until("ended aborted")).at(-1)).toBe("1 ended aborted");
});
