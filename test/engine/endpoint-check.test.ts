import { expect, test } from "vitest";
import { checkEndpoint } from "../../src/engine/endpoint-check.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { endpoint } from "./engines.ts";

const good = endpoint("wss://host/path", "websocket");

test.each([
  [{ ...good, url: " " }, "Give an address, such as ws://localhost:3000/cable."],
  [
    { ...good, url: "localhost:80/x" },
    '"localhost:80/x" has no scheme. Did you mean ws://localhost:80/x or http://localhost:80/x?',
  ],
  [
    { ...good, url: "ftp://h/" },
    '"ftp://h/" begins with ftp://. An address begins with ws://, wss://, http:// or https://.',
  ],
  [{ ...good, url: "ws://" }, '"ws://" is not a URL. An address begins with ws://, wss://, http:// or https://.'],
  [
    { ...good, url: "http://h/ws" },
    "WebSocket runs over a WebSocket, so its address begins with ws:// or wss://. Did you mean ws://h/ws?",
  ],
  [
    { ...good, url: "https://h/ws" },
    "WebSocket runs over a WebSocket, so its address begins with ws:// or wss://. Did you mean wss://h/ws?",
  ],
  [{ ...good, url: "ftp://h/?token=abc" }, '"ftp://h/?token=redacted-3-characters" begins with ftp://.'],
  [{ ...good, url: "h/?token=abc" }, "Did you mean ws://h/?token=redacted-3-characters or http://h/?token=redacted-3"],
  [
    { ...good, url: "http://u:p@h/?token=abc" },
    "Did you mean ws://redacted-3-characters@h/?token=redacted-3-characters?",
  ],
  [{ ...good, headers: [["X Y", "1"]] as const }, '"X Y" cannot be the name of a header.'],
  [
    { ...good, headers: [["X", "1\r\nY: 2"]] as const },
    "The value of the header X contains a line break or a NUL character.",
  ],
  [{ ...good, maxPayloadBytes: 0 }, "The largest message to take must be a whole number of bytes above 0."],
])("refuses with a sentence: %#", (wrong, sentence) => {
  const check = () => checkEndpoint(wrong, websocket);
  expect(check).toThrow(MisuseError);
  expect(check).toThrow(sentence);
});

test("takes what can be opened", () => {
  checkEndpoint(good, websocket);
  checkEndpoint({ ...good, url: "ws://[::1]:1", headers: [["X-A", "b c"]], maxPayloadBytes: 1 }, websocket);
});
