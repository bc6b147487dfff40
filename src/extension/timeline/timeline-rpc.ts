/** The extension's end of the wire to one timeline's webview. Knows how calls travel, not what they do. */
import { createBirpc } from "birpc";
import type * as vscode from "vscode";
import type { TimelineEvents, TimelineHost } from "../../bridge/timeline-api.ts";
import { packTimelinePacket, timelineEventNames, unpackTimelinePacket } from "../../bridge/timeline-wire.ts";

export interface TimelineWire {
  /** Nobody waits for these, and a tab that was closed meanwhile need not hear them. */
  readonly tell: TimelineEvents;
  close(): void;
}

export function openTimelineWire(webview: vscode.Webview, calls: TimelineHost): TimelineWire {
  let listening: vscode.Disposable | undefined;
  const rpc = createBirpc<TimelineEvents, TimelineHost>(calls, {
    bind: "functions",
    eventNames: [...timelineEventNames],
    post: (packet) => webview.postMessage(packet),
    on: (receive) => {
      listening = webview.onDidReceiveMessage(receive);
    },
    serialize: packTimelinePacket,
    deserialize: unpackTimelinePacket,
  });
  const ignore = (): void => {};
  return {
    tell: {
      sessionChanged: (session) => void rpc.sessionChanged(session).catch(ignore),
      viewChanged: (view) => void rpc.viewChanged(view).catch(ignore),
      overviewChanged: (tick) => void rpc.overviewChanged(tick).catch(ignore),
      preparedChanged: (prepared) => void rpc.preparedChanged(prepared).catch(ignore),
      mockChanged: (mock) => void rpc.mockChanged(mock).catch(ignore),
      filterAsked: (filter) => void rpc.filterAsked(filter).catch(ignore),
      act: (action) => void rpc.act(action).catch(ignore),
    },
    close: () => {
      listening?.dispose();
      rpc.$close();
    },
  };
}
