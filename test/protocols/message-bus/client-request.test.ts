import { describe, expect, it } from "vitest";
import type { HeaderList } from "../../../src/model/frame.ts";
import { ClientRequests } from "../../../src/protocols/message-bus/client-request.ts";

function requests(url: string, { headers = [], clientId }: { headers?: HeaderList; clientId?: string } = {}) {
  return new ClientRequests({ url, headers, settings: {}, random: () => 0.5 }, clientId);
}

describe("the address", () => {
  it.each<[string, string]>([
    ["http://h", "http://h/message-bus/me/poll"],
    ["http://h/app", "http://h/app/message-bus/me/poll"],
    ["http://h/app/?key=1", "http://h/app/message-bus/me/poll?key=1"],
    ["http://h/message-bus", "http://h/message-bus/me/poll"],
    ["http://h/message-bus/", "http://h/message-bus/me/poll"],
    ["https://u:p@h:81/x/message-bus/abc/poll?dlp=t&y=2", "https://u:p@h:81/x/message-bus/me/poll?y=2"],
    ["nowhere", "nowhere"],
  ])("%s", (url, polled) => {
    expect(requests(url, { clientId: "me" }).poll("stream", [], 1).url).toBe(polled);
  });

  it("of a plain poll says so, beside what the person's own says", () => {
    const poll = requests("http://h/?key=1", { clientId: "me" }).poll("plain_poll", [], 1);
    expect(poll.url).toBe("http://h/message-bus/me/poll?key=1&dlp=t");
  });

  it("has the address's own client id, or a new one as the official client draws it", () => {
    expect(requests("http://h/message-bus/mine/poll").poll("stream", [], 1).url).toBe("http://h/message-bus/mine/poll");
    const drawn = requests("http://h/app");
    const { url } = drawn.poll("stream", [], 1);
    expect(url).toMatch(/^http:\/\/h\/app\/message-bus\/[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}\/poll$/);
    expect(drawn.poll("stream", [], 2).url).toBe(url);
  });
});

describe("the head and body", () => {
  it("are the official client's", () => {
    expect(requests("http://h").poll("stream", [["/room/ü", -1]], 3)).toMatchObject({
      method: "POST",
      body: "%2Froom%2F%C3%BC=-1&__seq=3",
      headers: [
        ["X-SILENCE-LOGGER", "true"],
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Accept", "text/plain, */*; q=0.01"],
      ],
    });
  });

  it.each(["long_poll", "plain_poll"] as const)("of a %s refuse blocks", (mode) => {
    expect(requests("http://h").poll(mode, [], 1).headers).toContainEqual(["Dont-Chunk", "true"]);
  });

  it("have the person's own headers instead, where they say something else", () => {
    expect(requests("http://h", { headers: [["accept", "*/*"]] }).poll("stream", [], 1).headers).toEqual([
      ["accept", "*/*"],
      ["X-SILENCE-LOGGER", "true"],
      ["Content-Type", "application/x-www-form-urlencoded"],
    ]);
  });
});
