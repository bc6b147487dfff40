/** What masking is called and shown as. Knows kinds of findings, and neither the engine nor VS Code. */
import type { Finding, FindingKind } from "../../bridge/transfer.ts";

export const findingTitles: Readonly<Record<FindingKind, string>> = {
  jwt: "JSON Web Tokens",
  signedName: "Signed ids and stream names",
  secret: "Passwords, keys and tokens",
  email: "E-mail addresses",
  ip: "IP addresses",
};

/** `12 in all, 4 different`. */
export function findingCount({ count, distinct }: Finding): string {
  return count === 1
    ? "once"
    : `${count.toLocaleString("en-US")} in all, ${distinct.toLocaleString("en-US")} different`;
}

export function findingExamples({ examples, distinct }: Finding): string {
  const shown = examples.map(({ placeholder, hint }) => `${hint} → ${placeholder}`).join(",  ");
  return distinct > examples.length ? `${shown},  …` : shown;
}

/** The preview as a document, in Markdown. */
export function findingsDocument(title: string, findings: readonly Finding[]): string {
  const parts = findings.map((finding) => {
    const rows = finding.examples.map(
      ({ placeholder, hint, seq }) => `| ${seq === 0 ? "address" : seq} | \`${hint}\` | \`${placeholder}\` |`,
    );
    const more = finding.distinct - finding.examples.length;
    return [
      `## ${findingTitles[finding.kind]}: ${findingCount(finding)}`,
      "",
      "| Row | Found | Goes out as |",
      "|--:|---|---|",
      ...rows,
      ...(more > 0 ? ["", `And ${more} more.`] : []),
      "",
    ].join("\n");
  });
  const head = [
    `# What an export of ${title} would hold`,
    "",
    "The same value becomes the same placeholder everywhere, in frames and in what was decoded from them. Authorization,",
    "cookies and tokens in addresses were masked when they were recorded, and are not listed here.",
    "",
  ];
  return [...head, ...(parts.length > 0 ? parts : ["Nothing that looks private was found.", ""])].join("\n");
}
