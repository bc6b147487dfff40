/** The certificates of `test/fixtures/tls/authority`, as paths and as what servers take. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function authorityFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/tls/authority/${name}`, import.meta.url));
}

export function identity(name: "server" | "client"): { readonly key: Buffer; readonly cert: Buffer } {
  return { key: readFileSync(authorityFile(`${name}-key.pem`)), cert: readFileSync(authorityFile(`${name}.pem`)) };
}

/** What makes a server demand a certificate of this authority. */
export const demanding = { requestCert: true, ca: readFileSync(authorityFile("authority.pem")) };
