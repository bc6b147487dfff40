import { expect, test } from "vitest";
import { uncheckedCertificate } from "../../src/runner/unchecked-certificate.ts";

test.each([
  ["CERT_HAS_EXPIRED", "it has expired"],
  ["SOMETHING_NEW", "SOMETHING_NEW"],
])("%s is told in words where there are any, and by its code", (fault, words) => {
  const event = uncheckedCertificate(fault);
  expect(event).toMatchObject({ kind: "certificateUnchecked", level: "warning" });
  expect(event.title).toBe(`connected without trusting the certificate: ${words}`);
  expect(event.explanation).toContain(fault);
});
