import { describe, expect, it } from "vitest";
import { readCableYml } from "../../src/rails/cable-yml.ts";
import { readPort } from "../../src/rails/port.ts";
import { readRailsApp } from "../../src/rails/rails-app.ts";
import { railsEndpoints } from "../../src/rails/rails-endpoints.ts";

const endpoints = (files: Record<string, string>) =>
  railsEndpoints("shop", readRailsApp(new Map(Object.entries(files))));
const lock = (...gems: string[]) => `GEM\n  specs:\n${gems.map((gem) => `    ${gem}\n`).join("")}`;

const cableYml = `
default: &default
  adapter: redis
  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>
  <% if true %>
development:
  <<: *default
  channel_prefix: shop_development
test:
  adapter: test
production:
  adapter: <%= ENV.fetch("ADAPTER", "solid_cable") %>
  channel_prefix: <%= Rails.application.name %>
`;

describe("a Rails app", () => {
  it("is connected where it is mounted, with its channels and actions", () => {
    const [endpoint, ...others] = endpoints({
      "config/routes.rb": 'Rails.application.routes.draw do\n mount ActionCable.server => "/live"\nend',
      "config/cable.yml": cableYml,
      "Procfile.dev": "web: bin/rails server -p 3100\njs: yarn build --watch",
      "Gemfile.lock": lock("rails (8.1.0)", "turbo-rails (2.0.11)"),
      "app/channels/chat_channel.rb":
        'class ChatChannel < ApplicationCable::Channel\n def subscribed\n  stream_from "chat_#{params[:room]}"\n end\n def speak(data)\n  data["body"]\n end\nend',
      "app/channels/news_channel.rb":
        'class NewsChannel < ApplicationCable::Channel\n def subscribed\n  stream_from "news"\n end\nend',
    });
    expect(others).toEqual([]);
    expect(endpoint).toMatchObject({
      name: "shop",
      url: "ws://localhost:3100/live",
      protocol: "action-cable",
      subscriptions: [
        {
          name: "ChatChannel",
          detail: 'streams from "chat_#{params[:room]}"',
          command: { kind: "subscribe", values: { channel: 'ChatChannel {"room":""}' } },
        },
        { name: "NewsChannel", detail: 'streams from "news"', command: { values: { channel: "NewsChannel" } } },
      ],
      messages: [
        {
          group: "ChatChannel",
          name: "speak",
          command: { kind: "perform", values: { channel: "ChatChannel", action: "speak", data: '{"body":""}' } },
        },
      ],
      notes: [
        "2 channels in app/channels",
        "adapter redis, prefix shop_development in development",
        "rails 8.1.0",
        "turbo-rails 2.0.11",
      ],
    });
  });

  it("is at Rails' own path and port where it says nothing", () => {
    expect(endpoints({ "config/cable.yml": "development:\n  adapter: async" })).toMatchObject([
      { url: "ws://localhost:3000/cable" },
    ]);
  });

  it("has no endpoint without Action Cable or MessageBus", () => {
    expect(endpoints({ "config/routes.rb": "", Gemfile: 'gem "rails"' })).toEqual([]);
  });

  it.each<[Record<string, string>, string]>([
    [{ "config/application.rb": 'config.action_cable.mount_path = "/ws"' }, "ws://localhost:3000/ws"],
    [
      {
        "config/environments/development.rb":
          '# config.action_cable.url = "ws://x"\nconfig.action_cable.url = "ws://localhost:28080/cable"',
      },
      "ws://localhost:28080/cable",
    ],
    [
      { "config/environments/development.rb": 'config.action_cable.url = ENV.fetch("CABLE_URL", "/live")' },
      "ws://localhost:3000/live",
    ],
    [
      { "config/environments/development.rb": 'config.action_cable.url = "https://dev.test/cable"' },
      "wss://dev.test/cable",
    ],
  ])("%o: %s", (files, url) => {
    expect(endpoints({ "config/cable.yml": "", ...files })).toMatchObject([{ url }]);
  });

  it("speaks AnyCable's protocol where its gem serves development, and MessageBus with its gem", () => {
    const found = endpoints({
      "config/cable.yml": "development:\n  adapter: any_cable",
      Gemfile: 'gem "anycable-rails", "~> 1.5"\ngem "message_bus"',
      "Gemfile.lock": lock("anycable-rails (1.6.0)", "message_bus (4.4.1)"),
    });
    expect(found.map(({ name, url, protocol }) => [name, url, protocol])).toEqual([
      ["shop", "ws://localhost:8080/cable", "anycable"],
      ["shop MessageBus", "http://localhost:3000/message-bus", "message-bus"],
    ]);
    const elsewhere = endpoints({
      "config/cable.yml": "development:\n  adapter: any_cable",
      "config/anycable.yml": "default: &d\n  websocket_url: ws://localhost:8090/cable\ndevelopment:\n  <<: *d",
      Gemfile: 'gem "anycable-rails"',
    });
    expect(elsewhere).toMatchObject([{ protocol: "anycable", url: "ws://localhost:8090/cable" }]);
    const async = endpoints({ "config/cable.yml": "development:\n  adapter: async", Gemfile: 'gem "anycable-rails"' });
    expect(async).toMatchObject([{ protocol: "action-cable", url: "ws://localhost:3000/cable" }]);
  });
});

it("reads cable.yml with ERB in it, and leaves open what only the app knows", () => {
  expect(readCableYml(cableYml)).toMatchObject({
    development: { adapter: "redis", channelPrefix: "shop_development" },
    test: { adapter: "test" },
    production: { adapter: "solid_cable", channelPrefix: undefined },
  });
  expect(readCableYml("just text")).toEqual({});
});

it.each<[Partial<Parameters<typeof readPort>[0]>, number]>([
  [{}, 3000],
  [{ puma: 'port ENV.fetch("PORT", 3001)' }, 3001],
  [{ puma: 'port ENV.fetch("PORT") { 3002 }' }, 3002],
  [{ puma: "# port 1\nport 3003" }, 3003],
  [{ puma: 'bind "tcp://0.0.0.0:3004"' }, 3004],
  [{ puma: "port 3003", env: "PORT=3005" }, 3005],
  [{ binDev: 'export PORT="${PORT:-3006}"\nexec foreman start' }, 3006],
  [{ binDev: "exec bin/rails server --port 3007" }, 3007],
  [{ procfile: "web: env PORT=3008 bin/rails server", env: "PORT=1" }, 3008],
  [{ procfile: "web: bin/rails s -b 0.0.0.0 -p 3009", puma: "port 1" }, 3009],
  [{ procfile: "css: x -p 5\nweb: bin/rails s" }, 3000],
  [{ puma: "port 99999" }, 3000],
])("finds the port in %o", (sources, port) => {
  expect(readPort({ procfile: "", binDev: "", puma: "", env: "", ...sources })).toBe(port);
});
