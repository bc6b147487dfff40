import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineApi, ProtocolInfo } from "../../src/bridge/engine-api.ts";
import { configuredEndpoint } from "../../src/cli/configured-endpoint.ts";
import { readRequest } from "../../src/cli/requests/request.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { newCapturesFolder } from "../engine/engines.ts";

const known = protocols as unknown as readonly ProtocolInfo[];
const file = `{ "endpoints": [
  { "name": "Chat", "url": "ws://localhost:\${env:PORT}/cable", "protocol": "action-cable",
    "headers": { "Authorization": "Bearer \${secret:My token}" }, "tls": { "ca": "certs/ca.pem" } },
  { "name": "Asks", "url": "ws://\${input:Host}/", "protocol": "websocket" },
  { "name": "Logs in", "url": "ws://h/", "protocol": "websocket", "login": { "url": "http://h/login", "form": { "a": "b" } } },
  { "name": "Wrong", "url": "h", "protocol": "websocket" },
] }`;

function made() {
  const folder = newCapturesFolder();
  const config = join(folder, ".vscode/framescope.json");
  mkdirSync(join(folder, ".vscode"));
  writeFileSync(config, file);
  const asked: unknown[] = [];
  const api = {
    login: async (request: unknown) => {
      asked.push(request);
      return { cookies: [["s", "cookie-value"]] };
    },
  } as unknown as EngineApi;
  const read = (name: string, env: Record<string, string> = {}) =>
    configuredEndpoint(api, known, { name, config }, env);
  return { folder, config, read, asked };
}

describe("an endpoint of the file in the terminal", () => {
  it("takes variables and secrets from the environment, and files from beside .vscode", async () => {
    const { folder, read } = made();
    expect(await read("Chat", { PORT: "3000", FRAMESCOPE_SECRET_MY_TOKEN: "s3cr3t" })).toMatchObject({
      url: "ws://localhost:3000/cable",
      headers: [["Authorization", "Bearer s3cr3t"]],
      tls: { ca: join(folder, "certs/ca.pem") },
      secrets: ["s3cr3t"],
    });
  });

  it("logs in first where it says so", async () => {
    const { read, asked } = made();
    expect(await read("Logs in")).toMatchObject({ headers: [["Cookie", "s=cookie-value"]], secrets: ["cookie-value"] });
    expect(asked).toMatchObject([{ url: "http://h/login", form: { a: "b" } }]);
  });

  it.each([
    ["Chat", { PORT: "1" }, /The secret "My token" is not there: set the variable FRAMESCOPE_SECRET_MY_TOKEN\./],
    ["Chat", {}, /"url" of "Chat": the environment has no PORT\./],
    ["Asks", {}, /"\$\{input:Host\}" asks a person, and in the terminal nobody is asked\./],
    ["Wrong", {}, /framescope\.json:6:29: An address begins with/],
    ["Nobody", {}, /has no endpoint "Nobody"\. It has Chat, Asks, Logs in, Wrong\./],
  ])("%s is refused in a sentence with %o", async (name, env, sentence) => {
    await expect(made().read(name, env as Record<string, string>)).rejects.toThrow(sentence);
  });
});

it("is named on the command line in place of an address", () => {
  expect(readRequest(["listen", "--endpoint", "Chat"])).toMatchObject({
    url: "",
    endpoint: { name: "Chat", config: ".vscode/framescope.json" },
  });
  expect(readRequest(["listen", "--endpoint", "Chat", "--config", "a.json", "--for", "1s"])).toMatchObject({
    endpoint: { config: "a.json" },
    forMs: 1000,
  });
  expect(() => readRequest(["listen", "ws://h/", "--endpoint", "Chat"])).toThrow(
    'The file says how to connect to "Chat": leave out an address, or --endpoint.',
  );
  expect(() => readRequest(["listen", "--endpoint", "Chat", "--header", "A: b"])).toThrow("leave out --header");
  expect(() => readRequest(["listen", "ws://h/", "--config", "a.json"])).toThrow("Say which endpoint of the file");
});
