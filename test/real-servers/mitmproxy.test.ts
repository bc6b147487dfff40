/** What Debian's mitmproxy writes down between our client and the mock server comes in again as what our client saw. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { endpoint, newEngine, recorded } from "../engine/engines.ts";
import { imported, rowsOf } from "../interchange/transfers.ts";
import { startMock } from "../mock-server/running-mock.ts";
import { harDumpScript, mitmproxyIsMissing } from "./available.ts";
import { ServerProcess } from "./server-process.ts";

test.skipIf(mitmproxyIsMissing)("polls come in as they were; a WebSocket without messages is named", async () => {
  const { origin, publish } = await startMock();
  publish("chat", { n: 1 });
  const proxy = await ServerProcess.start((port, folder) => {
    const listening = ["--listen-host", "127.0.0.1", "--listen-port", String(port), "--mode", `reverse:${origin}`];
    // Its certificates are to stay out of the home of whoever runs the tests.
    const settings = ["--set", `confdir=${folder}`, "--set", `hardump=${join(folder, "dump.har")}`];
    return { command: "mitmdump", args: ["-q", "-s", harDumpScript, ...listening, ...settings] };
  });
  onTestFinished(() => proxy.stop());
  const through = `127.0.0.1:${proxy.port}`;
  const under = newEngine();
  const settings = { channels: "/chat 0", mode: "plain poll", interval: "0.1" };
  const polling = await under.engine.connect(endpoint(`http://${through}/message-bus`, "message-bus", settings));
  await recorded(under.witness, polling, 12);
  const cable = await under.engine.connect(endpoint(`ws://${through}/cable`, "action-cable"));
  await recorded(under.witness, cable, 2);
  for (const { id } of [polling, cable]) await under.engine.command(id, { kind: "disconnect", values: {} });
  await proxy.kill("SIGINT");
  const path = join(proxy.folder, "dump.har");
  expect(JSON.parse(readFileSync(path, "utf8")).log.creator.name).toBe("mitmproxy har_dump");

  const report = await imported(under, path);
  expect(report.captures).toMatchObject([{ protocolTitle: "MessageBus" }]);
  expect(report.notTaken.map(({ reason }) => reason)).toEqual([
    "a WebSocket whose messages the file does not have: Firefox and mitmproxy before 10.1 do not export them",
  ]);
  const seen = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
    rows
      .filter(({ kind }) => kind === "message")
      .map(({ channel, eventId, summary }) => ({ channel, eventId, summary }));
  const before = await rowsOf(under, polling.id);
  expect(seen(before)).toMatchObject([{ channel: "/chat", eventId: "1" }]);
  expect(seen(await rowsOf(under, String(report.captures[0]?.session)))).toEqual(seen(before));
});
