/** What people say on the demo's `chat:lobby`: a scripted conversation, round and round, with a few signals in between. */

export type ChatPublication =
  | { readonly id: number; readonly from: string; readonly text: string; readonly sentAt: string }
  | { readonly from: string; readonly typing: true }
  | { readonly from: string; readonly reaction: string; readonly to: number };

const script: readonly (readonly [from: string, text: string])[] = [
  ["Ada", "Morning! The deploy of last night looks good so far."],
  ["Grace", "Nice. Any reconnects on the mobile clients?"],
  ["Ada", "Two waves at 02:10, both within 30 s. Nothing lost that I can see."],
  ["Linus", "How can you see it? The protocol has no ids…"],
  ["Ada", "Exactly. So I compare what was published with what arrived."],
  ["Margaret", "¿Alguien ha probado con Safari 17? Aquí no llega el primer mensaje."],
  ["Grace", "日本語のメッセージも大丈夫ですか？ テスト中です。"],
  ["Linus", '{"this": "is JSON inside of a text", "on": "purpose"}'],
  ["Margaret", "Look: <b>this must never turn bold</b> & this ampersand stays one."],
  ["Grace", "👩‍👩‍👧‍👦 one grapheme, 25 bytes. 🎉"],
  [
    "Linus",
    "I have the log of the proxy here, it is a long one:\n10.0.0.7 GET /cable 101 61.2s\n10.0.0.9 GET /cable 101 60.0s",
  ],
  ["Ada", "60.0 seconds on the dot smells of proxy_read_timeout."],
  ["Margaret", "Then why did the other one live 1.2 s longer?"],
  ["Grace", "Because its last ping came just before. See https://nginx.org/en/docs/http/websocket.html"],
  ["Linus", "ok"],
  ["Ada", `Here is all that I know about it: ${"it works, then it does not, then it works again. ".repeat(12).trim()}`],
  ["Margaret", "Coffee?"],
  ["Grace", "Coffee."],
];

const reactions = ["👍", "🎉", "😅", "👀", "❤️"];

export class DemoChat {
  readonly #random: () => number;
  #lastId = 0;
  #isTyping = false;

  /** `random` is in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** `at` is ms since the epoch. */
  next(at: number): ChatPublication {
    const [from, text] = pick(script, this.#lastId);
    if (!this.#isTyping && this.#random() < 0.3) {
      this.#isTyping = true;
      return { from, typing: true };
    }
    if (!this.#isTyping && this.#lastId > 0 && this.#random() < 0.15) {
      const reaction = pick(reactions, Math.floor(this.#random() * reactions.length));
      return { from, reaction, to: this.#lastId };
    }
    this.#isTyping = false;
    this.#lastId += 1;
    return { id: this.#lastId, from, text, sentAt: new Date(at).toISOString() };
  }
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
