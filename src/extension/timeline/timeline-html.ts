/** The two pages that a timeline's tab can hold. Both run nothing but our own files; the second runs no script at all. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { LostSession } from "./timeline-memory.ts";

/** The live timeline. Lit adopts its style sheets, so that no inline style has to be allowed. */
export function timelineHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(18).toString("base64");
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist/webview", name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Framescope timeline</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file("codicon.css")}">
<link rel="stylesheet" href="${file("timeline.css")}">
</head>
<body>
<script type="module" nonce="${nonce}" src="${file("timeline.js")}"></script>
</body>
</html>`;
}

export interface LostTab {
  readonly session: string;
  /** The tail of a sentence: `when the window was reloaded`. */
  readonly when: string;
  /** Undefined: nothing is known of it any more. */
  readonly lost: LostSession | undefined;
}

/** What a tab holds whose session is over though nobody closed it: what it was, and the way to have it again. */
export function lostSessionHtml(webview: vscode.Webview, extensionUri: vscode.Uri, tab: LostTab): string {
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist/media/lost-session.css"));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}">
<title>Framescope timeline</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main>
${tab.lost ? knownBody(tab, tab.lost) : unknownBody()}
</main>
</body>
</html>`;
}

function knownBody({ session, when }: LostTab, { title, url, protocolTitle, door }: LostSession): string {
  const ended = door ? "This session and the mock server behind it ended" : "This session ended";
  const act = door ? "Start the mock server and connect again" : "Connect again";
  const again = `command:framescope.connectAgain?${encodeURIComponent(JSON.stringify([session]))}`;
  const recorded = `command:framescope.openEarlier?${encodeURIComponent(JSON.stringify([session]))}`;
  return `<h1>${escaped(title)}</h1>
<p class="endpoint"><code>${escaped(url)}</code> <span>${escaped(protocolTitle)}</span></p>
<p>${ended} ${when}. What it recorded is kept for some days; the endpoint, its headers and its subscriptions are still known.</p>
<p><a class="button" href="${escaped(again)}">${act}</a> <a class="second button" href="${escaped(recorded)}">Open what it recorded</a></p>`;
}

function unknownBody(): string {
  return `<h1>This session is over</h1>
<p>Its endpoint is not known any more.</p>
<p><a class="button" href="command:framescope.connect">Connect to an endpoint</a></p>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
