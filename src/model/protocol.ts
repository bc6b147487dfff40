/** What a protocol is to the rest of the house: the contract that one folder under `src/protocols` fulfils. */

import type { EndpointRoute } from "./endpoint.ts";
import type { CommandForm, Field, Values } from "./form.ts";
import type { Close, DataFrame, Direction, FrameData, FrameKind, Handshake, HeaderList, RequestHead } from "./frame.ts";
import type { Attendance } from "./hub.ts";
import type { Message } from "./message.ts";
import type { Observer } from "./observer.ts";
import type { ServerScript } from "./server-script.ts";
import type { ClientSession, ServerSession } from "./session.ts";
import type { TransportName } from "./transport.ts";

/** What is known of an address before or after asking it. */
export interface Clue {
  readonly url: string;
  /** What the server answered to a plain GET with `Accept: text/event-stream`, if it was asked. */
  readonly status?: number | undefined;
  readonly contentType?: string | undefined;
  readonly subprotocol?: string | undefined;
}

/** Turns the data frames of one direction of one connection into messages. Never throws on peer input. */
export interface Decoder<M extends Message = Message> {
  decode(frame: DataFrame): readonly M[];
  /** The connection is over: what was left unfinished becomes messages of its own. */
  end(): readonly M[];
  /**
   * Whether part of a message is held back until more chunks come, so that it can be said in which frame the next one
   * began. Only for HTTP bodies; a WebSocket frame is always whole.
   */
  holdsPart?(): boolean;
}

/** A message as the capture keeps it, to be read again for display. */
export interface StoredMessage {
  readonly kind: string;
  readonly direction: Direction;
  readonly frameKind: FrameKind;
  /** The message's own text (`Message.raw`) or else its frame's data. */
  readonly data: FrameData;
  readonly subprotocol?: string | undefined;
  readonly channel?: string | undefined;
  readonly eventId?: string | undefined;
}

/** One line of the details pane. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Dim words after the value. */
  readonly aside?: string | undefined;
}

/** A text that deserves its own block: decoded HTML, SQL, a stack trace. Never rendered, only shown. */
export interface TextBlock {
  readonly title: string;
  /** A VS Code language id. */
  readonly language: string;
  readonly text: string;
}

export interface Description {
  readonly facts: readonly Fact[];
  /** The decoded payload for the tree: any JSON value; undefined when there is none. */
  readonly payload?: unknown;
  readonly texts?: readonly TextBlock[] | undefined;
}

/**
 * How a message belongs with others of its connection: an answer has a key that its question asks for, and travels the
 * other way. Keys are texts of the protocol's own.
 */
export interface Pairing {
  readonly asks?: readonly string[] | undefined;
  readonly answers?: readonly string[] | undefined;
  /** Keys that an earlier message of the same side asked for, and that this one takes back: an unsubscription. */
  readonly ends?: readonly string[] | undefined;
  /** Nothing on the wire says what answers it: only the first one soon after it is taken for its answer. */
  readonly likely?: true | undefined;
  /** What people call it, where that is not its kind: the action that is performed. */
  readonly name?: string | undefined;
}

export interface ClientOptions extends EndpointRoute {
  readonly url: string;
  readonly headers: HeaderList;
  readonly settings: Values;
  readonly followRedirects?: boolean | undefined;
  readonly maxPayloadBytes?: number | undefined;
  /** In [0, 1). The only source of chance (jitter). */
  readonly random: () => number;
}

export interface ServerOptions {
  /** In [0, 1). */
  readonly random: () => number;
  /**
   * One object for each mock server and protocol: sessions may remember by it what outlives a connection. Without it
   * nothing is shared.
   */
  readonly shared?: object | undefined;
  /** What the person who runs the mock set for this protocol, such as a key that publishers must show. */
  readonly settings?: Values | undefined;
  /** Without it everyone may connect and hear everything. */
  readonly script?: ServerScript | undefined;
}

export interface DoorSample {
  readonly pathAndQuery: string;
  readonly settings: Values;
}

/** Where the mock server answers this protocol. */
export interface Door {
  /** Begins with a slash; the rest of the path belongs to the protocol. */
  readonly path: string;
  /** Further paths that lead to this protocol: what is not for people to connect to, such as a publishing endpoint. */
  readonly alsoAt?: readonly string[] | undefined;
  /** Where protocols share a path: whether this request is meant for this one. The one that does not ask takes the others. */
  claims?(request: RequestHead): boolean;
  /** A line for people: what to connect with. */
  readonly hint: string;
  /** An example endpoint on this door: added to the mock's origin. */
  readonly sample: DoorSample;
  /** The same with all that the demo's traffic has for this protocol; the sample if there is nothing more. */
  readonly demo?: DoorSample | undefined;
}

export interface Protocol<M extends Message = Message> {
  /** Folder name. */
  readonly id: string;
  /** As people write it: `Action Cable`. */
  readonly title: string;
  readonly transport: TransportName;
  /** How sure it is that this address speaks this protocol, 0 (no) to 1 (certain). */
  match(clue: Clue): number;
  /**
   * The same protocol where settings change how traffic is read and judged, such as where the items of a reply are.
   * Throws a `MisuseError` that names the setting. Traffic without settings (an imported file) is read without it.
   */
  configured?(settings: Values): Protocol<M>;
  /** Names of the settings that `configured` looks at: none of them secret, so that a capture can keep them. */
  readonly configuredBy?: readonly string[] | undefined;
  createDecoder(direction: Direction, handshake: Handshake): Decoder<M>;
  /**
   * HTTP only: reads a request's body while it is sent, since the answer may be held for long or never come. Without it
   * the bodies of requests stay frames.
   */
  createRequestDecoder?(request: RequestHead): Decoder<M>;
  /** A conversation is one exchange after the other, so openings and endings that went well are heartbeats. */
  readonly polls?: true;
  /** HTTP: how a client names itself in its requests, where it does, so that they are known for one conversation. */
  clientOf?(request: RequestHead): string | undefined;
  /** Neither its messages nor its events ever have an event id: the timeline spends no column on them. */
  readonly hasNoEventIds?: true;
  /** Decodes one stored message again. Pure: the same bytes give the same message. */
  read(stored: StoredMessage): M;
  /**
   * Kinds of messages that keep the conversation going, such as greetings and confirmations, and bring the app nothing: the
   * timeline tells them from those that do.
   */
  readonly lifecycle?: readonly string[] | undefined;
  /** Kinds of messages that its server sends; undefined where nobody has written them down. */
  readonly serverKinds?: readonly string[] | undefined;
  /**
   * Which goodbyes its server session says when it is commanded to: `disconnect` (values `reason`, `reconnect`) ends the
   * conversation, `reject` (value `topic`) takes a subscription back. Undefined is both.
   */
  readonly farewells?: readonly ("disconnect" | "reject")[] | undefined;
  /** One line for the row, at most some 300 characters, without channel and event id. */
  summarize(message: M): string;
  describe(message: M): Description;
  /** Which others it asks for, answers or ends. Pure; without it nothing is linked but what the transport pairs. */
  pairing?(message: M): Pairing | undefined;
  /** Short and readable, for rows and pickers: `ChatChannel lobby`. */
  labelChannel(channel: string): string;
  createObserver(): Observer<M>;
  /** What to ask before connecting; the answers become `Endpoint.settings`. */
  readonly connectForm: readonly Field[];
  /** What a connected session takes besides `disconnect` and `reconnect`; empty when clients cannot send. */
  readonly commandForms: readonly CommandForm[];
  /** Why clients cannot send, shown instead of a composer. */
  readonly readOnlyReason?: string | undefined;
  /** Checks settings before anything is opened. Throws a `MisuseError` that names the setting. */
  createClientSession(options: ClientOptions): ClientSession<M>;
  /** This protocol's own hints for a connection that failed, was refused or ended; generic ones are added elsewhere. */
  advise(close: Close): readonly string[];
  readonly door: Door;
  /** Further doors of the same server session, where a protocol is spoken in more than one way. */
  readonly moreDoors?: readonly Door[] | undefined;
  createServerSession(options: ServerOptions): ServerSession<M>;
  /**
   * Where the protocol tells of presence: changes who is there in `ServerOptions.shared`, and returns what the sessions
   * on the topic have to be signalled; undefined when nobody needs to know.
   */
  attend?(attendance: Attendance, shared: object): unknown;
}
