/** Publish to Mock Server…: one publication to a topic, for every subscriber of it whatever the protocol. */
import * as vscode from "vscode";
import type { MockTopic } from "../../model/mock.ts";
import { askPick } from "../asking/quick-pick.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { startMock } from "../mock/doors.ts";
import { counted } from "../numbers.ts";
import { nodeOf } from "../views/nodes.ts";

const shownMs = 4_000;

export function publishToMock(engine: LazyEngine): (target?: unknown) => Promise<void> {
  let lastText = '{"body":"hello"}';
  return async (target) => {
    const { topics } = await startMock(engine.api);
    const topic = nodeOf(target, "topic")?.topic.topic ?? (await askTopic(topics));
    if (!topic) return;
    const text = await vscode.window.showInputBox({
      title: `Publish to ${topic}`,
      prompt: "JSON, or else any text",
      value: lastText,
      ignoreFocusOut: true,
      validateInput: (typed) => ({ message: meaning(typed), severity: vscode.InputBoxValidationSeverity.Info }),
    });
    if (text === undefined) return;
    lastText = text;
    const { subscribers, offset } = await engine.api.publish(topic, readData(text));
    const reached = subscribers === 0 ? "nobody is subscribed yet" : counted(subscribers, "subscriber");
    vscode.window.setStatusBarMessage(`$(broadcast) ${topic} #${offset}: ${reached}`, shownMs);
  };
}

async function askTopic(topics: readonly MockTopic[]): Promise<string | undefined> {
  const known = topics.map(({ topic, subscribers, publications }) => ({
    label: topic,
    description: `${counted(subscribers, "subscriber")} · ${counted(publications, "publication")}`,
    topic,
  }));
  const taken = await askPick({
    title: "Publish to Mock Server",
    placeholder: known.length > 0 ? "Choose a topic, or type one" : "Type a topic, for example chat:lobby",
    items: (typed) => {
      const name = typed.trim();
      const isNew = name !== "" && !known.some(({ topic }) => topic === name);
      return isNew
        ? [...known, { label: `$(add) ${name}`, description: "new topic", alwaysShow: true, topic: name }]
        : known;
    },
  });
  return taken?.item.topic;
}

function meaning(text: string): string {
  const data = readData(text);
  if (typeof data === "string" && data === text) return "Sent as text";
  return `Sent as JSON: ${Array.isArray(data) ? "array" : data === null ? "null" : typeof data}`;
}

function readData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
