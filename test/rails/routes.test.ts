import { expect, it } from "vitest";
import { readMounts } from "../../src/rails/routes.ts";

const paths = (routes: string) => readMounts(routes).map(({ server, path }) => `${server} ${path}`);

it.each<[string, string, string[]]>([
  ["a rocket", `mount ActionCable.server => '/cable'`, ["action-cable /cable"]],
  ["at:", `  mount ActionCable.server, at: "/websocket"`, ["action-cable /websocket"]],
  ["brackets", `mount(ActionCable.server, at: "ws")`, ["action-cable /ws"]],
  ["MessageBus", `mount MessageBus::Rack::Middleware, at: "/bus"`, ["message-bus /bus"]],
  ["no mount", `# mount ActionCable.server => "/cable"\nget "/cable", to: "x#y"`, []],
  [
    "a namespace",
    `namespace :admin do\n  mount ActionCable.server => "/cable"\nend\nmount ActionCable.server => "/c"`,
    ["action-cable /admin/cable", "action-cable /c"],
  ],
  [
    "a namespace with a path",
    `namespace :admin, path: "manage" do\n mount ActionCable.server => "/cable"\nend`,
    ["action-cable /manage/cable"],
  ],
  [
    "scopes in each other",
    `scope "/api" do\n scope path: "v1" do\n  mount ActionCable.server => "/cable"\n end\nend`,
    ["action-cable /api/v1/cable"],
  ],
  [
    "a scope of a module only",
    `scope module: "admin" do\n mount ActionCable.server => "/cable"\nend`,
    ["action-cable /cable"],
  ],
  [
    "an optional locale",
    `scope "(:locale)", locale: /en|de/ do\n mount ActionCable.server => "/cable"\nend`,
    ["action-cable /cable"],
  ],
  [
    "other blocks around",
    `Rails.application.routes.draw do\n authenticate :user, ->(u) { u.admin? } do\n  mount ActionCable.server => "/cable"\n end\n if Rails.env.development?\n  namespace :dev do\n  end\n end\n mount ActionCable.server => "/b"\nend`,
    ["action-cable /cable", "action-cable /b"],
  ],
  [
    "lines of its own",
    `mount ActionCable.server =>\n  "/a"\nmount(\n ActionCable.server,\n at:\n "/b"\n)`,
    ["action-cable /a", "action-cable /b"],
  ],
  [
    "lines of its own for a scope",
    `scope "/api",\n  module: "api" do\n mount ActionCable.server => "/c"\nend`,
    ["action-cable /api/c"],
  ],
  ["a hash in braces, and colons before", `mount({ ::ActionCable.server => "/cable" })`, ["action-cable /cable"]],
  ["more options", `mount ActionCable.server => "/c", as: "x", constraints: { subdomain: "ws" }`, ["action-cable /c"]],
  [
    "a variable with a default",
    `mount ActionCable.server => ENV.fetch("A", "/a")\nmount ActionCable.server, at: ENV.fetch("B") { "/b" }`,
    ["action-cable /a", "action-cable /b"],
  ],
  [
    "what is known only at run time",
    `mount ActionCable.server => ENV["A"]\nmount ActionCable.server => "/#{name}/cable"`,
    [],
  ],
  [
    "blocks within a line",
    `scope("/a") { mount ActionCable.server => "/c" }\nscope "/b" do mount ActionCable.server => "/c" end`,
    ["action-cable /a/c", "action-cable /b/c"],
  ],
  [
    "a namespace without a path",
    `namespace :admin, path: nil do\n mount ActionCable.server => "/c"\nend`,
    ["action-cable /c"],
  ],
  [
    "routes to it",
    `match "/ws", to: ActionCable.server, via: :all\nget "/ws2" => ActionCable.server`,
    ["action-cable /ws", "action-cable /ws2"],
  ],
])("%s", (_, routes, mounts) => {
  expect(paths(routes)).toEqual(mounts);
});
