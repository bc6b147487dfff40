/** What the reasons and the flag of a `disconnect` message mean, and how the clients read them where they differ. */

export interface ReasonMeaning {
  readonly meaning: string;
  /** What to check, most likely first. */
  readonly advice: readonly string[];
}

const none: readonly string[] = [];

const reasons: Readonly<Record<string, ReasonMeaning>> = {
  unauthorized: {
    meaning: "`connect` called reject_unauthorized_connection: the server does not know who this is.",
    advice: [
      "Send what the app authenticates with: a session cookie, a token in the URL or a header.",
      "Check ApplicationCable::Connection#connect; the upgrade itself always succeeds, so there is no HTTP status to see.",
    ],
  },
  invalid_request: {
    meaning: "The server judged the upgrade request invalid after the socket was open (Rails up to 8.1).",
    advice: ["Check Origin and the allowed_request_origins setting."],
  },
  server_restart: {
    meaning: "ActionCable.server.restart ran: code was reloaded, or the server shuts down gracefully.",
    advice: none,
  },
  remote: {
    meaning:
      "The app disconnected this user on purpose, with remote_connections.where(…).disconnect (Rails 7.1 and later).",
    advice: none,
  },
  idle_timeout: { meaning: "AnyCable waited for a first message that never came.", advice: none },
  no_pong: {
    meaning: "AnyCable wants a pong for its pings, and none came in time.",
    advice: ["Turn on pongs in the client, or pong_timeout off in the server."],
  },
  too_slow: {
    meaning:
      "AnyCable had more unsent output for this client than it keeps (1 MB by default): the client reads too slowly.",
    advice: ["Send less, or read faster; raise the limit only when bursts are short."],
  },
  token_expired: {
    meaning: "The token that this client authenticated with has run out (AnyCable).",
    advice: ["Fetch a fresh token before connecting again."],
  },
  session_expired: { meaning: "AnyCable's long-polling session is gone.", advice: none },
};

export function disconnectMeaning(reason: string | null): ReasonMeaning {
  if (reason === null) {
    return {
      meaning: "The app closed the connection without naming a reason, or an internal error did.",
      advice: none,
    };
  }
  return reasons[reason] ?? { meaning: "Not one of Rails' own reasons: the app chose it.", advice: none };
}

export interface ReconnectReading {
  /** A few words for the row. */
  readonly short: string;
  readonly rails: string;
  readonly anycable: string;
  /** True when clients act differently on it. */
  readonly differs: boolean;
  /** What the official client does. */
  readonly railsReconnects: boolean;
}

/**
 * @rails/actioncable asks whether the value is truthy, @anycable/core whether it is not exactly `false`: so they differ
 * when it is missing, null, 0 or "".
 */
export function reconnectReading(reconnect: unknown): ReconnectReading {
  const railsReconnects = Boolean(reconnect);
  const anycableReconnects = reconnect !== false;
  const differs = railsReconnects !== anycableReconnects;
  return {
    short: differs ? "clients differ on reconnecting" : railsReconnects ? "clients reconnect" : "clients stay away",
    rails: railsReconnects
      ? "reconnects at its monitor's next check, not at once"
      : "stops for good: its monitor is switched off",
    anycable: anycableReconnects ? "reconnects after its own back-off" : "stops for good",
    differs,
    railsReconnects,
  };
}
