/** How a mock server that runs already is found, and what is said where it is not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectToMock } from "../../src/mock-client/connect.ts";
import { makeFolder, startMock, useStateFolder } from "../mock-server/running-mock.ts";
import { openSocket } from "../mock-server/socket-client.ts";

describe("a running mock server", () => {
  it("is found by what it leaves: the newest, or that on a port", async () => {
    const stateFolder = makeFolder();
    const older = await startMock({ stateFolder, clock: { now: () => 1, schedule: () => () => undefined } });
    const newer = await startMock({ stateFolder });
    expect((await connectToMock()).origin).toBe(newer.origin);
    expect((await connectToMock({ port: older.port })).origin).toBe(older.origin);
  });

  it("is reached by its control file", async () => {
    const { address, origin } = await startMock();
    const controlFile = join(makeFolder(), "mock.json");
    writeFileSync(controlFile, JSON.stringify(address));
    expect((await connectToMock({ controlFile })).origin).toBe(origin);
  });

  it("is reached over TLS by its own certificate", async () => {
    const { address } = await startMock({ tls: true });
    const mock = await connectToMock(address);
    expect(mock.url("websocket")).toMatch(/^wss:/);
    expect(await mock.publish("a", 1)).toEqual({ subscribers: 0, offset: 1 });
    await expect(connectToMock({ origin: address.origin, token: address.token })).rejects.toMatchObject({
      code: "unreachable",
    });
  });

  it("lets two programs drive it: what one does the other sees, and each is answered of everything", async () => {
    const { address, origin } = await startMock();
    const [one, two] = [await connectToMock(address), await connectToMock(address)];
    const { socket } = await openSocket(`${origin}/ws`);
    socket.send("hello");
    const [toOne, toTwo] = await Promise.all([
      one.expect({ data: { like: "hello" } }),
      two.expect({ data: { like: "hello" } }),
    ]);
    expect(toOne).toEqual(toTwo);
    await one.publish("a", 1);
    expect((await two.history("a")).publications).toMatchObject([{ data: 1 }]);
    await two.reset();
    expect((await one.state()).topics).toEqual([]);
    socket.terminate();
    await one.stop();
    expect((await two.state()).running).toBe(true);
  });
});

describe("it is said", () => {
  it("that none runs", async () => {
    useStateFolder(makeFolder());
    await expect(connectToMock()).rejects.toThrow(/^No mock server of yours is running\. Start one with/);
    await expect(connectToMock({ port: 1 })).rejects.toThrow(/^No mock server of yours is running/);
  });

  it("which ports there are", async () => {
    const { port } = await startMock();
    await expect(connectToMock({ port: 1 })).rejects.toThrow(
      `No mock server of yours runs on port 1, only on ${port}.`,
    );
  });

  it("that the token is wrong", async () => {
    const { origin } = await startMock();
    await expect(connectToMock({ origin, token: "wrong" })).rejects.toMatchObject({
      code: "not-allowed",
      message: `The mock server at ${origin} refused: The token is missing or wrong.`,
    });
  });

  it.each(["missing.json", "odd.json", "other.json"])("that a control file says nothing: %s", async (name) => {
    const folder = makeFolder();
    writeFileSync(join(folder, "odd.json"), "half of it");
    writeFileSync(join(folder, "other.json"), "null");
    const controlFile = join(folder, name);
    await expect(connectToMock({ controlFile })).rejects.toThrow(`${controlFile} does not say where a mock server is.`);
  });
});
