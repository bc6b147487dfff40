/** The mock server over TLS: HTTP/2 for the HTTP doors, HTTP/1.1 for those who know only that, WebSocket on the same port. */
import { X509Certificate } from "node:crypto";
import { connect } from "node:http2";
import { get } from "node:https";
import { text } from "node:stream/consumers";
import { connect as tlsConnect } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { createIdentity } from "../../mock-server/certificate.ts";
import { findMocks, publishTo } from "../../mock-server/control-client.ts";
import { createHttpTransport } from "../../src/transports/http.ts";
import { RecordingSink } from "../transports/support/recording-sink.ts";
import { startMock } from "./running-mock.ts";

function open(transport: ReturnType<typeof createHttpTransport>, url: string, httpVersion: "any" | "1.1" = "any") {
  const sink = new RecordingSink();
  const connection = transport.open({ url, headers: [], insecure: true, httpVersion }, sink);
  onTestFinished(() => connection.cut());
  return sink;
}

describe("the certificate", () => {
  it("is well-formed, signs itself, and names the machine and the host", async () => {
    const at = Date.UTC(2026, 5, 1);
    const certificate = new X509Certificate((await createIdentity("box.test", at)).certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkHost("box.test")).toBe("box.test");
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.checkIP("::1")).toBe("::1");
    expect(certificate.subject).toBe("CN=Framescope mock server");
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect([certificate.validFromDate.getTime(), certificate.validToDate.getTime()]).toEqual([
      at - 24 * 3600 * 1000,
      at + 90 * 24 * 3600 * 1000,
    ]);
  });

  it("is another one each time", async () => {
    const [one, two] = await Promise.all([createIdentity("::1", 1), createIdentity("::1", 2)]);
    const serials = [one, two].map(({ certificate }) => new X509Certificate(certificate).serialNumber);
    expect(serials[0]).not.toBe(serials[1]);
  });

  it("names addresses of IPv6 in any spelling", async () => {
    for (const host of ["fe80::1:2", "1:2:3:4:5:6:7:8", "0:0::1"]) {
      const certificate = new X509Certificate((await createIdentity(host, 0)).certificate);
      expect(certificate.checkIP(host), host).toBeDefined();
    }
  });
});

describe("a mock server with TLS", () => {
  it("streams and answers polls as streams of one connection", async () => {
    const { origin, publish } = await startMock({ tls: true });
    expect(origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const transport = createHttpTransport();
    const events = open(transport, `${origin}/events?topic=chat`);
    await events.until(/chunk/);
    const held = open(transport, `${origin}/long-poll/chat`);
    const polled = open(transport, `${origin}/poll/chat`);
    await polled.whenClosed;
    const [stream, poll] = [(await events.whenOpened).stream, (await polled.whenOpened).stream];
    expect(poll?.connection).toBe(stream?.connection);
    expect((await events.whenOpened).response.httpVersion).toBe("2");
    publish("chat", { n: 1 });
    await held.whenClosed;
    expect(JSON.parse(held.bodyText)).toMatchObject({ items: [{ data: { n: 1 } }] });
    await events.until(/"n":1/);
  });

  it("speaks HTTP/1.1 and WebSocket on the same port, and tells doors by their secure addresses", async () => {
    const { origin, state, publish } = await startMock({ tls: true });
    const schemes = new Set(state().doors.map(({ url }) => new URL(url).protocol));
    expect(schemes).toEqual(new Set(["wss:", "https:"]));
    const old = open(createHttpTransport(), `${origin}/poll/chat`, "1.1");
    expect((await old.whenOpened).response).toMatchObject({ status: 200, httpVersion: "1.1" });
    const socket = new WebSocket(`${origin.replace("https", "wss")}/ws?topic=chat`, { rejectUnauthorized: false });
    onTestFinished(() => socket.terminate());
    const message = new Promise((resolve) => socket.once("message", (data) => resolve(String(data))));
    await new Promise((resolve) => socket.once("open", resolve));
    publish("chat", "hi");
    expect(await message).toBe("hi");
  });

  it("is found, trusted and published to by the terminal", async () => {
    const { origin } = await startMock({ tls: true });
    const [found] = await findMocks();
    expect(found?.origin).toBe(origin);
    if (!found) throw new Error("it was not found");
    expect(await publishTo(found, "chat", 1)).toEqual({ subscribers: 0, offset: 1 });
    const page = await new Promise<string>((resolve, reject) => {
      get(`${origin}/`, { ca: found.certificate }, (response) => resolve(text(response))).on("error", reject);
    });
    expect(page).toContain("Framescope mock server");
  });

  it("answers a WebSocket door over HTTP/2 with a refusal, and survives what is no TLS and no HTTP", async () => {
    const { origin, port } = await startMock({ tls: true });
    const session = connect(origin, { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ":path": "/ws?topic=chat" });
    const status = await new Promise((resolve) => stream.once("response", (headers) => resolve(headers[":status"])));
    expect(status).toBe(426);
    const socket = tlsConnect({ port, host: "127.0.0.1", rejectUnauthorized: false, ALPNProtocols: ["h2"] });
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("secureConnect", resolve));
    await new Promise((resolve) => socket.write("no HTTP at all, and certainly not a preface\r\n\r\n", resolve));
    socket.destroy();
    expect((await open(createHttpTransport(), `${origin}/poll/chat`).whenOpened).response.status).toBe(200);
  });
});
