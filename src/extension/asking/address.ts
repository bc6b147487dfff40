/** What a person typed as an address, made into addresses to connect to. Pure; asks nobody. */

export type Address =
  | { readonly kind: "address"; readonly url: string }
  | { readonly kind: "wrong"; readonly reason: string };

const schemes = new Set(["ws:", "wss:", "http:", "https:"]);
const socketWords = /(^|[/_.-])(cable|ws|socket|websocket)($|[/_.?#-])/i;

/** Whole addresses that the text may mean, the likeliest first; or one reason why there are none. */
export function addressesIn(typed: string): readonly Address[] {
  const text = typed.trim().replace(/^["'<]|["'>]$/g, "");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return withOtherScheme(checked(text));
  if (/\s/.test(text)) return [{ kind: "wrong", reason: "An address has no spaces: ws://localhost:3000/cable" }];
  return guessedSchemes(text).map((scheme) => checked(`${scheme}://${text}`));
}

function checked(text: string): Address {
  if (!URL.canParse(text))
    return { kind: "wrong", reason: `This is not a whole address yet: ws://localhost:3000/cable` };
  const { protocol, hostname } = new URL(text);
  if (!schemes.has(protocol))
    return {
      kind: "wrong",
      reason: `Framescope connects to ws, wss, http and https; this address begins with ${protocol.slice(0, -1)}`,
    };
  if (!hostname) return { kind: "wrong", reason: "The address names no host: ws://localhost:3000/cable" };
  return { kind: "address", url: text };
}

/** People copy `http://localhost:3000/cable` out of the browser, and mean the socket behind it. */
function withOtherScheme(address: Address): readonly Address[] {
  if (address.kind === "wrong") return [address];
  const { protocol, pathname } = new URL(address.url);
  if (!protocol.startsWith("http") || !socketWords.test(pathname)) return [address];
  return [{ kind: "address", url: address.url.replace(/^http/i, "ws") }, address];
}

function guessedSchemes(text: string): readonly string[] {
  const host = text.split(/[/?#]/, 1)[0] ?? "";
  const isLocal = /^(localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1\])/.test(host) || !host.includes(".");
  const schemesByKind = isLocal ? { socket: "ws", plain: "http" } : { socket: "wss", plain: "https" };
  const isSocket = socketWords.test(text.slice(host.length));
  return isSocket ? [schemesByKind.socket, schemesByKind.plain] : [schemesByKind.plain, schemesByKind.socket];
}
