/** What a page with a login form holds: Rails' authenticity token, and whether it is such a page at all. Pure. */

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  lt: "<",
  gt: ">",
  "#39": "'",
  "#x27": "'",
  "#43": "+",
};

/** Of the form's hidden field, or else of the `csrf-token` in the page's head (Rails 4 to 8.1). */
export function authenticityToken(html: string): string | undefined {
  return (
    valueIn(html, /<input\b[^>]*\bname=["']authenticity_token["'][^>]*>/i, "value") ??
    valueIn(html, /<meta\b[^>]*\bname=["']csrf-token["'][^>]*>/i, "content")
  );
}

export function asksForPassword(html: string): boolean {
  return /<input\b[^>]*\btype=["']?password\b/i.test(html);
}

function valueIn(html: string, element: RegExp, attribute: string): string | undefined {
  const tag = element.exec(html)?.[0];
  const [, double, single] = new RegExp(`\\s${attribute}=(?:"([^"]*)"|'([^']*)')`, "i").exec(tag ?? "") ?? [];
  return (double ?? single)?.replace(/&([a-z]+|#\w+);/gi, (all, name: string) => entities[name.toLowerCase()] ?? all);
}
