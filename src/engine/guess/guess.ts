/** What bytes look like when nobody says what they are. Pure, and strict: no guess is better than a wrong one. */
import type { Guess } from "../../bridge/rows.ts";
import { readCbor } from "./cbor.ts";
import { guessJson } from "./guess-json.ts";
import { namedFormat } from "./magic.ts";
import { readMessagePack } from "./messagepack.ts";
import { readProtobuf } from "./protobuf.ts";

/** Larger ones are named by their first bytes at most: to decode them would be felt. */
const decodedLimit = 1024 * 1024;
const none: readonly Guess[] = [];

export function guessesFrom(bytes: Uint8Array): readonly Guess[] {
  const sizeBytes = bytes.length;
  // Text is shown as text, whatever else it could be read as. Only a PDF may look like it.
  const isPdf = bytes[0] === 0x25 && bytes[1] === 0x50;
  if (!isPdf && isText(bytes)) return none;
  const named = namedFormat(bytes);
  if (named !== undefined)
    return [{ title: named, sizeBytes, why: "It begins with the bytes that this format begins with." }];
  if (sizeBytes > decodedLimit) return none;
  const guesses: Guess[] = [];
  const messagePack = readMessagePack(bytes);
  if (messagePack)
    guesses.push({ title: "MessagePack", sizeBytes, why: wholeWithWords, json: guessJson(messagePack.value) });
  const cbor = readCbor(bytes);
  if (cbor) {
    const why = cbor.saysSo ? "It begins with CBOR's own tag." : wholeWithWords;
    guesses.push({ title: "CBOR", sizeBytes, why, json: guessJson(cbor.value) });
  }
  if (guesses.length > 0) return guesses;
  const protobuf = readProtobuf(bytes);
  if (!protobuf) return none;
  const why =
    "All of it reads as fields of a message, with readable text in them. Names and exact types are in a schema that is not known here.";
  return [{ title: "protobuf", sizeBytes, why, json: guessJson(protobuf.value) }];
}

const wholeWithWords = "All of it reads as this format, with readable words in it.";

/** UTF-8 without control characters, but for tab and line ends. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
