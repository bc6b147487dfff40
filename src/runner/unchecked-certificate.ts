/** The event that stays behind when a server's certificate is accepted although it is not to be trusted. Words only. */
import type { ObserverEvent } from "../model/event.ts";

/** `fault` is OpenSSL's or Node's own code, such as DEPTH_ZERO_SELF_SIGNED_CERT. */
export function uncheckedCertificate(fault: string): ObserverEvent {
  const known = faults[fault];
  return {
    kind: "certificateUnchecked",
    level: "warning",
    title: `connected without trusting the certificate: ${known ?? fault}`,
    explanation:
      "This endpoint accepts any certificate (insecure), so whoever stands between here and the server could read and change " +
      `all of this, the credentials that were sent too. Nothing that checks certificates would have connected (${fault}).`,
    advice: [
      "For more than a development server: give the authority's certificate as tls.ca, and leave insecure out.",
      "Browsers refuse this certificate too, unless they were told otherwise.",
    ],
  };
}

const faults: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its authority is not known here",
  UNABLE_TO_GET_ISSUER_CERT: "its authority is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is not known here",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another host name",
};
