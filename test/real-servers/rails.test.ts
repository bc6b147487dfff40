/** Our Action Cable client against Rails 6.1.7 on puma, async adapter: rows and verdicts of whole conversations. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { railsIsMissing } from "./available.ts";
import { RailsServer } from "./rails-server.ts";
import { type Connecting, recordedTest as it } from "./recording.ts";

const lobby = '{"channel":"ChatChannel","room":"lobby"}';
const open = ["← open", "← welcome"];

describe.skipIf(railsIsMissing).concurrent("against Rails", () => {
  let rails: RailsServer;
  beforeAll(async () => {
    rails = await RailsServer.start();
  });
  afterAll(() => rails?.process.stop());

  const endpoint = (channels: string, user?: string): Connecting => ({
    protocol: "action-cable",
    url: rails.cableUrl(user),
    settings: { channels },
  });

  it("subscribes, performs and receives", async ({ record }) => {
    const cable = await record(endpoint('ChatChannel {"room":"lobby"}'));
    const subscribed = await cable.row("subscribed");
    expect(cable.outline).toEqual([...open, "→ subscribe", "← confirm_subscription", "· subscribed"]);
    expect(subscribed).toMatchObject({ channel: lobby, level: "good" });

    await cable.command("perform", { channel: lobby, action: "speak", data: '{"body":"hello <Rails> & é"}' });
    const spoken = await cable.row("message");
    expect(spoken.channel).toBe(lobby);
    expect(await cable.payload(spoken)).toEqual({ user: "alice", body: "hello <Rails> & é" });

    await rails.broadcast("chat:lobby", [1, null, "two"]);
    expect(await cable.payload(await cable.row("message", spoken))).toEqual([1, null, "two"]);
    expect(await cable.row("ping")).toMatchObject({ heartbeat: true });
    expect((await cable.summary()).verdicts).toBe(0);

    await cable.command("unsubscribe", { channel: lobby });
    await cable.row("unsubscribe");
    expect(cable.outline.slice(5)).toEqual(["→ perform", "← message", "← message", "→ unsubscribe"]);
  });

  it("takes a transmit that comes before the confirmation", async ({ record }) => {
    const cable = await record(endpoint('ChatChannel {"room":"greeted","greet":true}'));
    await cable.row("subscribed");
    expect(cable.outline.slice(2)).toEqual([...["→ subscribe", "← message", "← confirm_subscription", "· subscribed"]]);
    expect((await cable.summary()).verdicts).toBe(0);
  });

  it("shows a rejected subscription", async ({ record }) => {
    const cable = await record(endpoint('ChatChannel {"room":"secret"}'));
    const verdict = await cable.row("rejected");
    expect(cable.outline.slice(2)).toEqual(["→ subscribe", "← reject_subscription", "! rejected"]);
    expect(verdict).toMatchObject({ level: "error", channel: '{"channel":"ChatChannel","room":"secret"}' });
    expect((await cable.details(verdict)).verdict?.advice[0]).toContain("`subscribed`");
  });

  it("shows a connection that `connect` rejects, and stays away", async ({ record }) => {
    const cable = await record(endpoint("ChatChannel", "nobody"));
    await cable.row("closed");
    const verdict = await cable.row("disconnected");
    expect(verdict).toMatchObject({ level: "error" });
    expect(verdict.summary).toContain("unauthorized");
    expect(cable.outline).not.toContain("← welcome");
    expect(cable.outline).not.toContain("→ subscribe");
    await cable.reaches("stopped");
  });

  it("shows a `connect` that raised: open, and never a welcome", async ({ record }) => {
    const cable = await record(endpoint("ChatChannel", "crash"));
    const verdict = await cable.row("connectedWithoutWelcome");
    expect(cable.outline.slice(0, 1)).toEqual(["← open"]);
    expect((await cable.details(verdict)).verdict?.explanation).toContain(
      "ApplicationCable::Connection#connect raises",
    );
  });

  it("shows a subscription to a class that does not exist: never confirmed", async ({ record }) => {
    const cable = await record(endpoint("MissingChannel"));
    const verdict = await cable.row("neverConfirmed");
    expect(verdict).toMatchObject({ level: "error", channel: '{"channel":"MissingChannel"}' });
    expect((await cable.details(verdict)).verdict?.advice.join(" ")).toContain("Unknown channel");
    expect(cable.outline).not.toContain("← confirm_subscription");
  });

  it("shows a `subscribed` that raised after stream_from: no confirmation, yet data", async ({ record }) => {
    const cable = await record(endpoint('ChatChannel {"room":"late_crash"}'));
    const verdict = await cable.row("neverConfirmed");
    expect((await cable.details(verdict)).verdict?.advice.join(" ")).toContain("`subscribed` raised");
    await rails.broadcast("chat:late_crash", { n: 1 });
    const data = await cable.row("receivedUnconfirmed");
    expect(data).toMatchObject({ channel: '{"channel":"ChatChannel","room":"late_crash"}' });
    expect(cable.outline).not.toContain("← confirm_subscription");
  });

  it("reads Turbo Streams, by the name that the page signed", async ({ record }) => {
    const signed = await rails.sign("board");
    const cable = await record(endpoint(`Turbo::StreamsChannel {"signed_stream_name":"${signed}"}`));
    await cable.row("subscribed");
    const html = '<turbo-stream action="append" target="cards"><template><p>A & B</p></template></turbo-stream>';
    await rails.broadcast("board", html);
    const row = await cable.row("message");
    expect(row.summary).toMatch(/append.*cards/);
    const details = await cable.details(row);
    expect(JSON.parse(details.payloadJson ?? "null")).toBe(html);
    // Rails escapes HTML in JSON; the bytes are kept as they came.
    expect(details.raw.text).toContain("\\u003cturbo-stream");
    expect(details.texts.map((text) => text.text).join()).toContain("<p>A & B</p>");
  });

  it("shows a signed name that was tampered with as rejected", async ({ record }) => {
    const signed = await rails.sign("board");
    const cable = await record(endpoint(`Turbo::StreamsChannel {"signed_stream_name":"${signed}0"}`));
    const verdict = await cable.row("rejected");
    expect((await cable.details(verdict)).verdict?.advice.join(" ")).toContain("secret_key_base");
  });

  it("shows a remote disconnect: 6.1 closes without a word", async ({ record }) => {
    const cable = await record(endpoint("ChatChannel", "bob"));
    const subscribed = await cable.row("subscribed");
    await rails.disconnect("bob");
    const closed = await cable.row("closed", subscribed);
    expect(closed.summary).toContain("1000");
    expect(cable.rows.some((row) => row.kind === "disconnect")).toBe(false);
  });
});

describe.skipIf(railsIsMissing)("against a Rails that checks the Origin", () => {
  let rails: RailsServer;
  beforeAll(async () => {
    rails = await RailsServer.start({ checksOrigin: true });
  });
  afterAll(() => rails?.process.stop());

  it("shows the 404 that Rails gives to a wrong Origin, and what to try", async ({ record }) => {
    const recording = await record({ protocol: "action-cable", url: rails.cableUrl() });
    const failure = await recording.row("connectFailed");
    expect(recording.outline.slice(0, 2)).toEqual(["← closed", "! connectFailed"]);
    const { verdict } = await recording.details(failure);
    expect(verdict?.explanation).toContain("404");
    expect(verdict?.explanation).toContain("Page not found");
    expect(verdict?.advice[0]).toMatch(/Origin.*allowed_request_origins/);
  });

  it("connects with an Origin that is allowed", async ({ record }) => {
    const headers = [["Origin", "http://good.example"]] as const;
    const recording = await record({ protocol: "action-cable", url: rails.cableUrl(), headers });
    await recording.row("welcome");
    await recording.reaches("open");
  });
});
