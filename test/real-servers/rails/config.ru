# A Rails 6.1 app in one file, with Action Cable on the async adapter: what the tests of our client connect to.
# Start: puma -b tcp://127.0.0.1:PORT -t 1:16 config.ru   (LOG: where to log; CHECK_ORIGIN=1: only http://good.example may;
# REDIS_URL: on the redis adapter, with CHANNEL_PREFIX if there is one)
require "logger"
require "rails"
require "active_support/all"
require "action_controller/railtie"
require "action_cable/engine"

class App < Rails::Application
  config.root = __dir__
  config.eager_load = false
  config.consider_all_requests_local = true
  config.secret_key_base = "test-only-" + "0" * 64
  config.hosts.clear
  config.logger = Logger.new(ENV.fetch("LOG"))
  config.action_cable.mount_path = "/cable"
  config.action_cable.disable_request_forgery_protection = ENV["CHECK_ORIGIN"] != "1"
  if ENV["CHECK_ORIGIN"] == "1"
    config.action_cable.allowed_request_origins = ["http://good.example"]
    config.action_cable.allow_same_origin_as_host = false
  end
end

module ApplicationCable
  class Connection < ActionCable::Connection::Base
    identified_by :current_user

    def connect
      user = request.params["user"] || "anon"
      reject_unauthorized_connection if user == "nobody"
      raise "boom in connect" if user == "crash"
      self.current_user = user
    end
  end

  class Channel < ActionCable::Channel::Base; end
end

class ChatChannel < ApplicationCable::Channel
  def subscribed
    return reject if params[:room] == "secret"
    raise "boom in subscribed" if params[:room] == "crash"
    stream_from "chat:#{params[:room]}"
    raise "boom after stream_from" if params[:room] == "late_crash"
    transmit({ welcome: "to #{params[:room]}", user: current_user }) if params[:greet]
  end

  def speak(data)
    ActionCable.server.broadcast("chat:#{params[:room]}", { user: current_user, body: data["body"] })
  end

  def echo(data)
    transmit(data)
  end
end

# The signing scheme of turbo-rails, which Debian does not have.
module Turbo
  def self.verifier
    key = App.key_generator.generate_key("turbo/signed_stream_verifier_key")
    @verifier ||= ActiveSupport::MessageVerifier.new(key, digest: "SHA256", serializer: JSON)
  end

  class StreamsChannel < ApplicationCable::Channel
    def subscribed
      name = Turbo.verifier.verified(params[:signed_stream_name])
      name ? stream_from(name) : reject
    end
  end
end

# What the tests ask the server to do.
class AdminController < ActionController::Base
  def broadcast
    ActionCable.server.broadcast(params[:stream], JSON.parse(request.raw_post, quirks_mode: true))
    head :no_content
  end

  def disconnect
    ActionCable.server.remote_connections.where(current_user: params[:user]).disconnect
    head :no_content
  end

  def restart
    ActionCable.server.restart
    head :no_content
  end

  def sign
    render plain: Turbo.verifier.generate(params[:stream])
  end
end

App.initialize!
cable = { "adapter" => "async" }
if ENV["REDIS_URL"]
  cable = { "adapter" => "redis", "url" => ENV["REDIS_URL"], "channel_prefix" => ENV["CHANNEL_PREFIX"].presence }.compact
end
ActionCable.server.config.cable = cable.with_indifferent_access
ActionCable.server.config.logger = Rails.logger

App.routes.append do
  post "/broadcast" => "admin#broadcast"
  post "/disconnect" => "admin#disconnect"
  post "/restart" => "admin#restart"
  get "/sign" => "admin#sign"
end
App.routes_reloader.reload!
run App
