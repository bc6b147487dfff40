/** Says in time that this Node lacks what the engine needs: else some missing function would be named. Pure. */

/** The first with `node:sqlite` as the engine uses it, and the one of VS Code. */
const oldest = 24;

/** `version` as `process.versions.node` has it. Throws with a sentence. */
export function checkNode(version: string): void {
  if (Number.parseInt(version, 10) >= oldest) return;
  throw new Error(
    `Node ${oldest} or newer is needed, and this is ${version}. Framescope's own folder has one: node_modules/.bin/node.`,
  );
}
