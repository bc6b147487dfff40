/** A file's name after a session's title, such as an address. */
export function fileNameOf(title: string): string {
  return title.replace(/[^\w.-]+/g, "-").replace(/^-|-$/g, "") || "capture";
}
