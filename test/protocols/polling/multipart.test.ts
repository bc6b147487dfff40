import { describe, expect, it } from "vitest";
import { polling } from "../../../src/protocols/polling/index.ts";
import { readMultipart } from "../../../src/protocols/polling/multipart.ts";
import { httpHandshake } from "../handshakes.ts";

/** As nchan writes it. */
const body =
  "--b.1\r\nContent-Type: text/plain\r\n\r\none\r\n--b.1\r\nContent-Type: application/json\r\nX-A: b: c\r\n\r\n" +
  '{"id":2,"ü":1}\r\n--b.1\r\n\r\n--b.2 is text\r\n\r\n\r\n--b.1--\r\n';

describe("a body of parts", () => {
  it("has headers and a body for each, line ends included", () => {
    expect(readMultipart(body)).toEqual([
      { headers: [["Content-Type", "text/plain"]], body: "one" },
      {
        headers: [
          ["Content-Type", "application/json"],
          ["X-A", "b: c"],
        ],
        body: '{"id":2,"ü":1}',
      },
      { headers: [], body: "--b.2 is text\r\n\r\n" },
    ]);
  });

  it.each([
    ["an empty part", "--b\r\n\r\n\r\n--b--", [{ headers: [], body: "" }]],
    ["bare line feeds", "--b\nA: 1\n\nx\n--b--\n", [{ headers: [["A", "1"]], body: "x" }]],
    ["lines that are no headers", "--b\r\njust text\r\n--b--", [{ headers: [], body: "just text" }]],
    ["an epilogue", "--b\r\n\r\nx\r\n--b--\r\nignored", [{ headers: [], body: "x" }]],
  ])("may have %s", (_, text, parts) => {
    expect(readMultipart(text)).toEqual(parts);
  });

  it.each(["", "--", "-- \n", "--b", "--b\r\n\r\nx", "--b\r\n\r\nx\r\n--bc--", "text\r\n--b\r\n\r\nx\r\n--b--"])(
    "%j is none",
    (text) => {
      expect(readMultipart(text)).toBeUndefined();
    },
  );
});

describe("a reply of parts", () => {
  const bytes = new TextEncoder().encode(body);
  const decoded = (cut: number) => {
    const decoder = polling.createDecoder("received", httpHandshake());
    decoder.decode({ kind: "chunk", direction: "received", data: bytes.slice(0, cut) });
    decoder.decode({ kind: "chunk", direction: "received", data: bytes.slice(cut) });
    return decoder.end()[0] ?? expect.fail();
  };

  it("is the same however it is cut, and when it is read again", () => {
    const whole = decoded(0);
    expect(whole).toMatchObject({
      kind: "reply",
      format: "parts",
      payload: ["one", { id: 2 }, "--b.2 is text\r\n\r\n"],
    });
    for (let cut = 1; cut <= bytes.length; cut += 1) expect(decoded(cut)).toEqual(whole);
    const stored = { kind: "reply", direction: "received", frameKind: "chunk", data: body } as const;
    expect(polling.read(stored)).toEqual(whole);
  });

  it("is shown as its items, each with its headers", () => {
    const reply = decoded(0);
    expect(polling.summarize(reply)).toMatch(/^3 items \["one",/);
    const { facts, payload } = polling.describe(reply);
    expect(facts.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Body: multipart",
      `Length: ${body.length} characters`,
      "Items: 3",
      "Ids: 2",
      "Part 1: Content-Type: text/plain",
      "Part 2: Content-Type: application/json, X-A: b: c",
      "Part 3: no headers",
    ]);
    expect(payload).toMatchObject([{ headers: { "Content-Type": "text/plain" }, body: "one" }, {}, {}]);
  });
});
