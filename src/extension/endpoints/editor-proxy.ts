/** The proxy that VS Code itself would use for an address: its settings, and what it was started with. */
import * as vscode from "vscode";
import { type AmbientProxy, proxyOfEditor } from "../../config/ambient-proxy.ts";

export function editorProxy(url: string): AmbientProxy {
  const http = vscode.workspace.getConfiguration("http");
  return proxyOfEditor(
    url,
    {
      proxy: http.get("proxy", "").trim(),
      noProxy: http.get<readonly string[]>("noProxy", []),
      support: http.get("proxySupport", "override"),
      strictSsl: http.get("proxyStrictSSL", true),
    },
    process.env,
  );
}
