/** The polling doors over real sockets, asked as any HTTP client asks. */
import { describe, expect, it } from "vitest";
import { startMock } from "./running-mock.ts";

interface Reply {
  readonly cursor: number;
  readonly items: readonly { readonly id: number; readonly data: unknown }[];
}

describe("/poll", () => {
  it("goes on by ETag, as a browser's cache and any HTTP client do", async () => {
    const { origin, publish } = await startMock();
    publish("chat", "a");
    const first = await fetch(`${origin}/poll/chat`);
    expect(await first.json()).toMatchObject({ cursor: 1, items: [{ id: 1, data: "a" }] });
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    const headers = { "If-None-Match": first.headers.get("etag") ?? "" };
    const second = await fetch(`${origin}/poll/chat`, { headers });
    expect([second.status, await second.text()]).toEqual([304, ""]);
    publish("chat", "b");
    const third = (await (await fetch(`${origin}/poll/chat`, { headers })).json()) as Reply;
    expect(third.items.map(({ data }) => data)).toEqual(["b"]);
  });
});

describe("/long-poll", () => {
  it("holds until something is published, and loses nothing between polls", async () => {
    const { origin, publish, when } = await startMock();
    const got: unknown[] = [];
    let cursor = 0;
    for (let n = 1; n <= 3; n += 1) {
      const asked = fetch(`${origin}/long-poll/chat?cursor=${cursor}`);
      await when(({ clients }) => clients.some(({ door }) => door === "/long-poll"));
      publish("chat", n);
      // Nobody asks at this moment.
      const reply = (await (await asked).json()) as Reply;
      publish("chat", n * 10);
      cursor = reply.cursor;
      got.push(...reply.items.map(({ data }) => data));
      const rest = (await (await fetch(`${origin}/long-poll/chat?cursor=${cursor}`)).json()) as Reply;
      cursor = rest.cursor;
      got.push(...rest.items.map(({ data }) => data));
    }
    expect(got).toEqual([1, 10, 2, 20, 3, 30]);
  });

  it("ends its hold as long as was preferred, and says so", async () => {
    const { origin } = await startMock();
    const response = await fetch(`${origin}/long-poll/chat?empty=204`, { headers: { Prefer: "wait=1" } });
    expect(response.status).toBe(204);
    expect(response.headers.get("preference-applied")).toBe("wait=1");
  });

  it("lets its clients go when it stops", async () => {
    const { origin, when, stop } = await startMock();
    const asked = fetch(`${origin}/long-poll/chat`).catch(() => "cut");
    await when(({ clients }) => clients.length === 1);
    await stop();
    expect(await asked).toBe("cut");
  });

  it("is told apart from /poll among the doors and their clients", async () => {
    const { origin, when, command } = await startMock();
    const asked = fetch(`${origin}/long-poll/chat`);
    await when(({ doors }) => doors.find(({ path }) => path === "/long-poll")?.clients === 1);
    command({ kind: "restart", values: { door: "/poll" } });
    command({ kind: "restart", values: { door: "/long-poll" } });
    const response = await asked;
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  });
});
