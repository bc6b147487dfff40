import { describe, expect, it, test } from "vitest";
import { protocols as registry } from "../../src/protocols/registry.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";
import { readScenario } from "../../src/scenario/reader.ts";

const protocols = [
  { id: "cable", doors: ["/cable"], kinds: ["welcome", "ping"] },
  { id: "bus", doors: ["/bus", "/bus/long"] },
];

/** As `line:column-line:column message`, with the marked text itself. */
function problemsOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return readScenario(text, protocols).problems.map(({ message, severity, line, column, endLine, endColumn }) => {
    const marked = line === endLine ? (lines[line - 1] ?? "").slice(column - 1, endColumn - 1) : "…";
    return `${line}:${column} ${severity === "warning" ? "warning " : ""}[${marked}] ${message}`;
  });
}

function read(text: string) {
  const { scenario, problems } = readScenario(text, protocols);
  expect(problems).toEqual([]);
  return scenario;
}

describe("an empty file", () => {
  test.each(["", "# nothing yet\n", "faults:\n", "{}"])("%j is a scenario in which nothing happens", (text) => {
    expect(read(text)).toEqual({
      name: "Scenario",
      topics: [],
      access: [],
      state: {},
      messages: [],
      replies: [],
      faults: [],
      phases: [],
    });
  });
});

describe("what is written is written out", () => {
  it("topics, as names or in full", () => {
    const topics = [
      { name: "chat:lobby", history: [{ id: 1 }, "two"], presence: [{ id: "ada", info: {} }] },
      { name: "ticker", history: [], presence: [] },
    ];
    expect(
      read(`
topics:
  chat:lobby: { history: [{ id: 1 }, two], presence: [ada] }
  ticker:
`)?.topics,
    ).toEqual(topics);
    expect(
      read(`
topics:
  - { name: "chat:lobby", history: [{ id: 1 }, two], presence: [{ id: ada }] }
  - ticker
`)?.topics,
    ).toEqual(topics);
    expect(read(`topics: { t: { history: { times: 3, data: "{{ counter.n }}" } } }`)?.topics[0]?.history).toEqual([
      "{{ counter.n }}",
      "{{ counter.n }}",
      "{{ counter.n }}",
    ]);
  });

  test.each<[string, unknown]>([
    ["connect: true, refuse: true", { on: "connect", request: {}, allow: false }],
    [
      "connect: { query: { room: 7 }, origin: 'http://evil.*' }, refuse: 403",
      {
        on: "connect",
        request: { query: { room: "7" }, headers: { origin: "http://evil.*" } },
        allow: false,
        status: 403,
      },
    ],
    [
      "connect: { token: { role: guest } }, refuse: { reason: unauthorized, reconnect: true }",
      {
        on: "connect",
        request: { token: { like: { role: "guest" } } },
        allow: false,
        reason: "unauthorized",
        reconnect: true,
      },
    ],
    [
      "subscribe: admin:*, unless: { cookies: { admin: yes } }, refuse: no admin",
      {
        on: "subscribe",
        request: {},
        topic: "admin:*",
        unless: { cookies: { admin: "yes" } },
        allow: false,
        reason: "no admin",
      },
    ],
    [
      "subscribe: { params: { where: $.room = 1 }, door: /cable }, allow: true",
      { on: "subscribe", request: { door: "/cable" }, params: { where: "$.room = 1" }, allow: true },
    ],
  ])("access: %s", (text, rule) => {
    expect(read(`access:\n  - { ${text} }`)?.access).toEqual([rule]);
  });

  test.each<[string, unknown]>([
    ["every: 2s, to: t, data: 1", { afterMs: 0, every: { fromMs: 2000, toMs: 2000 }, data: [1], choose: "inTurn" }],
    [
      "every: 1s..1.5m, times: 3, to: t, oneOf: [a, b]",
      { afterMs: 0, every: { fromMs: 1000, toMs: 90_000 }, times: 3, data: ["a", "b"], choose: "byChance" },
    ],
    ["after: 200, to: t, inTurn: [a]", { afterMs: 200, data: ["a"], choose: "inTurn" }],
    [
      "on: { publish: 'chat:*' }, to: t, data: null",
      { afterMs: 0, trigger: { on: "publish", topic: "chat:*" }, data: [null], choose: "inTurn" },
    ],
    [
      "on: { command: speak }, after: 1s, to: t, data: x",
      { afterMs: 1000, trigger: { on: "command", action: "speak" }, data: ["x"], choose: "inTurn" },
    ],
    [
      "on: connect, every: 1s, times: 2, to: t, data: x",
      {
        afterMs: 0,
        every: { fromMs: 1000, toMs: 1000 },
        times: 2,
        trigger: { on: "connect", request: {} },
        data: ["x"],
        choose: "inTurn",
      },
    ],
    [
      "on: connect, to: t, data: x",
      { afterMs: 0, trigger: { on: "connect", request: {} }, data: ["x"], choose: "inTurn" },
    ],
    [
      "after: 1s, to: t, join: { id: bob, info: { name: Bob } }",
      {
        afterMs: 1000,
        data: [],
        choose: "inTurn",
        presence: { kind: "join", member: { id: "bob", info: { name: "Bob" } } },
      },
    ],
    [
      "to: t, leave: bob",
      { afterMs: 0, data: [], choose: "inTurn", presence: { kind: "leave", member: { id: "bob", info: {} } } },
    ],
  ])("messages: %s", (text, message) => {
    expect(read(`messages:\n  - { ${text} }`)?.messages).toEqual([{ topic: "t", ...(message as object) }]);
  });

  test.each<[string, unknown]>([
    ["to: speak", { to: { on: "command", action: "speak" }, send: [], set: {}, passOn: false }],
    [
      "to: { topic: 'chat:*', data: { where: '$.body ~ /hi/' } }, when: state.n > 1, passOn: true",
      {
        to: { on: "command", topic: "chat:*", data: { where: "$.body ~ /hi/" } },
        when: "state.n > 1",
        send: [],
        set: {},
        passOn: true,
      },
    ],
    [
      "set: { n: 2 }, send: { data: ok }",
      {
        to: { on: "command" },
        send: [{ audience: "sender", afterMs: 0, data: "ok" }],
        set: { n: 2 },
        passOn: false,
      },
    ],
    [
      "send: [{ to: topic, data: a }, { to: other, after: 1s, data: b }]",
      {
        to: { on: "command" },
        send: [
          { audience: "topic", afterMs: 0, data: "a" },
          { audience: { topic: "other" }, afterMs: 1000, data: "b" },
        ],
        set: {},
        passOn: false,
      },
    ],
  ])("replies: %s", (text, reply) => {
    expect(read(`state: { n: 1 }\nreplies:\n  - { ${text} }`)?.replies).toEqual([reply]);
  });

  test.each<[string, unknown]>([
    ["delay: 300ms", { does: { kind: "delay", byMs: 300 } }],
    [
      "delay: { by: 0.3s, jitter: 100ms }, share: 20%",
      { share: 0.2, does: { kind: "delay", byMs: 300, jitterMs: 100 } },
    ],
    ["throttle: 20kB", { does: { kind: "throttle", bytesPerSecond: 20_000 } }],
    [
      "drop: true, to: { kinds: [ping] }, times: 2, name: no pings",
      { kinds: ["ping"], times: 2, name: "no pings", does: { kind: "drop" } },
    ],
    ["duplicate: true", { does: { kind: "duplicate", copies: 1 } }],
    ["reorder: 3", { does: { kind: "reorder", among: 3 } }],
    ["corrupt: 2", { does: { kind: "corrupt", bytes: 2 } }],
    ["truncate: 0", { does: { kind: "truncate", keepBytes: 0 } }],
    ["split: 1", { does: { kind: "split", bytes: 1 } }],
    ["fragment: 16", { does: { kind: "fragment", bytes: 16 } }],
    ["oversize: 2MB", { does: { kind: "oversize", toBytes: 2_000_000 } }],
    ["buffer: true", { does: { kind: "buffer", untilBytes: 4096 } }],
    ["buffer: { for: 5s, gzip: true }", { does: { kind: "buffer", forMs: 5000, gzip: true } }],
    ["answer: 503, to: /cable", { door: "/cable", does: { kind: "answer", status: 503 } }],
    [
      "answer: { status: 429, headers: { Retry-After: 5 }, body: slow down }",
      { does: { kind: "answer", status: 429, headers: [["Retry-After", "5"]], body: "slow down" } },
    ],
    ["subprotocol: x", { does: { kind: "subprotocol", name: "x" } }],
    ["contentType: text/html", { does: { kind: "contentType", value: "text/html" } }],
    ["slowHead: 5s", { does: { kind: "slowHead", byMs: 5000 } }],
    ["close: 4001, to: { client: 3 }", { client: 3, does: { kind: "close", code: 4001 } }],
    ["reset: true", { does: { kind: "reset" } }],
    ["cut: true", { does: { kind: "cut" } }],
    ["silent: true", { does: { kind: "silent" } }],
    ["disconnect: unauthorized", { does: { kind: "disconnect", reason: "unauthorized" } }],
    [
      "disconnect: { reason: remote, reconnect: false }",
      { does: { kind: "disconnect", reason: "remote", reconnect: false } },
    ],
    ["reject: true, to: chat:*", { topic: "chat:*", does: { kind: "reject" } }],
    ["evict: true", { does: { kind: "evict" } }],
    ["trim: 5", { does: { kind: "trim", keep: 5 } }],
    ["renewEpoch: true", { does: { kind: "renewEpoch" } }],
    ["jump: 10", { does: { kind: "jump", by: 10 } }],
  ])("faults: %s", (text, fault) => {
    expect(read(`faults:\n  - { ${text} }`)?.faults).toEqual([{ afterMs: 0, fault }]);
  });

  it("when faults are done, and how often", () => {
    expect(
      read(`
phases: [calm, { name: storm, until: 10s }, { name: after, until: { after: 1s, on: { command: go } } }]
faults:
  - { drop: true, after: 5s, for: 2s, phase: storm }
  - { close: 1012, every: 10s..20s, times: 3 }
  - { reset: true, on: { publish: boom } }
`),
    ).toMatchObject({
      phases: [
        { name: "calm" },
        { name: "storm", until: { afterMs: 10_000 } },
        { name: "after", until: { afterMs: 1000, trigger: { on: "command", action: "go" } } },
      ],
      faults: [
        { afterMs: 5000, forMs: 2000, phase: "storm" },
        { afterMs: 0, every: { fromMs: 10_000, toMs: 20_000 }, times: 3, fault: { does: { kind: "close" } } },
        { afterMs: 0, trigger: { on: "publish", topic: "boom" } },
      ],
    });
  });

  it("a recording, with its defaults", () => {
    expect(
      read(`
replay:
  protocol: cable
  recorded: { id: 7 }
  connections:
    - path: /cable
      answer: { status: 101, headers: [[a, b], [a, c]] }
      heartbeats: [{ after: 1s, every: 3s, data: ping }]
      turns:
        - send: '{"type":"welcome"}'
        - expect: { base64: AAEC }
        - { close: 1000, reason: bye, after: 12.5 }
    - { path: /poll, method: POST, body: x, answer: { status: 200, after: 2s, headers: { a: b } }, turns: [{ end: true }, { cut: true }] }
`)?.replay,
    ).toEqual({
      protocol: "cable",
      speed: 1,
      ending: "stay",
      recorded: { id: 7 },
      connections: [
        {
          method: "GET",
          path: "/cable",
          answer: {
            afterMs: 0,
            status: 101,
            headers: [
              ["a", "b"],
              ["a", "c"],
            ],
          },
          heartbeats: [{ afterMs: 1000, everyMs: 3000, data: "ping" }],
          turns: [
            { kind: "send", afterMs: 0, data: '{"type":"welcome"}' },
            { kind: "expect", data: { base64: "AAEC" } },
            { kind: "close", afterMs: 12.5, code: 1000, reason: "bye" },
          ],
        },
        {
          method: "POST",
          path: "/poll",
          body: "x",
          answer: { afterMs: 2000, status: 200, headers: [["a", "b"]] },
          heartbeats: [],
          turns: [
            { kind: "end", afterMs: 0 },
            { kind: "cut", afterMs: 0 },
          ],
        },
      ],
    });
  });

  it("with anchors, aliases and merges", () => {
    expect(
      read(`
topics:
  a: &both { history: [1] }
  b: *both
  c: { <<: *both, presence: [x] }
  d: { <<: *both, <<: { presence: [y] } }
`)?.topics,
    ).toMatchObject([
      { name: "a", history: [1] },
      { name: "b", history: [1] },
      { name: "c", history: [1], presence: [{ id: "x" }] },
      { name: "d", history: [1], presence: [{ id: "y" }] },
    ]);
  });
});

describe("what is wrong is said in its place", () => {
  test.each<[string, readonly string[]]>([
    ["mesages: []", ['1:1 [mesages] There is no "mesages" here. Did you mean "messages"?']],
    ["- a", ["1:3 [a] A scenario is a map: name, topics, messages and so on, each with a colon."]],
    ["messages:\n  - { evry: 2s, to: t, data: 1 }", ['2:7 [evry] There is no "evry" here. Did you mean "every"?']],
    [
      "messages:\n  - { every: soon, to: t, data: 1 }",
      ["2:14 [soon] This is written 2s, or 1s..3s for something in between, and is above zero."],
    ],
    ["messages:\n  - { every: 2s, data: 1 }", ['2:7 [every] "to" is missing. Add it.']],
    ["messages:\n  - every: 2s\n    to: t", ["2:5 [every] Say what is sent: one of data, oneOf, inTurn, join, leave."]],
    [
      "messages:\n  - { to: t, data: 1, oneOf: [2] }",
      ['2:23 [oneOf] Either "data" or "oneOf" says what is sent, not both. Remove one.'],
    ],
    [
      "messages:\n  - { to: t, data: 1, phase: storm }",
      ['2:30 [storm] There is no phase "storm": this scenario has none. Add it under "phases".'],
    ],
    [
      "phases: [storm]\nmessages:\n  - { to: t, data: 1, phase: strom }",
      ['3:30 [strom] There is no "strom" among the phases. Did you mean "storm"?'],
    ],
    ["faults:\n  - { dely: 3s }", ['2:7 [dely] There is no "dely" here. Did you mean "delay"?']],
    [
      "faults:\n  - { delay: { by: 3s, jiter: 1s } }",
      ['2:24 [jiter] There is no "jiter" here. Did you mean "jitter"?'],
    ],
    ["faults:\n  - { delay: { jitter: 1s } }", ['2:7 [delay] "by" is missing. Add it.']],
    [
      "faults:\n  - { delay: fast }",
      ["2:14 [fast] A duration is written 300ms, 2s or 1.5m, or as a number of milliseconds."],
    ],
    [
      "faults:\n  - { share: 0.5 }",
      [
        "2:7 [share] Say what goes wrong: one of answer, subprotocol, contentType, slowHead, delay, throttle, drop, duplicate, reorder, corrupt, truncate, split, fragment, oversize, buffer, close, reset, cut, silent, disconnect, reject, evict, trim, renewEpoch, jump.",
      ],
    ],
    [
      "faults:\n  - { drop: true, share: 120% }",
      ["2:26 [120%] A share is written 20% or 0.2: above 0, and at most 100%."],
    ],
    ["faults:\n  - { drop: no }", ['2:13 [no] "drop" can only be true.']],
    ["faults:\n  - { answer: 99 }", ["2:15 [99] A status is a number from 200 to 599."]],
    [
      "faults:\n  - { close: 1004 }",
      ["2:14 [1004] A close code is 1000 to 1003, 1007 to 1014, or 3000 to 4999: the others are never sent."],
    ],
    [
      "faults:\n  - { close: 1005 }",
      ["2:14 [1005] A close code is 1000 to 1003, 1007 to 1014, or 3000 to 4999: the others are never sent."],
    ],
    ["faults:\n  - { evict: true, for: 3s }", ['2:20 [for] "evict" befalls at once and does not last. Remove "for".']],
    [
      "faults:\n  - { drop: true, to: /cabel }",
      ["2:23 [/cabel] The mock server has no door /cabel. Its doors are /cable, /bus, /bus/long."],
    ],
    [
      "faults:\n  - { drop: true, to: { protocol: cabel } }",
      ['2:35 [cabel] There is no "cabel" among the protocols. Did you mean "cable"?'],
    ],
    [
      "faults:\n  - { drop: true, to: { protocol: cable, kinds: [ping, wellcome] } }",
      ['2:56 warning [wellcome] There is no "wellcome" among the messages of cable. Did you mean "welcome"?'],
    ],
    ["faults:\n  - { drop: true, to: { kinds: [wellcome] } }", []],
    ["access:\n  - { connect: true }", ["2:7 [connect] Say what is decided: one of refuse, allow."]],
    [
      "access:\n  - { connect: { qurey: {} }, refuse: true }",
      ['2:18 [qurey] There is no "qurey" here. Did you mean "query"?'],
    ],
    [
      "access:\n  - { connect: { query: { a: '/(a+)+$/' } }, refuse: true }",
      [
        "2:30 ['/(a+)+$/'] A repetition within a repetition, such as (a+)+ or (a|a)*, can take for ever. Write it without the inner or the outer one.",
      ],
    ],
    [
      "access:\n  - { subscribe: '/(/', refuse: true }",
      ["2:18 ['/(/'] This regular expression cannot be used: /(/: Unterminated group."],
    ],
    [
      "replies:\n  - { to: { data: { where: '$.a =' } } }",
      ["2:28 ['$.a ='] Something must come after =, such as $.user.id = 42."],
    ],
    [
      "replies:\n  - { to: { data: { where: 'a' } } }",
      ["2:28 ['a'] Only paths into the value can be asked for here, such as $.user.id = 42."],
    ],
    [
      "replies:\n  - { to: { data: { schema: { type: thing } } } }",
      [
        '2:21 [schema] JSON Schema has no type "thing". There are array, boolean, integer, null, number, object, string.',
      ],
    ],
    [
      "replies:\n  - { when: '{{ state.a }}' }",
      ["2:13 ['{{ state.a }}'] An expression stands here without braces, such as state.count > 3."],
    ],
    ["replies:\n  - { when: state.a > 1 }", ['2:13 [state.a > 1] There is no "state.a". Add it under "state".']],
    [
      "state: { count: 1 }\nreplies:\n  - { when: state.cuont > 1 }",
      ['3:13 [state.cuont > 1] Nothing is called "state.cuont" here. Did you mean "state.count"?'],
    ],
    [
      "messages:\n  - { to: t, data: '{{ fake.person.firstNam }}' }",
      [
        '2:20 [\'{{ fake.person.firstNam }}\'] Nothing is called "fake.person.firstNam" here. Did you mean "fake.person.firstName"?',
      ],
    ],
    [
      "messages:\n  - { to: t, data: { a: ['{{ mesage }}'] } }",
      ['2:26 [\'{{ mesage }}\'] Nothing is called "mesage" here. Did you mean "message"?'],
    ],
    [
      "messages:\n  - { to: t, data: '{{ now | upcas }}' }",
      ['2:20 [\'{{ now | upcas }}\'] There is no filter "upcas". Did you mean "upcase"?'],
    ],
    ["messages:\n  - { to: t, data: '{{ now' }", ["2:20 ['{{ now'] This {{ is never closed: add }}."]],
    [
      "messages:\n  - to: t\n    data: {{ now }}",
      ['3:11 [{{ now }}] To YAML this is a map. A text that begins with {{ stands in quotes: "{{ … }}".'],
    ],
    [
      "messages:\n  - to: t\n    data: {{ now }} and more",
      ['3:11 [{{ now }}] To YAML this is a map. A text that begins with {{ stands in quotes: "{{ … }}".'],
    ],
    [
      "topics: { chat:lobby: }\nfaults:\n  - { evict: true, to: 'chat:loby' }",
      ['3:24 warning [\'chat:loby\'] No topic of this file is like "chat:loby". Did you mean "chat:lobby"?'],
    ],
    [
      "a: 1\na: 2",
      [
        '1:1 [a] There is no "a" here. Known here: name, seed, state, topics, access, messages, replies, faults, phases, replay.',
        "2:1 [a] This name stands here already. Remove one of them.",
      ],
    ],
    ["topics: [a, b", ["1:14 [] A [ before this is never closed: add ] where its list ends."]],
    ["topics:\n  a: { history: [1] \nname: x", ["3:1 [n] A { before this is never closed: add } where it ends."]],
    ["topics: [a]]", ["1:12 []] Nothing is open that this ] could close. Remove it."]],
    ['name: "a\ntopics: [a]', ['2:12 [] A text that begins with " before this never ends: add ".']],
    [
      "messages:\n  - to: a\n    every: 1s\n   data: 1",
      [
        "2:5 [to] Say what is sent: one of data, oneOf, inTurn, join, leave.",
        "4:1 [ ] This is indented differently from what it belongs to.",
      ],
    ],
    [
      "messages:\n  - to: a\n      data: 1",
      ["2:9 [a] The line after this one is indented too far, or what stands here has to be in quotes."],
    ],
    [
      "name: 'a'b",
      [
        "1:10 [b] What stands before this is complete without it. Look at quotes and brackets before it, and at how far it is indented.",
      ],
    ],
    ["name: a\n---\nfaults: []", ["2:1 [---] A file holds one scenario: remove what follows ---."]],
    ["messages: [{ evry: 1s }]", ['1:14 [evry] There is no "evry" here. Did you mean "every"?']],
    ["name: a: b", ["1:7 [a] There is a second colon on this line. Put the text in quotes."]],
    [
      "name: *nobody",
      ["1:7 [*nobody] There is no such anchor (&name) before this. A text that begins with * stands in quotes."],
    ],
    [
      "replay: { protocol: cable, connections: [{ path: /, answer: { status: 101 }, turns: [{ sned: x }] }] }",
      ['1:88 [sned] There is no "sned" here. Did you mean "send"?'],
    ],
  ])("%j", (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

it("knows the doors and messages of every protocol", () => {
  const known = knownProtocols(registry);
  expect(known.map(({ id }) => id)).toEqual(registry.map(({ id }) => id));
  for (const { id, doors, kinds } of known)
    for (const door of doors)
      for (const kind of kinds ?? ["any"])
        expect(
          readScenario(`faults: [{ drop: true, to: { protocol: ${id}, door: ${door}, kinds: [${kind}] } }]`, known)
            .problems,
        ).toEqual([]);
});

describe("what is made to harm", () => {
  it("does not grow", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 10; level += 1) {
      const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
      bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`);
    }
    expect(problemsOf(bomb.join("\n"))).toEqual([
      "1:1 [a] Aliases (*name) make this file far larger than it is. Write it out.",
    ]);
  });

  it("is not compared with itself, however many names there are", () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `  n${index}: 1`).join("\n");
    expect(Object.keys(read(`state:\n${names}`)?.state ?? {})).toHaveLength(50_000);
    expect(problemsOf(`state:\n${names}\n  n7: 1`)).toEqual([
      "50002:3 [n7] This name stands here already. Remove one of them.",
    ]);
  });

  it("is not read when it is too large", () => {
    expect(problemsOf(`# ${"x".repeat(5 * 1024 * 1024)}`)).toEqual([
      "1:1 [#] This file has more than 4 MiB. Make it smaller.",
    ]);
  });

  it("is not followed for ever", () => {
    expect(problemsOf("[".repeat(100_000))[0]).toContain("nested too deeply");
  });

  // Each of these took minutes: far longer than a test may.
  test.each([
    ["[", "This file is nested too deeply."],
    ["{", "To YAML this is a map."],
    ["]", "Nothing is open that this ] could close. Remove it."],
    ["- ", "This file is nested too deeply."],
    ["a: ", "There is a second colon on this line. Put the text in quotes."],
    [".a { color: red; background: blue }\n", "There is a second colon on this line. Put the text in quotes."],
    ['{"id":1,"text":"a line"}\n', "What stands before this is complete without it."],
  ])("%j three million characters long is given up at once, with the first thing wrong in it", (piece, message) => {
    const text = piece.repeat(3_000_000 / piece.length);
    const [first] = readScenario(text, protocols).problems;
    expect(first?.message).toContain(message);
  });

  it("sets no prototypes", () => {
    const state = read("state: { __proto__: { polluted: true } }")?.state;
    expect(Object.hasOwn({}, "polluted")).toBe(false);
    expect((state as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
