/** Changes to `.vscode/framescope.json` that keep its comments and its layout. Pure: text in, text out. */
import { applyEdits, findNodeAtLocation, getNodeValue, type JSONPath, modify, parseTree } from "jsonc-parser";
import { starterFile } from "./starter.ts";

const formattingOptions = { insertSpaces: true, tabSize: 2 };

/** An empty or missing file becomes the commented starter with this endpoint in it. */
export function withEndpoint(text: string, endpoint: object): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  // Name by name, so that the starter's comments stay.
  if (text.trim() === "" || root?.type !== "object")
    return Object.entries(endpoint).reduce(
      (file, [name, value]) => changed(file, ["endpoints", 0, name], value),
      starterFile,
    );
  const list = findNodeAtLocation(root, ["endpoints"]);
  if (list?.type !== "array") return changed(text, ["endpoints"], [endpoint]);
  return changed(text, ["endpoints", list.children?.length ?? 0], endpoint, "insert");
}

/** Undefined when the file has no endpoint of that name. */
export function withMessage(text: string, endpointName: string, message: object): string | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const items = (root && findNodeAtLocation(root, ["endpoints"])?.children) ?? [];
  const index = items.findIndex(
    (item) => (getNodeValue(item) as { readonly name?: unknown } | null)?.name === endpointName,
  );
  const item = items[index];
  if (!item) return undefined;
  const list = findNodeAtLocation(item, ["messages"]);
  if (list?.type !== "array") return changed(text, ["endpoints", index, "messages"], [message]);
  return changed(text, ["endpoints", index, "messages", list.children?.length ?? 0], message, "insert");
}

function changed(text: string, path: JSONPath, value: unknown, how: "set" | "insert" = "set"): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion: how === "insert" }));
}
