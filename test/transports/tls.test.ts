/** TLS options against Node's own servers, by all ways that transports go. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { TlsOptions } from "../../src/model/endpoint.ts";
import { authorityFile, demanding } from "./support/authority.ts";
import { heard, open, secureWays, startServer } from "./support/servers.ts";

const ca = authorityFile("authority.pem");
const client = { cert: authorityFile("client.pem"), key: authorityFile("client-key.pem") };

async function failureWith(tls: TlsOptions) {
  const close = await open("https://localhost:1/", { tls }).whenClosed;
  return close.kind === "failed" ? close.failure : undefined;
}

describe.each(secureWays)("%s", (way) => {
  test("is not trusted without its authority, and is with it, by path or by text", async () => {
    const url = await startServer(way);
    expect(await open(url).whenClosed).toMatchObject({ kind: "failed", failure: { stage: "tls" } });
    for (const given of [ca, readFileSync(ca, "utf8")]) {
      const sink = open(url, { tls: { ca: given } });
      expect(await heard(sink)).toContain("hello");
      const { tls } = await sink.whenOpened;
      expect(tls).toEqual({ version: "TLSv1.3", fault: undefined });
    }
  });

  test("tells why it would not be trusted where any certificate is accepted", async () => {
    const url = await startServer(way);
    for (const request of [{ insecure: true }, { tls: { insecure: true } }]) {
      const sink = open(url, request);
      expect(await heard(sink)).toContain("hello");
      expect((await sink.whenOpened).tls?.fault).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    }
  });

  test.each<[string, TlsOptions]>([
    ["PEM", client],
    ["PEM with an encrypted key", { ...client, key: authorityFile("client-key-encrypted.pem"), passphrase: "secret" }],
    ["PKCS#12", { pfx: authorityFile("client.p12"), passphrase: "secret" }],
  ])("shows a client certificate that is demanded: %s", async (_, tls) => {
    const url = await startServer(way, { ...demanding, rejectUnauthorized: true });
    const sink = open(url, { tls: { ca, ...tls } });
    expect(await heard(sink)).toContain("hello");
    expect((await sink.whenOpened).tls?.hasClientCertificate).toBe(true);
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("says that a client certificate is demanded (%s)", async (maxVersion) => {
    const url = await startServer(way, { ...demanding, rejectUnauthorized: true, maxVersion });
    const close = await open(url, { tls: { ca } }).whenClosed;
    expect(close).toMatchObject({ kind: "failed", failure: { stage: "tls" } });
    expect(close).toMatchObject({ failure: { message: expect.stringMatching(/client certificate/) } });
  });
});

test("an HTTP/2 connection is not shared with one that trusts otherwise", async () => {
  const url = await startServer("h2");
  const trusting = open(url, { tls: { ca } });
  await trusting.whenOpened;
  expect(await open(url).whenClosed).toMatchObject({ kind: "failed", failure: { stage: "tls" } });
});

describe("options that cannot be used fail before anything is dialled, each with its reason", () => {
  const pfx = authorityFile("client.p12");
  test.each<[string, TlsOptions, string, RegExp]>([
    [
      "no such file",
      { ca: "/no/such.pem" },
      "tls-file",
      /authority's certificate \/no\/such\.pem cannot be read: there/,
    ],
    ["a file that is no PEM", { ca: pfx }, "bad-ca", /client\.p12 is no PEM file: it has no -----BEGIN line/],
    ["a broken PEM", { ca: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----" }, "bad-ca", /given as text/],
    ["a certificate without its key", { cert: client.cert }, "client-key-missing", /set tls\.key/],
    ["a key without its certificate", { key: client.key }, "client-certificate-missing", /set tls\.cert/],
    ["a key of another", { ...client, key: authorityFile("server-key.pem") }, "key-mismatch", /another certificate/],
    ["a PKCS#12 file, wrong passphrase", { pfx, passphrase: "x" }, "wrong-passphrase", /not opened by this passphrase/],
    ["a PKCS#12 file, no passphrase", { pfx }, "passphrase-missing", /encrypted: set tls\.passphrase/],
    ["an old PKCS#12 file", { pfx: authorityFile("client-legacy.p12"), passphrase: "secret" }, "old-encryption", /AES/],
    ["no PKCS#12 file", { pfx: ca }, "bad-pfx", /no PKCS#12 file that can be read/],
    [
      "an encrypted key, wrong passphrase",
      { ...client, key: authorityFile("client-key-encrypted.pem"), passphrase: "x" },
      "wrong-passphrase",
      /The key .* is not opened by this passphrase/,
    ],
    [
      "an encrypted key, no passphrase",
      { ...client, key: authorityFile("client-key-encrypted.pem") },
      "passphrase-missing",
      /The key .* is encrypted: set tls\.passphrase/,
    ],
  ])("%s", async (_, tls, code, message) => {
    expect(await failureWith(tls)).toEqual({ stage: "tls", code, message: expect.stringMatching(message) });
  });
});
