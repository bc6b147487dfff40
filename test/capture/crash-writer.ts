/** Run by `crash.test.ts` in a process of its own: writes until it is killed, and tells how far it surely got. */
import { openCapture } from "../../src/capture/opening.ts";

const capture = openCapture(String(process.argv[2]));
let committed = 0;
let reported = 0;
capture.onChange = () => {
  // Told at the begin of a transaction and after its commit: at either, what came before it is in the file.
  committed = capture.lastSeq;
};

function write(): void {
  for (let n = 0; n < 200; n += 1) {
    const at = Date.now();
    const frame = capture.frame(at, 1, { kind: "text", direction: "received", data: `frame ${capture.lastSeq + 1}` });
    capture.message(at, 1, "received", "message", { kind: "message", raw: `raw ${frame}` }, frame, frame, 9);
  }
  if (committed > reported) process.stdout.write(`${committed}\n`);
  reported = committed;
  setImmediate(write);
}

write();
