/** A figure that follows the colour scheme of its reader: one tree with two sets of colours. */

import type { Figure, Shape } from "../../mod.ts";

/** A colour of the bright figure, and that of the dark one in its place. */
type Pair = readonly [light: string, dark: string];

/**
 * Joins two figures that differ in their colours alone. An image of it on a page is the first one where
 * the page's colour scheme is light, and the second one where it is dark. It has a style sheet, which
 * browsers read and presentation programs do not.
 *
 * @param light for bright pages, and for programs that know no colour schemes
 * @param dark the same figure in a dark theme
 * @returns the figure for both; undefined if they differ in more than colours
 */
export function withColorSchemes(light: Figure, dark: Figure): Figure | undefined {
  const variables = new Map<string, Pair>();
  const shapes = joinedShapes<Shape>(light.shapes, dark.shapes, variables);
  if (shapes === undefined) return undefined;
  const style: Shape = { name: "style", attributes: {}, children: [styleSheet(variables)] };
  return { ...light, shapes: [style, ...shapes] };
}

/** Returns undefined if the shapes differ in more than colours. */
function joinedShapes<Child extends Shape | string>(
  light: readonly Child[],
  dark: readonly Child[],
  variables: Map<string, Pair>,
): (Child | Shape)[] | undefined {
  if (light.length !== dark.length) return undefined;
  const joined: (Child | Shape)[] = [];
  for (const [at, child] of light.entries()) {
    const other = dark[at];
    const both = typeof child !== "string" && typeof other !== "string"
      ? joinedShape(child, other, variables)
      : child === other
      ? child
      : undefined;
    if (both === undefined) return undefined;
    joined.push(both);
  }
  return joined;
}

function joinedShape(
  light: Shape,
  dark: Shape,
  variables: Map<string, Pair>,
): Shape | undefined {
  const children = joinedShapes(light.children, dark.children, variables);
  const attributes = joinedAttributes(light.attributes, dark.attributes, variables);
  if (light.name !== dark.name || children === undefined || attributes === undefined) {
    return undefined;
  }
  return { ...light, attributes, children };
}

const COLOR = /^#[0-9a-f]{6}$/;

function joinedAttributes(
  light: Shape["attributes"],
  dark: Shape["attributes"],
  variables: Map<string, Pair>,
): Shape["attributes"] | undefined {
  const names = Object.keys(light);
  if (names.length !== Object.keys(dark).length) return undefined;
  const joined: Record<string, string | number> = {};
  for (const name of names) {
    const pair = [light[name], dark[name]].map(String) as [string, string];
    const isSame = pair[0] === pair[1];
    if (!isSame && !pair.every((value) => COLOR.test(value))) return undefined;
    joined[name] = isSame ? light[name] : `var(${variableFor(pair, variables)})`;
  }
  return joined;
}

function variableFor(pair: Pair, variables: Map<string, Pair>): string {
  const key = pair.join();
  if (!variables.has(key)) variables.set(key, pair);
  return `--c${[...variables.keys()].indexOf(key)}`;
}

function styleSheet(variables: ReadonlyMap<string, Pair>): string {
  const set = (scheme: 0 | 1) =>
    `:root{${[...variables.values()].map((pair, at) => `--c${at}:${pair[scheme]}`).join(";")}}`;
  return `${set(0)}@media (prefers-color-scheme:dark){${set(1)}}`;
}
