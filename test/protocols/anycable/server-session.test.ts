import { describe, expect, it } from "vitest";
import type { RequestHead } from "../../../src/model/frame.ts";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { ServerPlayer } from "../server-player.ts";
import { play, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}';
const ext = "actioncable-v1-ext-json";
const sid = "000000000000000000000";

function conversation(text: string): void {
  expect(play(new ServerPlayer(anycable), text)).toBe(written(text));
}

const connected = `
  > requested /cable?pi=0 ${ext}
  < accept ${ext}
  < send {"type":"welcome","sid":"${sid}"}
  > received {"command":"subscribe","identifier":"${lobby}"}
  < join chat:lobby
  > joined chat:lobby
  < send {"type":"confirm_subscription","identifier":"${lobby}"}
`;

describe("the upgrade", () => {
  it("takes the first name that AnyCable knows, never a token, and works without one", () => {
    for (const [offered, chosen] of [
      [`anycable-token.x,${ext}`, ` ${ext}`],
      ["actioncable-v1-msgpack", " actioncable-v1-msgpack"],
      ["mqtt", ""],
    ]) {
      const [accepted] = new ServerPlayer(anycable).put(`requested /cable?jid= ${offered}`, 0);
      expect(accepted).toBe(`accept${chosen}`);
    }
  });

  it("pings at first after half to one and a half of the interval, then every interval, in the unit that was asked for", () => {
    conversation(`
      > requested /cable?ptp=ms ${ext}
      < accept ${ext}
      < send {"type":"welcome","sid":"${sid}"}
      @ +1500ms
      < send {"type":"ping","message":1760000002500}
      @ +3000ms
      < send {"type":"ping","message":1760000005500}
    `);
  });

  it("closes with the codes and reasons of the real one", () => {
    conversation(`
      > requested /cable?user=nobody ${ext}
      < accept ${ext}
      < send {"type":"disconnect","reason":"unauthorized","reconnect":false}
      < close 1000 Auth Failed
    `);
    conversation(`
      > requested /cable?connect=crash ${ext}
      < accept ${ext}
      < note the call to the app failed: no disconnect message
      < close 1011 Auth Error
    `);
    conversation(`${connected}
      > command restart
      < send {"type":"disconnect","reason":"server_restart","reconnect":true}
      < close 1001 Server restart
    `);
    conversation(`${connected}
      > command kick {"reconnect":"false"}
      < send {"type":"disconnect","reason":"remote","reconnect":false}
      < close 1000 Closed remotely
    `);
    conversation(`${connected}
      > command drop
      < drop
    `);
  });

  it("case 83: wants pongs only from extended clients, and takes any message for one", () => {
    conversation(`
      > requested /cable?pi=0&pong_timeout=5 ${ext}
      < accept ${ext}
      < send {"type":"welcome","sid":"${sid}"}
      @ +4000ms
      > received {"command":"pong"}
      @ +5000ms
      < send {"type":"disconnect","reason":"no_pong","reconnect":true}
      < close 1000 No Pong
    `);
    conversation(`
      > requested /cable?pi=0&pong_timeout=5 actioncable-v1-json
      < accept actioncable-v1-json
      < send {"type":"welcome","sid":"${sid}"}
      @ +10000ms
    `);
  });
});

describe("commands", () => {
  it("sends data with its position, and transmissions without", () => {
    conversation(`${connected}
      > publish chat:lobby {"html":"<b>"}
      < send {"identifier":"${lobby}","message":{"html":"\\u003cb\\u003e"},"stream_id":"chat:lobby","epoch":"abcd","offset":1}
      > publish chat:lobby null
      < send {"identifier":"${lobby}","message":"null","stream_id":"chat:lobby","epoch":"abcd","offset":2}
      > received {"command":"message","identifier":"${lobby}","data":"{\\"action\\":\\"echo\\",\\"n\\":1}"}
      < send {"identifier":"${lobby}","message":{"action":"echo","n":1}}
      > received {"command":"message","identifier":"${lobby}","data":"{\\"action\\":\\"speak\\",\\"n\\":1}"}
      < publish chat:lobby {"n":1}
    `);
  });

  it("answers {command: ping} with a pong, and bad input with silence", () => {
    const unknown = '{\\"channel\\":\\"Nobody\\"}';
    conversation(`${connected}
      > received {"command":"ping"}
      < send {"type":"pong"}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < note already subscribed to ChatChannel lobby: no answer
      > received {"command":"subscribe","identifier":"${unknown}"}
      < note no channel class is called Nobody: no answer
      > received {"command":"whisper","identifier":"x","data":1}
      < note not subscribed to x: whisper ignored
      > received {"command":"dance"}
      < note unknown command "dance"
      > received {"command":"message","identifier":"${lobby}","data":{}}
      < note could not handle a frame: \`data\` is an object, where JSON inside a string belongs: {"command":"message","identifier":"{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}","data":{}}
      > received {"command":"ping"}
      < send {"type":"pong"}
      > received hello
      < note a frame that is not JSON: unexpected "h": nothing more is read from this connection, as in AnyCable
      > received {"command":"ping"}
    `);
  });

  it("rejects streams with no name, or with a signed one that is not of the form", () => {
    const stream = (params: string) => `{\\"channel\\":\\"$pubsub\\"${params}}`;
    for (const params of ["", ',\\"signed_stream_name\\":\\"x\\"', ',\\"stream_name\\":\\"\\"'])
      conversation(`
        > requested /cable?pi=0 ${ext}
        < accept ${ext}
        < send {"type":"welcome","sid":"${sid}"}
        > received {"command":"subscribe","identifier":"${stream(params)}"}
        < send {"type":"reject_subscription","identifier":"${stream(params)}"}
      `);
  });

  it("takes public and signed streams by the names that they have", () => {
    conversation(`
      > requested /cable?pi=0 ${ext}
      < accept ${ext}
      < send {"type":"welcome","sid":"${sid}"}
      > received {"command":"subscribe","identifier":"{\\"channel\\":\\"$pubsub\\",\\"stream_name\\":\\"chat/1\\"}"}
      < join chat/1
      > received {"command":"subscribe","identifier":"{\\"channel\\":\\"$pubsub\\",\\"signed_stream_name\\":\\"ImNoYXQvMiI=--00\\"}"}
      < join chat/2
      > received {"command":"subscribe","identifier":"{\\"channel\\":\\"CableReady::Stream\\",\\"identifier\\":\\"ImNoYXQvMyI=--00\\"}"}
      < join chat/3
    `);
  });

  it("history: by a position that was never reached it is refused, with nothing to go by it is not answered", () => {
    conversation(`${connected}
      > received {"command":"history","identifier":"${lobby}","history":{"since":1,"streams":{"chat:lobby":{"epoch":"abcd","offset":9}}}}
      < join chat:lobby
      > joined chat:lobby
      < note history refused: offset 9 was never reached
      < send {"type":"reject_history","identifier":"${lobby}"}
      > received {"command":"history","identifier":"${lobby}","history":{}}
      < join chat:lobby
      > joined chat:lobby
      < note history asked for with neither a time nor a position: no answer, as in AnyCable
    `);
  });
});

describe("whose request it is", () => {
  const request = (offered: string, url = "http://h/cable", more: RequestHead["headers"] = []): RequestHead => ({
    method: "GET",
    url,
    httpVersion: "1.1",
    headers: [["Sec-WebSocket-Protocol", offered], ...more],
  });

  it.each([
    [request(ext), true],
    [request("actioncable-v1-json, actioncable-v1-ext-json"), true],
    [request("actioncable-v1-protobuf"), true],
    [request("actioncable-v1-json, anycable-token.x"), true],
    [request("actioncable-v1-json", "http://h/cable?jid=x"), true],
    [request("actioncable-v1-json", "http://h/cable?sid=x"), true],
    [request("actioncable-v1-json", "http://h/cable", [["X-JID", "x"]]), true],
    [request("actioncable-v1-json, actioncable-unsupported"), false],
    [request("mqtt"), false],
  ])("%#", (head, isOurs) => {
    expect(anycable.door.claims?.(head)).toBe(isOurs);
  });
});
