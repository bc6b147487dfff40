import { expect, it } from "vitest";
import { resolveEndpoint, withLogin } from "../../src/config/resolving.ts";
import type { Lookup } from "../../src/config/variables.ts";
import type { WrittenEndpoint } from "../../src/config/written-endpoint.ts";

const asked: string[] = [];
const lookup: Lookup = {
  env: (name) => ({ PORT: "3000", API_TOKEN: "tok-from-env", LANG: "de_DE" })[name],
  secret: async (name) => {
    asked.push(name);
    return { "My token": "s3cr3t-value", short: "abc" }[name];
  },
  input: async (prompt) => {
    asked.push(prompt);
    return prompt === "Room" ? "lobby" : undefined;
  },
  folder: (name) => (name === undefined || name === "chat" ? "/home/me/chat" : undefined),
  file: (path) => (path.startsWith("/") ? path : `/home/me/chat/${path}`),
};
const written = (changes: Partial<WrittenEndpoint> = {}): WrittenEndpoint => ({
  name: "Chat",
  url: "ws://localhost:3000/cable",
  protocol: "cable",
  headers: [],
  settings: {},
  subscriptions: [],
  messages: [],
  ...changes,
});
const resolved = async (changes: Partial<WrittenEndpoint>) => {
  asked.length = 0;
  return resolveEndpoint(written(changes), "id", lookup);
};

it("fills in every kind of variable, where they may stand", async () => {
  const result = await resolved({
    url: "ws://localhost:${env:PORT}/cable?token=${secret:My token}",
    headers: [
      ["Authorization", "Bearer ${secret:My token}"],
      ["Accept-Language", "${env:LANG}"],
    ],
    settings: { channels: "Chat ${input:Room}", note: "$${not one}" },
    tls: { ca: "${workspaceFolder:chat}/ca.pem", key: "keys/client.pem" },
    proxy: "http://127.0.0.1:${env:PORT}",
  });
  expect(result?.endpoint).toMatchObject({
    id: "id",
    name: "Chat",
    url: "ws://localhost:3000/cable?token=s3cr3t-value",
    headers: [
      ["Authorization", "Bearer s3cr3t-value"],
      ["Accept-Language", "de_DE"],
    ],
    settings: { channels: "Chat lobby", note: "${not one}" },
    tls: { ca: "/home/me/chat/ca.pem", key: "/home/me/chat/keys/client.pem" },
    proxy: "http://127.0.0.1:3000",
  });
});

it("masks secrets always, and what comes from elsewhere where its name or its place is private", async () => {
  const result = await resolved({
    url: "ws://localhost:${env:PORT}/${env:API_TOKEN}",
    headers: [["Accept-Language", "${env:LANG}"]],
    cookie: "Cookie: _session=abc%3D-1; consent=true; theme=dark; seen=1764052",
    settings: { channels: "Chat ${input:Room} ${secret:My token}" },
  });
  expect(result?.endpoint.secrets).toEqual(["tok-from-env", "s3cr3t-value", "abc%3D-1"]);
  expect(result?.endpoint.headers).toContainEqual([
    "Cookie",
    "_session=abc%3D-1; consent=true; theme=dark; seen=1764052",
  ]);
});

it("asks the same question once, and nothing more once one was dismissed", async () => {
  await resolved({
    url: "ws://h/${input:Room}",
    headers: [
      ["A", "${input:Room} ${secret:My token}"],
      ["B", "${secret:My token}"],
    ],
  });
  expect(asked).toEqual(["Room", "My token"]);
  expect(await resolved({ url: "ws://h/${input:Dismissed}", headers: [["A", "${secret:My token}"]] })).toBeUndefined();
  expect(asked).toEqual(["Dismissed"]);
});

it.each<[Partial<WrittenEndpoint>, string]>([
  [{ headers: [["X-A", "${env:NOPE}"]] }, '"headers.X-A" of "Chat": the environment has no NOPE.'],
  [{ settings: { room: "${foo:x}" } }, '"settings.room" of "Chat": "${foo:x}" is no variable.'],
  [{ url: "ws://h/${secret:short}" }, '"url" of "Chat": the secret "short" is shorter than 4 characters'],
  [{ tls: { ca: "${workspaceFolder:other}/x" } }, '"tls.ca" of "Chat": no workspace folder is called "other"'],
  [{ cookie: "Path=/" }, '"cookie" of "Chat": No cookie is in this.'],
])("%o is refused with its place", async (changes, sentence) => {
  await expect(resolved(changes)).rejects.toThrow(sentence);
});

it("fills in a login, and takes along what it brought", async () => {
  const result = await resolved({
    cookie: "a=1",
    login: {
      url: "http://localhost:${env:PORT}/login",
      headers: [],
      json: { user: "me", keys: ["${secret:My token}"] },
      csrf: true,
      token: { path: "$.token", header: "Authorization", prefix: "Bearer " },
    },
  });
  const { endpoint, login } = result ?? {};
  expect(login).toMatchObject({
    url: "http://localhost:3000/login",
    json: '{"user":"me","keys":["s3cr3t-value"]}',
    csrfPage: "http://localhost:3000/login",
  });
  expect(login?.secrets).toContain("s3cr3t-value");
  if (!endpoint || !login) throw new Error("It was not resolved.");
  const ready = withLogin(endpoint, login, { cookies: [["_session", "fresh-one"]], token: "jwt-value" });
  expect(ready.headers).toEqual([
    ["Cookie", "a=1; _session=fresh-one"],
    ["Authorization", "Bearer jwt-value"],
  ]);
  expect(ready.secrets).toEqual(["s3cr3t-value", "fresh-one", "jwt-value"]);
});
