import { describe, expect, it } from "vitest";
import { readEndpointFile } from "../../src/config/endpoint-file.ts";
import { protocols } from "./protocols.ts";

const read = (text: string) => readEndpointFile(text, protocols);
/** The faults as an editor lists them; `marked` is the text under the wave. */
const problems = (text: string) =>
  read(text).faults.map(({ message, place }) => ({
    at: `${place?.line}:${place?.column}`,
    marked: place && text.slice(place.offset, place.offset + place.length),
    message,
  }));
const one = (endpoint: string) => `{ "endpoints": [${endpoint}] }`;
const good = '"name": "A", "url": "ws://h/", "protocol": "cable"';

describe("a file of endpoints", () => {
  it("may begin with a byte order mark", () => {
    expect(read(`\ufeff${one(`{ ${good} }`)}`)).toMatchObject({ endpoints: [{ endpoint: { name: "A" } }], faults: [] });
    expect(problems('\ufeff{ "endpoint": [] }')).toMatchObject([{ at: "1:4", marked: '"endpoint"' }]);
  });

  it("is read with comments and trailing commas, with values as the forms want them", () => {
    const { endpoints, faults } = read(`// mine
      { "endpoints": [ /* the first */ {
        "name": "Chat", "group": "Dev", "url": "ws://localhost:3000/cable", "protocol": "cable",
        "headers": { "X-A": "1", "X-B": ["2", "3"] },
        "settings": { "channels": ["Chat", "News"], "interval": 5, },
        "subscriptions": ["Chat", { "name": "The news", "group": "Rooms", "values": { "channel": "News" } }],
        "messages": [{ "name": "Hello", "values": { "channel": "Chat", "data": { "a": 1 } } },
                     { "name": "Raw", "command": "send", "values": { "text": "x" } }],
      }, ], }`);
    expect(faults).toEqual([]);
    expect(endpoints).toMatchObject([
      {
        name: "Chat",
        endpoint: {
          group: "Dev",
          headers: [
            ["X-A", "1"],
            ["X-B", "2"],
            ["X-B", "3"],
          ],
          settings: { channels: "Chat\nNews", policy: "new", interval: "5" },
          subscriptions: [
            { name: "Chat", command: { kind: "subscribe", values: { channel: "Chat" } } },
            { name: "The news", group: "Rooms", command: { kind: "subscribe", values: { channel: "News" } } },
          ],
          messages: [
            { name: "Hello", command: { kind: "perform", values: { channel: "Chat", data: '{"a":1}' } } },
            { name: "Raw", command: { kind: "send", values: { text: "x" } } },
          ],
        },
      },
    ]);
  });

  it("that is empty holds none, and that is no fault", () => {
    expect(read("")).toEqual({ endpoints: [], faults: [] });
    expect(read("{}")).toEqual({ endpoints: [], faults: [] });
  });

  it("shows one bad endpoint between two good ones, with the place of each of its faults", () => {
    const text = `{ "endpoints": [
  { ${good} },
  { "name": "B", "url": "localhost:3000", "protocol": "cabel",
    "setings": {} },
  { "name": "C", "url": "ws://h/", "protocol": "cable" },
] }`;
    expect(read(text).endpoints.map(({ name, endpoint }) => [name, endpoint !== undefined])).toEqual([
      ["A", true],
      ["B", false],
      ["C", true],
    ]);
    expect(problems(text)).toEqual([
      {
        at: "3:25",
        marked: '"localhost:3000"',
        message: "An address begins with ws://, wss://, http:// or https://. Put it in front.",
      },
      { at: "3:55", marked: '"cabel"', message: '"protocol" is one of cable, stream.' },
      { at: "4:5", marked: '"setings"', message: 'There is no "setings" here. Did you mean "settings"?' },
    ]);
  });

  it.each([
    [one(`{ "url": "ws://h/", "protocol": "cable" }`), "{", '"name" is missing. Add it.'],
    [one(`{ ${good}, "settings": { "policy": "nwe" } }`), '"nwe"', '"policy" is one of new, old.'],
    [
      one(`{ ${good}, "settings": { "channel": "x" } }`),
      '"channel"',
      'There is no "channel" here. Did you mean "channels"?',
    ],
    [one(`{ ${good}, "settings": 3 }`), "3", '"settings" has to be an object: { … }.'],
    [one(`{ ${good}, "tls": { "cert": "a.pem" } }`), '"cert"', '"cert" needs "key" beside it.'],
    [
      one(`{ ${good}, "tls": { "certificate": "a.pem" } }`),
      '"certificate"',
      'There is no "certificate" here. Known here: ca, cert, key, pfx, passphrase, insecure.',
    ],
    [
      one(`{ ${good}, "headers": { "A": "x \${evn:HOME}" } }`),
      "${evn:HOME}",
      '"${evn:HOME}" is no variable. Did you mean ${env:…}?',
    ],
    [
      one(`{ ${good}, "headers": { "A": "\${secret:}" } }`),
      "${secret:}",
      '"${secret:}" has no name: write ${secret:Name}.',
    ],
    [one(`{ ${good}, "maxPayloadBytes": 1.5 }`), "1.5", '"maxPayloadBytes" has to be a whole number.'],
    [
      one(`{ ${good}, "messages": [{ "name": "x", "command": "preform", "values": {} }] }`),
      '"preform"',
      'There is no "preform" that Cable clients can send. Did you mean "perform"?',
    ],
    [
      one(`{ ${good}, "messages": [{ "name": "x", "values": { "data": {} } }] }`),
      '"values"',
      '"channel" is missing. Add it.',
    ],
    [
      one(`{ ${good}, "login": { "url": "ws://h/" } }`),
      '"ws://h/"',
      "An address begins with http:// or https://. Put it in front.",
    ],
    [
      one(`{ ${good}, "login": { "url": "http://h/", "form": {}, "json": 1 } }`),
      '"json"',
      "A login sends one of form, json and body, not form and json. Remove the others.",
    ],
    [one(`{ "name": "S", "url": "http://h/", "protocol": "stream" }`), "{", '"topic" is missing. Add it.'],
    [
      one(
        `{ "name": "S", "url": "http://h/", "protocol": "stream", "settings": { "topic": "t" }, "messages": [{ "name": "x", "values": {} }] }`,
      ),
      "{",
      "Stream clients send nothing. Remove the message.",
    ],
    [
      `{ "endpoints": [{ ${good} }, { ${good} }] }`,
      "{",
      'There is an endpoint "A" already. Give this one another name.',
    ],
    [`{ "endpoints": 1 }`, "1", '"endpoints" has to be a list: [ … ].'],
    [`{ "endpoint": [] }`, '"endpoint"', 'There is no "endpoint" here. Did you mean "endpoints"?'],
    [`[]`, "[", 'The file has to be an object: { "endpoints": [ … ] }.'],
  ])("%s: %s is marked", (text, marked, message) => {
    expect(problems(text)).toMatchObject([{ marked, message }]);
  });

  it("with a syntax error still shows the endpoints that it does not touch", () => {
    const text = `{ "endpoints": [ { ${good} },\n { "name": "B" "url": "ws://h/", "protocol": "cable" } ] }`;
    expect(problems(text)).toEqual([{ at: "2:16", marked: '"url"', message: "A comma is missing before this." }]);
    expect(read(text).endpoints.map(({ endpoint }) => endpoint?.name)).toEqual(["A", undefined]);
  });

  it("cut anywhere yields faults and never throws", () => {
    const text = one(
      `{ ${good}, "settings": { "channels": ["Chat"] }, "messages": [{ "name": "x", "command": "send", "values": { "text": "\${x" } }] }`,
    );
    for (let end = 1; end < text.length; end += 1)
      expect(read(text.slice(0, end)).faults.length, text.slice(0, end)).toBeGreaterThan(0);
  });
});
