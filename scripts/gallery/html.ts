/** HTML elements as text. All plain text is escaped here, exactly once. */

/** Finished markup. Its own type distinguishes it from plain text, which has to be escaped. */
export interface Html {
  /** Escaped text, ready for a page. */
  readonly markup: string;
}

/** Attributes of an element; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Elements that have no end tag. */
const VOID = new Set(["img", "input", "link", "meta"]);
/** Elements within a line of text. */
const INLINE = new Set(["a", "code", "img", "input", "label", "span", "strong"]);

/**
 * Creates an element that contains text or other elements.
 *
 * @param name The name of the element. It is not escaped, like the names of attributes, and must be a
 * constant
 * @param attributes The attributes; their values are escaped
 * @param content Plain texts, which are escaped, and finished elements
 * @returns The element
 *
 * @example Special characters are escaped
 * ```ts
 * import { tag } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const link = tag("a", { href: '"#' }, "1 < 2 & ", tag("code", {}, "lr"));
 * assertEquals(link.markup, '<a href="&quot;#">1 &lt; 2 &amp; <code>lr</code></a>');
 * ```
 */
export function tag(
  name: string,
  attributes: Attributes = {},
  ...content: readonly (string | Html)[]
): Html {
  const inner = content.map((part) => typeof part === "string" ? escape(part) : part.markup);
  const start = `<${name}${attributesText(attributes)}`;
  const space = INLINE.has(name) ? "" : "\n";
  // With a slash at the end the page is also valid XML, which strict parsers check.
  if (VOID.has(name)) return { markup: `${start} />${space}` };
  return { markup: `${start}>${inner.join("")}</${name}>${space}` };
}

/** Escapes all special characters of a text. */
function escape(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Removes characters that HTML does not allow: control characters and unpaired surrogates. */
function clean(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, "");
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join("");
}
