/** The mock server's own timeline: what each client was told and said, seen from the other end of the wire. */
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { EngineApi, SessionSummary } from "../../src/bridge/engine-api.ts";
import type { Row } from "../../src/bridge/rows.ts";
import { recordedClients } from "../../src/engine/mock-recording.ts";
import { openSocket } from "../mock-server/socket-client.ts";
import { chatEndpoint, endpoint, newEngine } from "./engines.ts";

async function rowsOf(engine: EngineApi, session: string, filter = ""): Promise<readonly Row[]> {
  const state = await engine.openView(session, { filter, foldHeartbeats: true });
  const { rows } = await engine.rows(state.view, 0, 1000);
  await engine.closeView(state.view);
  return rows;
}

function get(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => text(response).then(resolve, reject))
      .on("error", reject)
      .end();
  });
}

function lines(rows: readonly Row[]): string[] {
  return rows.map(({ client, direction, kind, summary }) =>
    [client?.label ?? "-", direction === "sent" ? ">" : "<", kind, summary].join(" "),
  );
}

async function startRecorded() {
  const under = newEngine();
  const { origin = "", recording = "" } = await under.engine.startMock({ record: true });
  /** Waits until the timeline, or that of another session, has a row that fits. */
  const row = async (fits: (row: Row) => boolean, session = recording): Promise<Row> => {
    for (;;) {
      const { entries = 0 } = under.witness.sessions.get(session) ?? {};
      const found = (await rowsOf(under.engine, session)).find(fits);
      if (found) return found;
      await under.witness.until(() => (under.witness.sessions.get(session)?.entries ?? 0) > entries);
    }
  };
  const summary = async (): Promise<SessionSummary> => {
    const found = (await under.engine.sessions()).find(({ id }) => id === recording);
    if (!found) throw new Error("It is not listed.");
    return found;
  };
  return { ...under, origin, recording, row, summary };
}

describe("the mock server's timeline", () => {
  it("is listed like a session while the server runs, and stays when it has stopped", async () => {
    const { engine, origin, recording, summary } = await startRecorded();
    expect(await summary()).toMatchObject({
      title: `Mock server :${new URL(origin).port}`,
      url: origin,
      protocolTitle: "Mock server",
      state: "open",
      mock: true,
    });
    await expect(engine.command(recording, { kind: "disconnect", values: {} })).rejects.toThrow(/Mock Server view/);
    await engine.stopMock();
    expect(await summary()).toMatchObject({ state: "stopped" });
    expect((await engine.mockState()).recording).toBeUndefined();
  });

  it("has clients of several protocols, each decoded in its own terms and named with its door", async () => {
    const { engine, origin, recording, row } = await startRecorded();
    const chat = await engine.connect(chatEndpoint(origin.replace("http", "ws")));
    await row(({ kind }) => kind === "confirm_subscription");
    const events = await engine.connect(endpoint(`${origin}/events?topic=chat:lobby`, "sse"));
    await row(({ client, kind }) => client?.number === 2 && kind === "open");
    await engine.publish("chat:lobby", { body: "hello" });
    await row(({ client, kind }) => client?.number === 2 && kind === "event");
    const told = lines(await rowsOf(engine, recording, "hello"));
    expect(told.map((line) => line.split(" ").slice(0, 4).join(" ")).sort()).toEqual([
      "#1 /cable < message",
      "#2 /events < event",
    ]);
    // As the client names it, and as it is labelled there.
    const confirmed = await row(({ kind }) => kind === "confirm_subscription");
    expect(confirmed.channelLabel).toBe("ChatChannel lobby");
    expect(confirmed.client?.address).toMatch(/^127\.0\.0\.1:\d+$/);
    // By the number of the connection, which is the client's.
    const ofFirst = await rowsOf(engine, recording, "session:1");
    expect(new Set(ofFirst.map(({ client }) => client?.number))).toEqual(new Set([1]));
    // Both ends of the wire agree: what one received the other sent.
    await row(({ kind }) => kind === "message", chat.id);
    const both = "dir:received kind:confirm_subscription,message";
    const seen = await rowsOf(engine, chat.id, both);
    const sent = await rowsOf(engine, recording, `session:1 ${both}`);
    expect(sent.map(({ summary }) => summary)).toEqual(seen.map(({ summary }) => summary));
    expect(sent).toHaveLength(2);
    await engine.forget(events.id);
  });

  it("takes the polls of one kept connection for one conversation, whose cycles fold", async () => {
    const { engine, origin, recording, row } = await startRecorded();
    await engine.publish("a", "news");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    for (let polls = 1; polls <= 3; polls += 1) {
      await get(`${origin}/poll/a`, agent);
    }
    await row(({ client, fold }) => client?.number === 3 && fold?.count === 3);
    const replies = await rowsOf(engine, recording, "kind:reply");
    expect(replies.map(({ client }) => client?.label)).toEqual(["#1 /poll", "#2 /poll", "#3 /poll"]);
    const all = await rowsOf(engine, recording);
    expect(all.map(({ kind, client, fold }) => `${client?.number} ${kind} ${fold?.isCycle ? fold.count : ""}`)).toEqual(
      [
        "1 open ",
        "1 reply 2",
        "2 reply 3",
        // What is concluded from one poll to the next: they are judged as one conversation.
        "2 foundShort ",
        "3 reply 3",
      ],
    );
  });

  it("masks the secrets that our own sessions send", async () => {
    const { engine, origin, recording, row } = await startRecorded();
    const secret = "hush-hush-42";
    await engine.connect({
      ...endpoint(`${origin.replace("http", "ws")}/ws?topic=${secret}`, "websocket"),
      secrets: [secret],
    });
    const opened = await row(({ kind }) => kind === "open");
    expect(JSON.stringify(await engine.details(recording, opened.seq))).not.toContain(secret);
  });

  it("records so many clients at a time, serves the others all the same, and says so", async () => {
    const { origin, row, summary } = await startRecorded();
    const sockets = Array.from({ length: recordedClients }, () => new WebSocket(`${origin}/ws?topic=crowd`));
    onTestFinished(() => {
      for (const socket of sockets) socket.terminate();
    });
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("open", resolve))));
    const { socket, messages } = await openSocket(`${origin}/ws?topic=crowd`);
    socket.send("served");
    expect(await messages.take()).toBe("served");
    const said = await row(({ kind }) => kind === "clientsNotRecorded");
    expect(said).toMatchObject({ source: "event", level: "note" });
    expect(said.summary).toContain(String(recordedClients));
    expect((await summary()).detail).toMatch(/1 client was not recorded/);
  });

  it("says who asked for a path at which nothing is spoken", async () => {
    const { origin, row } = await startRecorded();
    await fetch(`${origin}/cabel?token=secret`);
    const { level, summary, client } = await row(({ kind }) => kind === "noDoor");
    expect({ level, client }).toEqual({ level: "warning", client: undefined });
    expect(summary).toMatch(/^GET \/cabel from 127\.0\.0\.1:\d+ was answered 404/);
  });

  it("begins later where it was not wanted at first, and again when it was closed", async () => {
    const { engine } = newEngine();
    const { origin = "", recording } = await engine.startMock({});
    expect(recording).toBeUndefined();
    await openSocket(`${origin}/ws`);
    const first = await engine.recordMock();
    expect((await engine.recordMock()).id).toBe(first.id);
    expect((await engine.mockState()).recording).toBe(first.id);
    await engine.forget(first.id);
    expect((await engine.mockState()).recording).toBeUndefined();
    const { messages, socket } = await openSocket(`${origin}/ws`);
    const second = await engine.recordMock();
    expect(second.id).not.toBe(first.id);
    // Who was there before goes on, unrecorded.
    socket.send("still served");
    expect(await messages.take()).toBe("still served");
    await engine.stopMock();
    expect((await rowsOf(engine, second.id)).length).toBe(0);
  });

  it("refuses to be begun where no mock server runs", async () => {
    const { engine } = newEngine();
    await expect(engine.recordMock()).rejects.toThrow(/not running/);
  });

  it("can be opened from its file later, with its clients", async () => {
    const { engine, origin, recording, row, folder } = await startRecorded();
    await openSocket(`${origin}/ws?topic=a`);
    await row(({ kind }) => kind === "open");
    await engine.shutdown();
    const { engine: later } = newEngine(folder);
    const [kept] = await later.earlierCaptures();
    expect(kept?.session).toBe(recording);
    const opened = await later.openCapture(kept?.path ?? "");
    expect(opened).toMatchObject({ protocolTitle: "Mock server", mock: true });
    const rows = await rowsOf(later, opened.id);
    expect(rows.at(-1)).toMatchObject({ kind: "closed", client: { number: 1, label: "#1 /ws" } });
  });
});
