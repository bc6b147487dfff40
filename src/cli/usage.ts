/** What the program says of itself. */

export const commandNames = ["listen", "import", "mock", "publish"] as const;
export type CommandName = (typeof commandNames)[number];

const overview = `framescope: see what really travels over your app's realtime connections

Usage
  framescope listen URL [options]       connect (or listen --endpoint NAME), and print what is sent and received, decoded
  framescope import FILE [options]      read a HAR, NDJSON or capture, and print what is in it
  framescope mock [options]             start a mock server
  framescope publish TOPIC JSON         publish to a running mock server
  framescope help COMMAND               more about a command
  framescope --version

Exit codes: 0 done (listen: it connected; import: it found something), 1 it failed, 2 the command line makes no sense.
`;

const usages: Readonly<Record<CommandName, string>> = {
  listen: `framescope listen URL: connect to ws://, wss://, http:// or https://, and print each row

  --endpoint NAME        in place of URL and all that says how to connect: an endpoint of .vscode/framescope.json;
                         \${secret:My token} in it comes from the variable FRAMESCOPE_SECRET_MY_TOKEN
  --config FILE          another file than .vscode/framescope.json
  --protocol ID          which protocol it speaks; without it, it is worked out
  --channel CHANNEL      subscribe: 'ChatChannel {"room":"lobby"}'; may be given again
  --header 'Name: VALUE' add a header (Cookie and Authorization too); may be given again
  --origin ORIGIN        the Origin header; without it, the address's own origin
  --subprotocol NAME     offer a WebSocket subprotocol; may be given again, most wanted first
  --set NAME=VALUE       any other setting of the protocol; may be given again
  --for DURATION         end after 10s, 500ms, 2m; without it, on Ctrl+C
  --json                 one JSON object a line (see docs/cli.md)
  --filter FILTER        only rows that match (see docs/filter.md)
  --no-heartbeats        leave out what only says "still here"
  --save FILE            at the end, save all that was recorded, for VS Code or framescope import (.framescope)
  --insecure             accept any TLS certificate
  --ca FILE              trust this authority as well (PEM)
  --cert FILE --key FILE show this client certificate (PEM); or --pfx FILE (PKCS#12). The passphrase of either
                         comes from the variable FRAMESCOPE_PASSPHRASE
  --proxy URL            go through http://, https://, socks4://, socks4a://, socks5:// or socks5h://, or none;
                         without it, through HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, but for NO_PROXY and this machine
  --follow-redirects     go where a redirect points

Exit code 0 only if it connected.

  framescope listen ws://localhost:3000/cable --channel 'ChatChannel {"room":"lobby"}' --for 10s
`,
  import: `framescope import FILE: decode and judge the realtime traffic in a file, as if it were live

FILE is a HAR (Chrome, Firefox, mitmproxy, HTTP Toolkit, Playwright), NDJSON or a capture that Framescope wrote. Each
protocol and address in it is printed by itself; what was left out is listed on stderr, with the reason.

  --json                 one JSON object a line (see docs/cli.md)
  --filter FILTER        only rows that match (see docs/filter.md)
  --no-heartbeats        leave out what only says "still here"
  --scenario FILE        write it as a scenario for the mock server (.scenario.yaml) instead, with what looks private masked

Exit code 0 only if something was found.

  framescope import customer.har --no-heartbeats
`,
  mock: `framescope mock: start a mock server that speaks every protocol

  --port N               without it, any free port
  --host ADDRESS         without it, 127.0.0.1: this machine only
  --tls                  https and wss by a certificate made for this run, and HTTP/2
  --redis URL            share topics, history and ids with other mock servers and with a Rails, MessageBus or
                         AnyCable app on that Redis: redis://[user:password@]host:port/database
  --redis-prefix PREFIX  the channel_prefix of the Rails app's cable.yml
  --demo                 publish made-up traffic all the time
  --scenario FILE        play this scenario (see docs/scenarios.md), and play it anew whenever it is saved
  --seed N               all chance and all made-up data of the scenario follow from this number
  --set PROTOCOL.NAME=VALUE
                         a protocol's own setting, repeatable: anycable.broadcastKey=KEY lets only those
                         publish by POST /_broadcast who send Authorization: Bearer KEY
  --control-file FILE    write there how tests can drive it (docs/control-api.md); only this user can read it

Runs until Ctrl+C. Publish to it with framescope publish. Where something is wrong with the scenario, each fault is
printed as FILE:LINE:COLUMN: what it is, and the exit code is 2; a save that makes no sense later changes nothing.

  framescope mock --scenario chat.scenario.yaml --port 4010
`,
  publish: `framescope publish TOPIC JSON: publish to every subscriber of a topic, whatever protocol it speaks

  --port N               which mock server, if several run; without it, the one started last

  framescope publish chat:lobby '{"body":"hello"}'
`,
};

export function usageText(command?: CommandName | undefined): string {
  return command === undefined ? overview : usages[command];
}
