/** What the sheet says of the way to a server. Pure, and tells no secret. */

export function proxyText(proxy: string | undefined): string {
  if (proxy === undefined || proxy === "") return "as VS Code does";
  return proxy === "none" ? "none, whatever VS Code says" : proxy.replace(/^([a-z0-9]+:\/\/)?[^@/]*@/i, "$1…@");
}

/** A path, or the text itself. */
export function authorityText(ca: string): string {
  return ca.includes("-----BEGIN") ? "given as text" : ca;
}
