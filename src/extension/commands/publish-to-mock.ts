/**
 * Publish to Mock Server…, and Publish Selection to Mock…: one publication to a topic, for every subscriber of it whatever the
 * protocol. What was typed or chosen last is offered first.
 */
import * as vscode from "vscode";
import type { MockTopic } from "../../model/mock.ts";
import { askPick } from "../asking/quick-pick.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { startMock } from "../mock/doors.ts";
import { askData, meaning, readData, readSelection } from "../mock/publication-data.ts";
import { counted } from "../numbers.ts";
import { nodeOf } from "../views/nodes.ts";

const shownMs = 4_000;

export interface Publishing {
  publishToMock(target?: unknown): Promise<void>;
  publishSelection(): Promise<void>;
}

export function publishing(engine: LazyEngine): Publishing {
  let lastText = '{"body":"hello"}';
  let lastTopic: string | undefined;

  async function publish(topic: string, data: unknown): Promise<void> {
    lastTopic = topic;
    const { subscribers, offset } = await engine.api.publish(topic, data);
    const reached = subscribers === 0 ? "nobody is subscribed yet" : counted(subscribers, "subscriber");
    vscode.window.setStatusBarMessage(`$(broadcast) ${topic} #${offset}: ${reached}`, shownMs);
  }

  return {
    publishToMock: async (target) => {
      const { topics } = await startMock(engine.api);
      const title = "Publish to Mock Server";
      const topic = nodeOf(target, "topic")?.topic.topic ?? (await askTopic(title, topics, lastTopic));
      if (!topic) return;
      const asked = await askData(`Publish to ${topic}`, lastText);
      if (!asked) return;
      lastText = asked.text;
      await publish(topic, asked.data);
    },
    publishSelection: async () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) throw new Error("Open a text to publish first: its selection, or all of it, is what is sent.");
      const { document, selection } = editor;
      const text = readSelection(document.getText(selection.isEmpty ? undefined : selection));
      if (text === "") throw new Error("There is nothing in it that could be published.");
      const { topics } = await startMock(engine.api);
      const what = selection.isEmpty ? "the document" : "the selection";
      const topic = await askTopic(`Publish ${what} to the mock server. ${meaning(text)}`, topics, lastTopic);
      if (topic) await publish(topic, readData(text));
    },
  };
}

async function askTopic(
  title: string,
  topics: readonly MockTopic[],
  last: string | undefined,
): Promise<string | undefined> {
  const known = topics
    .map(({ topic, subscribers, publications }) => ({
      label: topic,
      description: `${counted(subscribers, "subscriber")} · ${counted(publications, "publication")}`,
      topic,
    }))
    .sort((a, b) => Number(b.topic === last) - Number(a.topic === last));
  const taken = await askPick({
    title,
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
