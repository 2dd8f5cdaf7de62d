/** HTML elements as text: whatever comes in from outside is escaped here, once. */

/** Finished markup. Kept apart from plain text, which is escaped where it is put into an element. */
export interface Html {
  /** Escaped text, ready to stand in a page. */
  readonly markup: string;
}

/** Attributes of an element; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Elements that have no end tag. */
const VOID = new Set(["img", "input", "link", "meta"]);
/** Elements that run within a line of text. */
const INLINE = new Set(["a", "code", "img", "input", "label", "span", "strong"]);

/**
 * One element with text or other elements inside.
 *
 * @param name Of the element, and of its attributes below: trusted, never from outside
 * @param attributes Plain values; they are escaped here
 * @param content Plain texts, which are escaped here, and finished elements
 * @returns The element
 *
 * @example What is put in cannot break out
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
  // With a slash at the end the page is XML besides, which strict parsers check.
  if (VOID.has(name)) return { markup: `${start} />${space}` };
  return { markup: `${start}>${inner.join("")}</${name}>${space}` };
}

/** Text that stands in a page as it is written, whatever its characters. */
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

/** Without what HTML allows in no form: control characters and halves of surrogate pairs. */
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
