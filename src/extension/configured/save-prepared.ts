/** Save as prepared…: writes a message of the composer to its endpoint in `.vscode/framescope.json`. */
import * as vscode from "vscode";
import { withMessage } from "../../config/file-edits.ts";
import { writtenValues } from "../../config/prepared.ts";
import type { Command } from "../../model/form.ts";
import { askText } from "../asking/questions.ts";
import { sentence } from "../errors.ts";
import type { Session } from "../sessions.ts";
import { channelText } from "./channel-text.ts";
import { changeFile } from "./endpoint-document.ts";
import type { PreparedBook } from "./prepared-book.ts";

const addEndpoint = "Add Endpoint to Workspace File…";

export async function savePrepared(prepared: PreparedBook, session: Session, command: Command): Promise<void> {
  try {
    await save(prepared, session, command);
  } catch (error) {
    void vscode.window.showErrorMessage(sentence(error));
  }
}

async function save(prepared: PreparedBook, session: Session, { kind, values }: Command): Promise<void> {
  const source = prepared.source(session);
  const uri = source?.group.kind === "file" ? source.group.uri : undefined;
  if (!source || !uri) {
    const choice = await vscode.window.showInformationMessage(
      "Messages are kept with an endpoint of .vscode/framescope.json, and this one is not in it. Add it there and connect it from there.",
      addEndpoint,
    );
    if (choice === addEndpoint) await vscode.commands.executeCommand("framescope.addToWorkspaceFile");
    return;
  }
  const taken = new Set(source.read.endpoint?.messages.map(({ name }) => name));
  const name = await askText({
    title: "Save as Prepared",
    prompt: `A name to find it by. It is written to framescope.json, with "${source.read.name}".`,
    validateInput: (typed) =>
      typed.trim() === ""
        ? "A name is needed to find it again"
        : taken.has(typed.trim())
          ? "There is a message of that name already"
          : undefined,
  });
  if (name === undefined) return;
  const fields = session.protocol.commandForms.find((form) => form.kind === kind)?.fields ?? [];
  const message = { name: name.trim(), command: kind, values: writtenValues(fields, readable(session, values)) };
  await changeFile(uri, (text) => {
    const changed = withMessage(text, source.read.name, message);
    if (changed === undefined) throw new Error(`"${source.read.name}" is not in framescope.json any more.`);
    return changed;
  });
}

/** An identifier as a person would write it: `ChatChannel {"room":"lobby"}`, where that means the same to the byte. */
function readable(session: Session, values: Command["values"]): Record<string, string> {
  const known = new Set(session.summary.channels.map(({ channel }) => channel));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, known.has(value) ? channelText(value) : value]),
  );
}
