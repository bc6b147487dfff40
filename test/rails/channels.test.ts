import { expect, it } from "vitest";
import { readChannels } from "../../src/rails/channels.ts";

it("reads a channel with its params, streams and actions", () => {
  const [chat] = readChannels(`
class ChatChannel < ApplicationCable::Channel
  periodically :tick, every: 5.seconds

  def subscribed
    reject and return unless params[:room]
    stream_from "chat_#{params[:room]}_#{params["lang"]}" # of the room
    stream_for Room.find(params.fetch(:id)), coder: JSON
  end

  def unsubscribed
  end

  def speak(data)
    return if data["body"].blank?
    if data["body"].start_with?("/")
      command data.fetch("args")
    end
    Message.create!(body: data['body'], room: params[:room])
  end

  def typing = broadcast("typing")
  def appear(data) = transmit(data["on"])

  private

  def command(args)
    transmit args["x"]
  end

  public

  def leave
  end

  private def hidden(data)
  end
  def self.build
  end
end`);
  expect(chat).toEqual({
    name: "ChatChannel",
    params: ["room", "lang", "id"],
    streamsFrom: ['"chat_#{params[:room]}_#{params["lang"]}"'],
    streamsFor: ["Room.find(params.fetch(:id))"],
    actions: [
      { name: "speak", keys: ["body", "args"] },
      { name: "typing", keys: [] },
      { name: "appear", keys: ["on"] },
      { name: "leave", keys: [] },
    ],
  });
});

it("names channels with their modules, several in a file, and no other class", () => {
  const source = `
module Admin
  module Live
    class RoomsChannel < ApplicationCable::Channel
      class Helper
        def call
        end
      end
      def poke
      end
    end
  end
  class LogChannel < BaseChannel; end
end
class Shop::CartChannel < ActionCable::Channel::Base
  def add(data)
    data[:sku]
  end
end
module ApplicationCable
  class Channel < ActionCable::Channel::Base
  end
  class Connection < ActionCable::Connection::Base
  end
end
class Worker
end`;
  expect(readChannels(source).map(({ name, actions }) => [name, actions.map((action) => action.name)])).toEqual([
    ["Admin::Live::RoomsChannel", ["poke"]],
    ["Admin::LogChannel", []],
    ["Shop::CartChannel", ["add"]],
  ]);
});

it("takes any text, cut anywhere", () => {
  const source = `class A < ApplicationCable::Channel\n def a(d)\n d["x"]\n end\nend\n=begin\nx\n=end\n"#{'#'}"`;
  for (let end = 0; end <= source.length; end += 1)
    expect(Array.isArray(readChannels(source.slice(0, end)))).toBe(true);
});
