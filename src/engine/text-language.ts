/** Tells from a text's beginning which language an editor should show it in. Plain text when it is not plain to see. */
import type { PayloadDocument } from "../bridge/rows.ts";

const looked = 2_000;
const htmlTags =
  /^<(!doctype html|html|head|body|div|span|p|a|ul|ol|li|table|tr|td|form|section|article|main|nav|header|footer|h[1-6]|button|input|img|script|style|template|turbo-stream|turbo-frame)[\s>/]/i;

export function languageOf(text: string): PayloadDocument["language"] {
  // A byte order mark is not white space to every reader, and comments may stand before anything.
  const start = text.slice(0, looked).replace(/^\ufeff?(\s|<!--[\s\S]*?-->)*/, "");
  if (/^[{[]/.test(start)) return "json";
  if (htmlTags.test(start)) return "html";
  if (/^<(\?xml|!DOCTYPE|[a-z_][\w.:-]*[\s>/])/i.test(start)) return "xml";
  return isScript(start) ? "javascript" : "plaintext";
}

function isScript(start: string): boolean {
  return (
    /^(["']use strict["']|import\s[\s\S]*?from\s*["']|export\s+(default|const|function|class|\{)|(async\s+)?function\s*\w*\s*\()/.test(
      start,
    ) || /^((var|let|const)\s+[\w$]+\s*=|\(\s*(async\s*)?(function\b|\([^)]*\)\s*=>)|!function\b)/.test(start)
  );
}

const extensions: Readonly<Record<PayloadDocument["language"], string>> = {
  json: "json",
  html: "html",
  xml: "xml",
  javascript: "js",
  plaintext: "txt",
};

export function textDocument(text: string, language: PayloadDocument["language"]): PayloadDocument {
  return { text, language, extension: extensions[language] };
}
