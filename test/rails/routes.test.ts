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
])("%s", (_, routes, mounts) => {
  expect(paths(routes)).toEqual(mounts);
});
