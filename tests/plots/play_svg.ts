/** Plays an animated figure: what is seen of it at a moment, and where nothing moves. */

import { type Drawn, type ReadElement, readSvg, textOf } from "./read_svg.ts";
import { SaxesParser } from "npm:saxes@6.0.0";

/** An element and what is inside it. */
interface Tree {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Tree[];
  text: string;
}

function readTree(drawn: Drawn): Tree {
  const parser = new SaxesParser();
  const top: Tree = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const tree: Tree = {
      name,
      attributes: { ...attributes } as Record<string, string>,
      children: [],
      text: "",
    };
    open[open.length - 1].children.push(tree);
    open.push(tree);
  });
  parser.on("text", (text) => void (open[open.length - 1].text += text));
  parser.on("closetag", () => void open.pop());
  parser.write(textOf(drawn)).close();
  return top.children[0];
}

/** What a group's `display` is after so many seconds, by SMIL's rules for discrete values. */
function displayAt({ attributes, children }: Tree, seconds: number | undefined): string {
  const still = attributes.display ?? "inline";
  const move = children.find(({ name }) => name === "animate")?.attributes;
  if (move === undefined || seconds === undefined) return still;
  if (move.attributeName !== "display" || move.calcMode !== "discrete") {
    throw new Error(`Not played: ${JSON.stringify(move)}`);
  }
  const times = move.keyTimes.split(";").map(Number);
  const values = move.values.split(";");
  if (times[0] !== 0 || times.length !== values.length || times.some((time) => time > 1)) {
    throw new Error(`No key times: ${move.keyTimes}`);
  }
  const share = seconds / parseFloat(move.dur) % 1;
  return values[times.findLastIndex((time) => time <= share)];
}

/** The drawn elements that are seen, in painting order, as text. */
export function seenAt(drawn: Drawn, seconds?: number): string[] {
  const seen = (tree: Tree): string[] => {
    if (["title", "desc", "animate"].includes(tree.name)) return [];
    if (tree.name !== "g" && tree.name !== "svg") {
      return [JSON.stringify([tree.name, tree.attributes, tree.text])];
    }
    return displayAt(tree, seconds) === "none" ? [] : tree.children.flatMap(seen);
  };
  return seen(readTree(drawn));
}

/** How long an animated figure runs before it starts again, in seconds. */
export function durationOf(drawn: Drawn): number {
  const durations = new Set(
    readSvg(drawn).filter(({ name }: ReadElement) => name === "animate")
      .map(({ attributes }) => attributes.dur),
  );
  if (durations.size !== 1) throw new Error(`Durations: ${[...durations]}`);
  return parseFloat([...durations][0]);
}
