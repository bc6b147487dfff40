/**
 * Logs in as a browser would: the form's page first where it has a token, then the form, and takes the cookies (and a
 * token, if wished) that come of it. A refusal is told in a sentence. Nothing of it is recorded.
 */
import { redactWords } from "../../capture/redaction.ts";
import { SecretMask } from "../../capture/secret-mask.ts";
import type { HeaderList } from "../../model/frame.ts";
import type { LoginOutcome, LoginRequest } from "../../model/login.ts";
import { MisuseError } from "../../protocols/kit/misuse-error.ts";
import { CookieJar } from "./cookie-jar.ts";
import { type Answer, exchange, valuesOf } from "./exchange.ts";
import { asksForPassword, authenticityToken } from "./form-page.ts";
import { tokenIn } from "./token.ts";

const pageHops = 5;

/** Rejects with a `MisuseError` whose sentence names the status and what it means; no secret is quoted in it. */
export async function login(request: LoginRequest): Promise<LoginOutcome> {
  try {
    return await logIn(request);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const mask = new SecretMask(request.secrets ?? []);
    throw new MisuseError("login-failed", mask.text(redactWords(`Login at ${request.url}: ${reason}`)));
  }
}

async function logIn(request: LoginRequest): Promise<LoginOutcome> {
  const jar = new CookieJar(request.headers);
  const csrf = request.csrfPage === undefined ? undefined : await tokenOfPage(request, request.csrfPage, jar);
  const { headers, body } = written(request, csrf);
  const method = request.method?.toUpperCase() ?? "POST";
  const answer = await exchange({ ...routeOf(request), url: request.url, method, headers: jar.with(headers), body });
  jar.take(valuesOf(answer.head.headers, "set-cookie"));
  const refused = refusal(request, answer);
  if (refused !== undefined) throw new Error(refused);
  const cookies = jar.set();
  if (request.token === undefined) {
    if (cookies.length > 0) return { cookies };
    throw new Error(
      `${statusOf(answer)}, but it set no cookie. If it answers with a token, say where: "token": { "path": "$.token" }.`,
    );
  }
  const found = tokenIn(answer.body, request.token.path);
  if (found.kind === "missing") throw new Error(`${statusOf(answer)}, but the answer ${found.reason}.`);
  return { cookies, token: found.token };
}

/** A page that redirects (to another language, to https) is followed, cookies and all. */
async function tokenOfPage(request: LoginRequest, page: string, jar: CookieJar): Promise<string> {
  let url = page;
  for (let hop = 0; hop <= pageHops; hop += 1) {
    const accept: HeaderList = [...request.headers.filter(isForPage), ["Accept", "text/html"]];
    const answer = await exchange({ ...routeOf(request), url, headers: jar.with(accept) });
    jar.take(valuesOf(answer.head.headers, "set-cookie"));
    const [location] = valuesOf(answer.head.headers, "location");
    if (isRedirect(answer) && location !== undefined) {
      url = new URL(location, url).href;
      continue;
    }
    const token = authenticityToken(answer.body);
    if (token !== undefined) return token;
    throw new Error(
      `the page ${url} (${statusOf(answer)}) holds no authenticity_token. Name the page with the form: "csrf": "http://…".`,
    );
  }
  throw new Error(`the page ${page} redirects more than ${pageHops} times.`);
}

function isForPage([name]: readonly [string, string]): boolean {
  return !/^(?:content-type|accept)$/i.test(name);
}

interface Written {
  readonly headers: HeaderList;
  readonly body?: string | undefined;
}

function written({ headers, form, json, body, url }: LoginRequest, csrf: string | undefined): Written {
  const token: HeaderList = csrf === undefined ? [] : [["X-CSRF-Token", csrf]];
  // Rails compares Origin with its own address (`forgery_protection_origin_check`).
  const origin: HeaderList = headers.some(([name]) => /^origin$/i.test(name)) ? [] : [["Origin", new URL(url).origin]];
  const all = [...headers, ...origin, ...token];
  if (json !== undefined) return { headers: typed(all, "application/json"), body: json };
  if (body !== undefined) return { headers: all, body };
  if (form === undefined && csrf === undefined) return { headers: all };
  const fields = { ...form, ...(csrf === undefined ? {} : { authenticity_token: csrf }) };
  return { headers: typed(all, "application/x-www-form-urlencoded"), body: new URLSearchParams(fields).toString() };
}

function typed(headers: HeaderList, contentType: string): HeaderList {
  return headers.some(([name]) => /^content-type$/i.test(name)) ? headers : [...headers, ["Content-Type", contentType]];
}

function routeOf({ insecure, tls, proxy, noProxy, proxyInsecure }: LoginRequest) {
  return { insecure, tls, proxy, noProxy, proxyInsecure };
}

/** Why this answer is no login; undefined when it is one. */
function refusal(request: LoginRequest, answer: Answer): string | undefined {
  const { status, headers } = answer.head;
  const [location] = valuesOf(headers, "location");
  if (isRedirect(answer) && location !== undefined) {
    const target = new URL(location, request.url);
    return leadsBack(target, request)
      ? `${statusOf(answer)}, back to the login page ${target.pathname}: the name or the password is wrong, or a field is called otherwise.`
      : undefined;
  }
  if (status === 422 || status === 419)
    return `${statusOf(answer)}: the form was refused. A wrong password is answered so, and a missing or outdated authenticity token as well${request.csrfPage ? "" : ' (try "csrf": true)'}.`;
  if (status === 401 || status === 403)
    return `${statusOf(answer)}: the name or the password is wrong, or this user may not log in here.`;
  if (status === 404 || status === 405)
    return `${statusOf(answer)}: this address takes no login. Is it the one that the form is sent to, with the right method?`;
  if (status === 429) return `${statusOf(answer)}: too many attempts. Wait, then try again.`;
  if (status >= 400) return `${statusOf(answer)}.`;
  if (asksForPassword(answer.body))
    return `${statusOf(answer)}, with a form that asks for the password again: the name or the password is wrong, or a field is called otherwise.`;
  return undefined;
}

function leadsBack(target: URL, { url, csrfPage }: LoginRequest): boolean {
  const own = [url, csrfPage].flatMap((page) => (page === undefined ? [] : [new URL(page).pathname]));
  return own.includes(target.pathname) || /\/(?:log_?in|sign_?in|sessions?\/new)\/?$/i.test(target.pathname);
}

function isRedirect({ head }: Answer): boolean {
  return head.status >= 300 && head.status < 400 && head.status !== 304;
}

function statusOf({ head }: Answer): string {
  return `the server answered ${head.status} ${head.reason}`.trim();
}
