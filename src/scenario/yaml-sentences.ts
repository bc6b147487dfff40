/** What is said of a text that is no YAML, or that YAML takes otherwise than people mean it. */

export const unquoted = 'To YAML this is a map. A text that begins with {{ stands in quotes: "{{ … }}".';
export const tooManyAliases = "Aliases (*name) make this file far larger than it is. Write it out.";
export const tooDeep = "This file is nested too deeply.";
export const oneDocument = "A file holds one scenario: remove what follows ---.";
export const twice = "This name stands here already. Remove one of them.";
export const noAnchor = "There is no such anchor (&name) before this. A text that begins with * stands in quotes.";

const indented = "This is indented differently from what it belongs to.";

const sentences: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "An alias (*name) can have no anchor or tag of its own.",
  BAD_ALIAS: "An alias is * and the name of an anchor. A text that begins with * stands in quotes.",
  BAD_COLLECTION_TYPE: "This tag does not go with what follows. Remove it.",
  BAD_DIRECTIVE: "YAML has no such directive. Remove it, or put the text in quotes.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes: write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT: indented,
  BAD_SCALAR_START: "A text cannot begin with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "There is a second colon on this line. Put the text in quotes.",
  BLOCK_IN_FLOW: "Within { } and [ ] everything stands on its own, with commas between.",
  KEY_OVER_1024_CHARS: "A name can have 1024 characters at most.",
  MULTILINE_IMPLICIT_KEY: "A name stands on one line, with a colon and a blank behind it.",
  MULTIPLE_ANCHORS: "One anchor is enough.",
  RESOURCE_EXHAUSTION: tooDeep,
  MULTIPLE_TAGS: "One tag is enough.",
  TAB_AS_INDENT: "YAML is indented with blanks, not with tabs.",
  TAG_RESOLVE_FAILED: "YAML knows no such tag here. A text that begins with ! stands in quotes.",
};

const nextLine = "The line after this one is indented too far, or what stands here has to be in quotes.";

/** The package has one code for all of these. */
const byMessage: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/Flow sequence .*end with a \]/, "A [ before this is never closed: add ] where its list ends."],
  [/Flow map .*end with a \}/, "A { before this is never closed: add } where it ends."],
  [/Missing closing (['"])quote/, "A text that begins with $1 before this never ends: add $1."],
  [/Sequence item without - indicator/, indented],
  [/Unexpected flow-(?:seq|map)-end token.*"(.)"/, "Nothing is open that this $1 could close. Remove it."],
  [
    /Unexpected [\w-]+ at node end/,
    "What stands before this is complete without it. Look at quotes and brackets before it, and at how far it is indented.",
  ],
];

/** `code` and `message` are those of the package, `line` is the line that the fault begins on. */
export function syntaxSentence(code: string, message: string, line: string): string {
  if (/(?:^|[-:[,]\s*)\{\{/.test(line)) return unquoted;
  const special = byMessage.find(([pattern]) => pattern.test(message));
  if (special) return message.replace(new RegExp(`^.*?${special[0].source}.*$`, "s"), special[1]);
  if (code === "BLOCK_AS_IMPLICIT_KEY" && (line.match(/:(?=\s|$)/g) ?? []).length < 2) return nextLine;
  return (
    sentences[code] ?? `This is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, "")}.`
  );
}
