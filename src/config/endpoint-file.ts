/**
 * Reads `.vscode/framescope.json`: JSON with comments and trailing commas. Every fault has its place in the text, and one bad
 * endpoint hides no other.
 */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { unknownName } from "../reading/faults.ts";
import { LineIndex } from "../reading/text-place.ts";
import { type EndpointFault, EndpointReader } from "./endpoint-reader.ts";
import type { Fault, ProtocolForms, ReadEndpoint } from "./written-endpoint.ts";

export interface EndpointFile {
  readonly endpoints: readonly ReadEndpoint[];
  /** All of them, those of the endpoints included, in the order of the text. */
  readonly faults: readonly Fault[];
}

const topNames = ["endpoints", "$schema"];

export function readEndpointFile(text: string, protocols: readonly ProtocolForms[]): EndpointFile {
  // Windows editors may put a byte order mark in front; places count it.
  return new FileReading(text.replace(/^\ufeff/, " "), protocols).read();
}

class FileReading {
  readonly #lines: LineIndex;
  readonly #reader: EndpointReader;
  readonly #root: Node | undefined;
  readonly #syntax: readonly Fault[];
  readonly #isEmpty: boolean;

  constructor(text: string, protocols: readonly ProtocolForms[]) {
    const errors: ParseError[] = [];
    this.#lines = new LineIndex(text);
    this.#reader = new EndpointReader(protocols);
    this.#isEmpty = text.trim() === "";
    this.#root = parseTree(text, errors, { allowTrailingComma: true });
    this.#syntax = this.#isEmpty
      ? []
      : errors.map(({ error, offset, length }) => ({
          message: syntaxSentence(printParseErrorCode(error)),
          path: "",
          place: this.#lines.place(offset, length),
        }));
  }

  read(): EndpointFile {
    const root = this.#root;
    if (root === undefined || root.type !== "object")
      return { endpoints: [], faults: this.#isEmpty ? [] : [...this.#syntax, ...this.#notAnObject(root)] };
    const list = findNodeAtLocation(root, ["endpoints"]);
    const items = list?.type === "array" ? (list.children ?? []) : [];
    const endpoints = withoutTwins(items.map((item, index) => this.#endpoint(item, index)));
    const top = [
      ...this.#strangers(root),
      ...(list && list.type !== "array" ? [this.#at(list, "endpoints", '"endpoints" has to be a list: [ … ].')] : []),
    ];
    const faults = [
      ...this.#syntax,
      ...top,
      ...endpoints.flatMap((endpoint) => endpoint.faults.filter((fault) => !this.#syntax.includes(fault))),
    ];
    return { endpoints, faults: faults.sort((a, b) => (a.place?.offset ?? 0) - (b.place?.offset ?? 0)) };
  }

  #endpoint(item: Node, index: number): ReadEndpoint {
    const value: unknown = getNodeValue(item);
    const { endpoint, faults } = this.#reader.read(value);
    const broken = this.#syntax.filter(
      ({ place }) => place && place.offset >= item.offset && place.offset < item.offset + item.length,
    );
    const all = [...broken, ...faults.map((fault) => this.#placed(fault, item, index))];
    const { name, url } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    return {
      endpoint: all.length === 0 ? endpoint : undefined,
      name: typeof name === "string" && name !== "" ? name : `Endpoint ${index + 1}`,
      url: typeof url === "string" ? url : "",
      faults: all,
      place: this.#lines.place(item.offset, item.length),
    };
  }

  /** The name, the value, or a part of the value; a value that is missing is marked at what it is missing from. */
  #placed({ message, path, isName, within }: EndpointFault, item: Node, index: number): Fault {
    const steps = path.map((step) => (typeof step === "number" ? step : String(step)));
    const told = pathText(["endpoints", index, ...steps]);
    for (let length = steps.length; length >= 0; length -= 1) {
      const node = findNodeAtLocation(item, steps.slice(0, length));
      if (!node) continue;
      const isHere = length === steps.length;
      const name = (isName && isHere) || !isHere ? nameNode(node) : undefined;
      if (isHere && within && node.type === "string")
        return { message, path: told, place: this.#lines.place(node.offset + 1 + within.offset, within.length) };
      const shown = name ?? (isHere || node.children === undefined ? node : undefined);
      // Of something large only its opening brace, so that the mark does not cover everything in it.
      return {
        message,
        path: told,
        place: shown
          ? this.#lines.place(shown.offset, shown.children ? 1 : shown.length)
          : this.#lines.place(node.offset, 1),
      };
    }
    return { message, path: told };
  }

  #strangers(root: Node): Fault[] {
    return (root.children ?? []).flatMap(({ children: [name] = [] }) =>
      name && !topNames.includes(name.value)
        ? [this.#at(name, String(name.value), unknownName(name.value, topNames))]
        : [],
    );
  }

  #notAnObject(root: Node | undefined): Fault[] {
    return root ? [this.#at(root, "", 'The file has to be an object: { "endpoints": [ … ] }.')] : [];
  }

  #at(node: Node, path: string, message: string): Fault {
    return { message, path, place: this.#lines.place(node.offset, node.children ? 1 : node.length) };
  }
}

/** Of two with the same name the second cannot be connected, since nobody could say which is meant. */
export function withoutTwins(endpoints: readonly ReadEndpoint[]): readonly ReadEndpoint[] {
  const names = new Set<string>();
  return endpoints.map((read, index) => {
    if (!names.has(read.name)) {
      names.add(read.name);
      return read;
    }
    const fault: Fault = {
      message: `There is an endpoint "${read.name}" already. Give this one another name.`,
      path: pathText(["endpoints", index, "name"]),
      place: read.place && { ...read.place, length: 1 },
    };
    return { ...read, endpoint: undefined, faults: [...read.faults, fault] };
  });
}

/** The name of the property that this is the value of. */
function nameNode(node: Node): Node | undefined {
  return node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
}

export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}

const syntaxSentences: Readonly<Record<string, string>> = {
  InvalidSymbol: "This is no JSON value: texts stand in double quotes.",
  InvalidNumberFormat: "This is no number.",
  PropertyNameExpected: "A name in double quotes is expected here.",
  ValueExpected: "A value is expected here.",
  ColonExpected: "A colon is missing between name and value.",
  CommaExpected: "A comma is missing before this.",
  CloseBraceExpected: "A closing } is missing.",
  CloseBracketExpected: "A closing ] is missing.",
  EndOfFileExpected: "The file ends before this: remove what follows the last }.",
  UnexpectedEndOfComment: "This comment is not closed: */ is missing.",
  UnexpectedEndOfString: "This text is not closed: a double quote is missing.",
  UnexpectedEndOfNumber: "This number is not complete.",
  InvalidUnicode: "After \\u come four hex digits.",
  InvalidEscapeCharacter: "There is no such escape: write \\\\ for a backslash.",
  InvalidCharacter: "This character has to be written as an escape, such as \\n.",
};

function syntaxSentence(code: string): string {
  return syntaxSentences[code] ?? "This is not JSON.";
}
