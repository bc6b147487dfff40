/**
 * A self-signed certificate for one mock server, made anew at each start and kept nowhere. Names the machine itself and
 * the host that the server listens on.
 */
import { isIP } from "node:net";

export interface Identity {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validDays = 90;

/** `at` is in ms since the epoch; valid from a day before it, since a client's clock may be behind ours, for 90 days. */
export async function createIdentity(host: string, at: number): Promise<Identity> {
  // Only when it is wanted: it brings a cryptography stack along.
  const { generate } = await import("selfsigned");
  const { private: key, cert: certificate } = await generate(
    [{ name: "commonName", value: "Framescope mock server" }],
    {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      notBeforeDate: new Date(at - dayMs),
      notAfterDate: new Date(at + validDays * dayMs),
      extensions: [
        { name: "extKeyUsage", serverAuth: true },
        { name: "subjectAltName", altNames: alternativeNames(host) },
      ],
    },
  );
  return { key, certificate };
}

function alternativeNames(host: string) {
  const names = new Set(["localhost", "127.0.0.1", "::1", host].filter((name) => name !== ""));
  // RFC 5280 section 4.2.1.6: 2 is a DNS name, 7 an address.
  return [...names].map((name) =>
    isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
  );
}
