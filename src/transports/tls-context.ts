/** Makes what TLS needs out of an endpoint's options: reads the files, and says which of them is wrong and why. */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { createSecureContext, getCACertificates, rootCertificates, type SecureContext, TLSSocket } from "node:tls";
import type { TlsOptions } from "../model/endpoint.ts";
import type { TlsInfo } from "../model/frame.ts";
import { DialError } from "./failure.ts";

/** Undefined where nothing differs from Node's own. Throws a `DialError`. */
export function secureContextOf({ ca, cert, key, pfx, passphrase }: TlsOptions): SecureContext | undefined {
  if (!ca && !cert && !key && !pfx) return undefined;
  if (cert && !key) throw fault("client-key-missing", "The client certificate needs its key as well: set tls.key.");
  if (key && !cert) throw fault("client-certificate-missing", "The key needs its certificate as well: set tls.cert.");
  // One at a time, so that it can be said which one is wrong.
  if (ca) check("ca", ca, () => new X509Certificate(pem("ca", ca)));
  const client = pfx ? { pfx: read("pfx", pfx) } : cert && key ? { cert: pem("cert", cert), key: pem("key", key) } : {};
  const secret = passphrase === undefined ? {} : { passphrase };
  if (pfx ?? key)
    check(pfx ? "pfx" : "key", pfx ?? key ?? "", () => createSecureContext({ ...client, ...secret }), passphrase);
  return createSecureContext({ ...client, ...secret, ...(ca ? { ca: [...trusted(), pem("ca", ca)] } : {}) });
}

/** What a connection agreed on; undefined without TLS. */
export function tlsInfoOf(socket: Socket, { cert, pfx }: TlsOptions): TlsInfo | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  return {
    version: socket.getProtocol() ?? "TLS",
    fault: socket.authorized ? undefined : String(socket.authorizationError),
    ...(cert || pfx ? { hasClientCertificate: true } : {}),
  };
}

/** Older runtimes of editors know only what they were built with. */
function trusted(): readonly string[] {
  return typeof getCACertificates === "function" ? getCACertificates("default") : rootCertificates;
}

type Part = "ca" | "cert" | "key" | "pfx";

const names: Readonly<Record<Part, string>> = {
  ca: "authority's certificate",
  cert: "client certificate",
  key: "key",
  pfx: "PKCS#12 file",
};

function check(part: Part, given: string, read: () => unknown, passphrase = ""): void {
  try {
    read();
  } catch (error) {
    throw error instanceof DialError ? error : explain(part, shown(given), passphrase !== "", error as Error);
  }
}

function explain(part: Part, file: string, hasPassphrase: boolean, error: Error & { code?: string }): DialError {
  const text = `${error.code ?? ""} ${error.message}`;
  const name = `The ${names[part]} ${file}`;
  if (/bad decrypt|mac verify|bad password|password read|MISSING_PASSPHRASE|interrupted or cancelled/i.test(text)) {
    return hasPassphrase
      ? fault("wrong-passphrase", `${name} is not opened by this passphrase.`)
      : fault("passphrase-missing", `${name} is encrypted: set tls.passphrase.`);
  }
  if (/unsupported|RC2/i.test(text) && part === "pfx") {
    return fault(
      "old-encryption",
      `${name} is encrypted in an old way that OpenSSL 3 does not open. Export it anew, with AES-256.`,
    );
  }
  if (/values mismatch|key values/i.test(text)) return fault("key-mismatch", `${name} belongs to another certificate.`);
  const form = part === "pfx" ? "PKCS#12 file" : "PEM file (it begins with -----BEGIN)";
  return fault(`bad-${part}`, `${name} is no ${form} that can be read: ${error.message}.`);
}

function pem(part: Part, given: string): string {
  if (given.includes("-----BEGIN")) return given;
  const text = read(part, given).toString();
  if (text.includes("-----BEGIN")) return text;
  throw fault(`bad-${part}`, `The ${names[part]} ${shown(given)} is no PEM file: it has no -----BEGIN line.`);
}

function read(part: Part, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw fault("tls-file", `The ${names[part]} ${shown(path)} cannot be read: ${why}.`);
  }
}

function shown(given: string): string {
  return given.includes("-----BEGIN") ? "that was given as text" : given;
}

function fault(code: string, message: string): DialError {
  return new DialError({ stage: "tls", code, message });
}
