/** Reads a figure back with a strict XML parser, and finds where its texts lie. */

import { SaxesParser } from "npm:saxes@6.0.0";
import { type Figure, toSvg } from "../../mod.ts";
import { checkPanel, type DrawablePanel, type Panel } from "../../lib/plots/panel.ts";
import { measureText } from "../../lib/plots/text.ts";

/** What only `figure` and its tests see of a panel. */
export function drawable(panel: Panel): DrawablePanel {
  return checkPanel("read the panel", "panel", panel);
}

/** A figure, or the text of one. */
export type Drawn = Figure | string;

/** The text of a figure. */
export function textOf(drawn: Drawn): string {
  return typeof drawn === "string" ? drawn : toSvg(drawn);
}

/** An element of a figure, with the text directly inside. */
export interface ReadElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** All elements in document order. Throws where the text is not well-formed XML. */
export function readSvg(drawn: Drawn): ReadElement[] {
  const parser = new SaxesParser();
  const elements: ReadElement[] = [];
  const open: ReadElement[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes } as Record<string, string>, text: "" };
    elements.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const innermost = open.at(-1);
    if (innermost !== undefined) innermost.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(textOf(drawn)).close();
  return elements;
}

/** The room that a text takes. */
export interface TextBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Boxes of all texts, from the top of capitals to the bottom of descenders. */
export function textBoxes(drawn: Drawn): TextBox[] {
  return readSvg(drawn).filter(({ name }) => name === "text").map(({ attributes, text }) => {
    const size = Number(attributes["font-size"]);
    const bold = attributes["font-weight"] === "bold";
    const width = measureText(text, { size, bold });
    const [x, y] = [Number(attributes.x), Number(attributes.y)];
    const share = { start: 0, middle: 0.5, end: 1 }[attributes["text-anchor"] ?? "start"] ?? 0;
    const [before, after] = [share * width, (1 - share) * width];
    const [above, below] = [0.75 * size, 0.22 * size];
    return attributes.transform === undefined
      ? { text, left: x - before, right: x + after, top: y - above, bottom: y + below }
      : { text, left: x - above, right: x + below, top: y - after, bottom: y + before };
  });
}

/** Width and height that a figure says it has. */
export function figureSize(drawn: Drawn): { width: number; height: number } {
  const { width, height } = readSvg(drawn)[0].attributes;
  return { width: Number(width), height: Number(height) };
}

/** Width and height of what its shapes may take. */
export function canvasSize(drawn: Drawn): { width: number; height: number } {
  const [, , width, height] = readSvg(drawn)[0].attributes.viewBox.split(" ").map(Number);
  return { width, height };
}

/** What is wrong with the texts of a figure: outside of it, or one over another. */
export function textFaults(drawn: Drawn): string[] {
  const { width, height } = canvasSize(drawn);
  const boxes = textBoxes(drawn);
  const outside = boxes.filter((box) => {
    return box.left < 0 || box.right > width || box.top < 0 || box.bottom > height;
  }).map(({ text }) => `outside: ${text}`);
  const over = boxes.flatMap((one, at) =>
    boxes.slice(at + 1).filter((other) =>
      one.left < other.right && other.left < one.right &&
      one.top < other.bottom && other.top < one.bottom
    ).map(({ text }) => `overlap: ${one.text} / ${text}`)
  );
  return [...outside, ...over];
}
