/** Takes a token out of a JSON answer by a path such as `$.data.tokens[0]`. Pure. */

export type FoundToken =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "missing"; readonly reason: string };

export function tokenIn(body: string, path: string): FoundToken {
  let here: unknown;
  try {
    here = JSON.parse(body);
  } catch {
    return { kind: "missing", reason: "is not JSON" };
  }
  let walked = "$";
  for (const [step, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    const names = typeof here === "object" && here !== null ? Object.keys(here) : [];
    const key = name ?? index ?? "";
    if (!names.includes(key))
      return { kind: "missing", reason: `has no ${walked}${step}; ${walked} has ${listed(names)}` };
    here = (here as Readonly<Record<string, unknown>>)[key];
    walked += step;
  }
  if (typeof here === "string" && here !== "") return { kind: "token", token: here };
  if (typeof here === "number") return { kind: "token", token: String(here) };
  return { kind: "missing", reason: `has no text at ${path}` };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing in it" : names.slice(0, 8).join(", ");
}
