/** Asks for request headers, with Origin and Cookie as the first ideas, since those are what servers ask for. */
import * as vscode from "vscode";
import { cookieNames, readPastedCookies, withCookies } from "../../config/cookies.ts";
import type { HeaderList } from "../../model/frame.ts";
import { readHeader, withHeader } from "./header.ts";
import { askText } from "./questions.ts";
import { askPick, separator } from "./quick-pick.ts";

const cookieStart = "Cookie: ";
const takeOut: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("trash"), tooltip: "Take out" };

interface HeaderItem extends vscode.QuickPickItem {
  /** Where the input begins; undefined: go on. */
  readonly start?: string;
  readonly name?: string;
}

/** Resolves to all headers. Dismissing keeps what was given so far. */
export async function askHeaders(title: string, given: HeaderList): Promise<HeaderList> {
  let headers = given;
  for (;;) {
    const taken = await askPick<HeaderItem>({
      title,
      placeholder: "Which header should be sent?",
      items: () => [{ label: "$(check) Go on", description: "" }, ...givenItems(headers), ...ideas(headers)],
      isActive: (item) => (headers === given ? item.start !== undefined : item.start === undefined),
      onButton: async (item) => {
        headers = headers.filter(([name]) => name !== item.name);
        return "stay";
      },
    });
    if (taken?.item.start === undefined) return headers;
    if (taken.item.start === cookieStart) headers = await askCookies(title, headers);
    else headers = await askHeader(title, taken.item.start, headers);
  }
}

/** Takes what a browser copies, and shows which cookies are in it before they are taken. */
async function askCookies(title: string, headers: HeaderList): Promise<HeaderList> {
  const pasted = await askText({
    title,
    value: await copiedCookies(),
    prompt: "Paste a Cookie or Set-Cookie header, a curl command, a table of cookies, or name=value; name=value",
    validateInput: (typed) => {
      if (typed.trim() === "") return undefined;
      const read = readPastedCookies(typed);
      if (read.kind === "wrong") return read.reason;
      const { length } = read.cookies;
      const message = `${length} ${length === 1 ? "cookie" : "cookies"}: ${cookieNames(read.cookies)}`;
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  const read = readPastedCookies(pasted ?? "");
  return read.kind === "cookies" ? withCookies(headers, read.cookies) : headers;
}

/** An input has one line, and a copied command or table several: what lies ready on the clipboard is read whole. */
async function copiedCookies(): Promise<string> {
  const copied = await vscode.env.clipboard.readText();
  if (!/^\s*curl\s|^(?:set-)?cookie\s*:|\t/im.test(copied)) return "";
  const read = readPastedCookies(copied);
  return read.kind === "cookies" ? read.cookies.map((cookie) => cookie.join("=")).join("; ") : "";
}

async function askHeader(title: string, start: string, headers: HeaderList): Promise<HeaderList> {
  const line = await askText({
    title,
    prompt: "Name: value",
    value: start,
    valueSelection: [start.length, start.length],
    validateInput: (typed) => {
      const read = readHeader(typed);
      return read.kind === "wrong" ? read.reason : undefined;
    },
  });
  const read = line === undefined ? undefined : readHeader(line);
  return read?.kind === "header" ? withHeader(headers, read.header) : headers;
}

function givenItems(headers: HeaderList): HeaderItem[] {
  if (headers.length === 0) return [];
  const items = headers.map(
    ([name, value]): HeaderItem => ({
      label: name,
      description: value,
      name,
      start: `${name}: ${value}`,
      buttons: [takeOut],
    }),
  );
  return [separator("Given"), ...items];
}

function ideas(headers: HeaderList): HeaderItem[] {
  const names = ["Origin", "Cookie", "Authorization"].filter(
    (name) => !headers.some(([given]) => given.toLowerCase() === name.toLowerCase()),
  );
  return [
    separator("Add"),
    ...names.map((name): HeaderItem => ({ label: `$(add) ${name}`, start: `${name}: ` })),
    { label: "$(add) Another header…", start: "" },
  ];
}
