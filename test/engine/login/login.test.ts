import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { login } from "../../../src/engine/login/login.ts";
import type { LoginRequest } from "../../../src/model/login.ts";
import { startHttpPeer } from "../peers.ts";

const form = { email: "me@example.test", password: "open sesame & more" };
const page = (token: string) =>
  `<meta name="csrf-token" content="of-the-head"><form><input type="hidden" name="authenticity_token" value="${token}"><input type="password"></form>`;

/** A login as Devise has it: the form's token and the cookie it came with are checked. */
async function startApp(): Promise<string> {
  return startHttpPeer(async (request, response) => {
    const body = await text(request);
    if (request.url === "/de/login") return void response.writeHead(302, { location: "/login" }).end();
    if (request.method === "GET") {
      response.writeHead(200, {
        "set-cookie": ["_session=anonymous; Path=/; HttpOnly", "old=1; Max-Age=0"],
        "content-type": "text/html",
      });
      return void response.end(page("a+b&amp;c=="));
    }
    const sent = new URLSearchParams(body);
    const isRight = sent.get("email") === form.email && sent.get("password") === form.password;
    if (sent.get("authenticity_token") !== "a+b&c==" || !request.headers.cookie?.includes("_session=anonymous"))
      return void response.writeHead(422).end();
    if (!isRight) return void response.writeHead(302, { location: "/login" }).end();
    response.writeHead(303, { location: "/", "set-cookie": ["_session=known; Path=/", "remember=yes"] }).end();
  });
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

const request = (url: string, changes: Partial<LoginRequest> = {}): LoginRequest => ({ url, headers: [], ...changes });

it("takes Rails' authenticity token from the form's page, and the cookies that the login sets", async () => {
  const url = `${await startApp()}/login`;
  expect(await login(request(url, { form, csrfPage: url }))).toEqual({
    cookies: [
      ["_session", "known"],
      ["remember", "yes"],
    ],
  });
  expect(await login(request(url, { form, csrfPage: url.replace("/login", "/de/login") }))).toMatchObject({
    cookies: [
      ["_session", "known"],
      ["remember", "yes"],
    ],
  });
});

it("sends JSON, and takes a token out of the answer", async () => {
  const sent: string[] = [];
  const url = await startHttpPeer(async (incoming, response) => {
    sent.push(
      `${incoming.method} ${incoming.headers["content-type"]} ${incoming.headers["x-a"]} ${await text(incoming)}`,
    );
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"tokens":["t0k3n"]}}');
  });
  const outcome = await login(
    request(url, {
      json: '{"user":"me"}',
      headers: [["X-A", "b"]],
      token: { path: "$.data.tokens[0]", header: "Authorization", prefix: "Bearer " },
    }),
  );
  expect(outcome).toEqual({ cookies: [], token: "t0k3n" });
  expect(sent).toEqual(['POST application/json b {"user":"me"}']);
});

const answering = (answer: (response: ServerResponse) => void) =>
  startHttpPeer((incoming, response) => void incoming.resume().on("end", () => answer(response)));
const token = { path: "$.token", header: "Authorization", prefix: "Bearer " };

it.each<[string, (response: ServerResponse) => void, Partial<LoginRequest>, RegExp]>([
  [
    "back to the login",
    (response) => response.writeHead(302, { location: "/users/sign_in" }).end(),
    { form },
    /302 Found, back to the login page \/users\/sign_in: the name or the password is wrong/,
  ],
  [
    "the form again",
    (response) => response.writeHead(200).end(page("x")),
    { form },
    /200 OK, with a form that asks for the password again/,
  ],
  [
    "422",
    (response) => response.writeHead(422).end(),
    { form },
    /422 Unprocessable Entity: the form was refused.*try "csrf": true/,
  ],
  ["401", (response) => response.writeHead(401).end(), { form }, /401 Unauthorized: the name or the password is wrong/],
  ["404", (response) => response.writeHead(404).end(), { form }, /404 Not Found: this address takes no login/],
  ["429", (response) => response.writeHead(429).end(), { form }, /too many attempts/],
  ["500", (response) => response.writeHead(500).end(), { form }, /answered 500 Internal Server Error\.$/],
  ["no cookie", (response) => response.writeHead(200).end("{}"), { form }, /200 OK, but it set no cookie/],
  [
    "no token",
    (response) => response.writeHead(200).end('{"jwt":"x","user":1}'),
    { json: "{}", token },
    /the answer has no \$\.token; \$ has jwt, user/,
  ],
  ["no JSON", (response) => response.writeHead(200).end("<p>"), { json: "{}", token }, /the answer is not JSON/],
  [
    "a page without token",
    (response) => response.writeHead(200).end("<p>"),
    { form, csrfPage: "/" },
    /holds no authenticity_token/,
  ],
])("explains %s", async (_, answer, changes, sentence) => {
  const url = `${await answering(answer)}/login`;
  const csrfPage = changes.csrfPage === undefined ? undefined : url;
  await expect(login(request(url, { ...changes, csrfPage }))).rejects.toThrow(sentence);
});

it("says that nobody is there, and quotes no secret", async () => {
  await expect(login(request("http://127.0.0.1:1/login?key=s3cr3t-v", { secrets: ["s3cr3t-v"] }))).rejects.toThrow(
    /Login at http:\/\/127\.0\.0\.1:1\/login\?key=redacted-8-characters: .*refused/i,
  );
});
