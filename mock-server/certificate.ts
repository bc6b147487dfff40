/**
 * A self-signed certificate for one mock server, made anew at each start and kept nowhere (RFC 5280). Node can sign and
 * read certificates but not write them; this one of a fixed form needs no library for that.
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import * as der from "./der.ts";

export interface Identity {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validDays = 90;

const ecdsaWithSha256 = der.sequence(der.objectIdentifier("1.2.840.10045.4.3.2"));

/** For this host, and for the names of the machine itself. `at` is in ms since the epoch. */
export function createIdentity(host: string, at: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = der.sequence(
    der.setOf(der.sequence(der.objectIdentifier("2.5.4.3"), der.utf8String("Framescope mock server"))),
  );
  const content = der.sequence(
    der.explicit(0, der.positiveInteger(Uint8Array.of(2))),
    der.positiveInteger(serialNumber()),
    ecdsaWithSha256,
    name,
    // A client's clock may be behind ours.
    der.sequence(der.utcTime(at - dayMs), der.utcTime(at + validDays * dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(subjectAltNames(host), serverOnly())),
  );
  const signature = sign("sha256", content, privateKey);
  const certificate = Buffer.from(der.sequence(content, ecdsaWithSha256, der.bitString(signature)));
  return {
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    certificate: pem(certificate),
  };
}

/** Positive and without a leading zero: browsers refuse a second certificate of the same issuer and number. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function subjectAltNames(host: string): Uint8Array {
  const names = new Set(["localhost", "127.0.0.1", "::1", host].filter((name) => name !== ""));
  const choices = [...names].map((name) =>
    isIP(name) === 0 ? der.implicit(2, Buffer.from(name)) : der.implicit(7, addressBytes(name)),
  );
  return der.sequence(der.objectIdentifier("2.5.29.17"), der.octetString(der.sequence(...choices)));
}

function serverOnly(): Uint8Array {
  const serverAuth = der.objectIdentifier("1.3.6.1.5.5.7.3.1");
  return der.sequence(der.objectIdentifier("2.5.29.37"), der.octetString(der.sequence(serverAuth)));
}

function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split("."), Number);
  // A URL spells it in groups of hex digits, however it was written (WHATWG URL, IPv6 serializer).
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [left = "", right = ""] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [groups(left), groups(right)];
  const all = [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
