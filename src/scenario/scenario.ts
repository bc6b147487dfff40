/**
 * A scenario as the mock server plays it: what `*.scenario.yaml` says, with every shorthand written out. The reader
 * makes it of a file, tests and recordings make it by hand. Types only.
 *
 * A *template* is any JSON value in which texts may hold `{{ … }}`. A text that is nothing but one such expression
 * becomes the expression's value with its own type; in any other text the value is written out.
 */
import type { Fault } from "../model/fault.ts";
import type { Replay } from "./replay.ts";

export type Template = unknown;

export interface Scenario {
  readonly name: string;
  /** All chance and all made-up data follow from it. Without one each run is another. */
  readonly seed?: number | undefined;
  readonly topics: readonly ScenarioTopic[];
  /** The first rule that fits decides; who fits none may come in. */
  readonly access: readonly AccessRule[];
  /** What `state.…` in templates begins with. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly messages: readonly ScriptedMessage[];
  /** The first that fits answers. */
  readonly replies: readonly Reply[];
  readonly faults: readonly ScriptedFault[];
  /** One after the other; none is one that never ends. */
  readonly phases: readonly Phase[];
  readonly replay?: Replay | undefined;
}

export interface ScenarioTopic {
  readonly name: string;
  /** Published before anybody comes, oldest first. */
  readonly history: readonly Template[];
  /** Who is there already, for protocols that tell of presence. */
  readonly presence: readonly PresentMember[];
}

export interface PresentMember {
  readonly id: string;
  readonly info: Template;
}

/** Texts are compared whole; `*` stands for any characters, and `/…/flags` is a regular expression. */
export type TextPattern = string;

/** What is asked of a request. All that is given must hold. */
export interface RequestPattern {
  readonly door?: TextPattern | undefined;
  readonly protocol?: string | undefined;
  readonly query?: Readonly<Record<string, TextPattern>> | undefined;
  readonly cookies?: Readonly<Record<string, TextPattern>> | undefined;
  /** Names in any case; `origin` is one of them. */
  readonly headers?: Readonly<Record<string, TextPattern>> | undefined;
  /** The claims of the JSON Web Token in `?jid=`, `?token=` or `Authorization`; its signature is not checked. */
  readonly token?: DataPattern | undefined;
}

/** What is asked of a JSON value. All that is given must hold. */
export interface DataPattern {
  /** The value has all of this: members and items by themselves, texts as patterns. */
  readonly like?: unknown;
  /** In the filter language's JSON paths: `$.user.id = 42`, `$.body ~ "hello"`. */
  readonly where?: string | undefined;
  /** Of the value as JSON text (a text as it is). */
  readonly regex?: string | undefined;
  /** A JSON Schema. */
  readonly schema?: unknown;
}

export interface AccessRule {
  readonly on: "connect" | "subscribe";
  readonly request: RequestPattern;
  /** Only for `subscribe`. */
  readonly topic?: TextPattern | undefined;
  readonly params?: DataPattern | undefined;
  /** The rule fits where this does not. */
  readonly unless?: RequestPattern | undefined;
  readonly allow: boolean;
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  readonly reconnect?: boolean | undefined;
}

/** Something that happens on the mock server. `command` is what the client said, by its action. */
export type Trigger =
  | { readonly on: "connect"; readonly request: RequestPattern }
  | { readonly on: "subscribe"; readonly topic?: TextPattern | undefined }
  | { readonly on: "publish"; readonly topic?: TextPattern | undefined; readonly data?: DataPattern | undefined }
  | {
      readonly on: "command";
      readonly topic?: TextPattern | undefined;
      readonly action?: TextPattern | undefined;
      readonly data?: DataPattern | undefined;
    };

/** When something is done. Times count from the start of the scenario, or of its phase. */
export interface Schedule {
  readonly afterMs: number;
  /** Again and again; drawn anew each time where `toMs` differs. */
  readonly every?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** How often at most. */
  readonly times?: number | undefined;
  /** Not by the clock, but each time that this happens; `afterMs` is then counted from there. */
  readonly trigger?: Trigger | undefined;
  /** Only while this phase lasts. */
  readonly phase?: string | undefined;
}

export interface ScriptedMessage extends Schedule {
  readonly topic: Template;
  /** One of them by chance, or in turn. */
  readonly data: readonly Template[];
  readonly choose: "inTurn" | "byChance";
  /** Instead of a publication: somebody comes or goes. */
  readonly presence?: { readonly kind: "join" | "leave"; readonly member: PresentMember } | undefined;
}

export interface Reply {
  readonly to: Extract<Trigger, { on: "command" }>;
  /** An expression; the reply fits only where it is true. */
  readonly when?: string | undefined;
  readonly phase?: string | undefined;
  readonly send: readonly ReplyPart[];
  /** New values of `state`, before anything is sent. */
  readonly set: Readonly<Record<string, Template>>;
  /** What the protocol's own server session does with the command happens as well. */
  readonly passOn: boolean;
}

export interface ReplyPart {
  /** Only the one who asked, or all who hear its topic, or another topic. */
  readonly audience: "sender" | "topic" | { readonly topic: Template };
  readonly afterMs: number;
  readonly data: Template;
}

export interface ScriptedFault extends Schedule {
  readonly fault: Fault;
  /** For ever where it is left out; faults that befall at once do not last. */
  readonly forMs?: number | undefined;
}

export interface Phase {
  readonly name: string;
  /** What ends it; the last one lasts. */
  readonly until?: { readonly afterMs?: number | undefined; readonly trigger?: Trigger | undefined } | undefined;
}
