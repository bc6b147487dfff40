/** Files that are dropped on the list of sessions are imported. */
import * as vscode from "vscode";

const fileList = "text/uri-list";

export const dropFiles: vscode.TreeDragAndDropController<unknown> = {
  dropMimeTypes: [fileList],
  dragMimeTypes: [],
  handleDrop: async (_target, data) => {
    const list = (await data.get(fileList)?.asString()) ?? "";
    // RFC 2483 section 5: one address a line, comments begin with #.
    for (const line of list.split(/\r?\n/))
      if (line.trim() !== "" && !line.startsWith("#"))
        await vscode.commands.executeCommand("framescope.importCapture", vscode.Uri.parse(line.trim(), true));
  },
};
