/** Fills in one of a protocol's command forms and gives the command; a refused one can be mended and given again. */
import * as vscode from "vscode";
import type { Command, CommandForm, Values } from "../../model/form.ts";
import { sentence } from "../errors.ts";
import type { Session } from "../sessions.ts";
import { askField } from "./ask-field.ts";

const editAndRetry = "Edit and Retry";

export async function askAndGive(
  session: Session,
  form: CommandForm,
  give: (command: Command) => Promise<void>,
  given: Values = {},
): Promise<void> {
  const values = await askValues(session, form, given);
  if (!values) return;
  try {
    await give({ kind: form.kind, values });
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(sentence(error), editAndRetry);
    if (choice === editAndRetry) await askAndGive(session, form, give, values);
  }
}

/** Resolves to undefined as soon as one question is dismissed. */
async function askValues(session: Session, form: CommandForm, given: Values): Promise<Values | undefined> {
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const value = await askField({
      title: `${form.title}: ${session.summary.title}`,
      field,
      value: given[field.name] ?? field.initial ?? "",
      channels: session.summary.channels,
    });
    if (value === undefined) return undefined;
    values[field.name] = value;
  }
  return values;
}
