import { expect, it } from "vitest";
import { readEndpointFile } from "../../src/config/endpoint-file.ts";
import { withEndpoint, withMessage } from "../../src/config/file-edits.ts";
import { starterFile } from "../../src/config/starter.ts";
import { protocols as known } from "../../src/protocols/registry.ts";
import { protocols } from "./protocols.ts";

const endpoint = { name: "New", url: "ws://h/", protocol: "cable" };
const hello = { name: "Hello", command: "send", values: { text: "x" } };

it("begins with a starter that has no faults", () => {
  expect(readEndpointFile(starterFile, known)).toMatchObject({ faults: [], endpoints: [{ name: "My app" }] });
});

it("makes an empty file the starter with the endpoint in it", () => {
  const text = withEndpoint("", endpoint);
  expect(text).toContain("// Endpoints of this workspace.");
  expect(text).toContain("// Looked up when connecting");
  expect(readEndpointFile(text, protocols).endpoints.map(({ name }) => name)).toEqual(["New"]);
});

it("adds an endpoint after the others, and keeps comments", () => {
  const text =
    '{\n  // mine\n  "endpoints": [\n    { "name": "A", "url": "ws://h/", "protocol": "cable" }, // first\n  ]\n}';
  const changed = withEndpoint(text, endpoint);
  expect(changed).toContain("// mine");
  expect(changed).toContain("// first");
  expect(readEndpointFile(changed, protocols)).toMatchObject({
    faults: [],
    endpoints: [{ name: "A" }, { name: "New" }],
  });
});

it("adds the list where there is none", () => {
  expect(readEndpointFile(withEndpoint("{ /* empty */ }", endpoint), protocols).endpoints).toMatchObject([
    { name: "New" },
  ]);
});

it("adds a message to its endpoint, and keeps comments", () => {
  const text =
    '{ "endpoints": [ { "name": "A", "url": "ws://h/", "protocol": "cable", /* why */ "messages": [\n// one\n{ "name": "x", "command": "send", "values": { "text": "1" } },] } ] }';
  const changed = withMessage(text, "A", hello) ?? "";
  expect(changed).toContain("/* why */");
  expect(changed).toContain("// one");
  expect(readEndpointFile(changed, protocols)).toMatchObject({
    faults: [],
    endpoints: [{ endpoint: { messages: [{ name: "x" }, { name: "Hello" }] } }],
  });
  const first =
    withMessage('{ "endpoints": [ { "name": "A", "url": "ws://h/", "protocol": "cable" } ] }', "A", hello) ?? "";
  expect(readEndpointFile(first, protocols)).toMatchObject({
    faults: [],
    endpoints: [{ endpoint: { messages: [{ name: "Hello" }] } }],
  });
  expect(withMessage(text, "B", hello)).toBeUndefined();
});
