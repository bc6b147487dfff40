import { createCable } from "@anycable/core";
import { startMock } from "framescope/mock";
import { WebSocket } from "ws";

describe("the lobby's channel", () => {
  let mock;
  let cable;

  beforeAll(async () => {
    mock = await startMock({ seed: 1 });
  });

  beforeEach(() => {
    cable = createCable(mock.url("anycable"), {
      protocol: "actioncable-v1-ext-json",
      websocketImplementation: WebSocket,
      reconnectStrategy: () => 100,
      logLevel: "error",
    });
  });

  afterEach(async () => {
    cable.disconnect();
    await mock.reset();
  });

  afterAll(() => mock.stop());

  it("hears what is said in it", async () => {
    const channel = cable.subscribeTo("ChatChannel", { room: "lobby" });
    const heard = new Promise((resolve) => channel.on("message", resolve));
    await channel.ensureSubscribed();
    await mock.publish("chat:lobby", { body: "hello" });
    expect(await heard).toEqual({ body: "hello" });
  });

  it("says what it is told to", async () => {
    const channel = cable.subscribeTo("ChatChannel", { room: "lobby" });
    await channel.perform("speak", { body: "hi" });
    const said = await mock.expect({ topic: "chat:lobby", data: { body: "h*" } });
    expect(said).toMatchObject({ action: "speak", data: { body: "hi" } });
  });

  it("misses nothing while it is cut off", async () => {
    const channel = cable.subscribeTo("ChatChannel", { room: "lobby" });
    const heard = new Promise((resolve) => channel.on("message", resolve));
    await channel.ensureSubscribed();
    const cutOff = new Promise((resolve) => cable.on("disconnect", resolve));
    const [client] = await mock.clients({ topic: "chat:lobby" });
    await mock.cut(client.id);
    await cutOff;
    await mock.publish("chat:lobby", { body: "meanwhile" });
    expect(await heard).toEqual({ body: "meanwhile" });
  });
});
