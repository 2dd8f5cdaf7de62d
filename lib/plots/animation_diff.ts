/** Figures laid over one another: what all have in common once, the rest taking turns. */

import type { Node } from "./markup.ts";
import type { Shape } from "./svg.ts";

/** Makes shapes visible in the frames from `first` to `last` alone, both counted from 0. */
export type ShowIn = (shapes: readonly Shape[], first: number, last: number) => Shape;

/**
 * Lays frames over one another. What stands in all of them, in the same order, is drawn once and
 * stays; groups that are in all of them are gone into; what is left takes turns.
 *
 * @param frames the elements of each frame, in painting order
 * @param showIn makes shapes visible in some frames
 * @returns shapes of which each frame shows exactly its own, in its own order
 */
export function takeTurns(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  return alike(frames, ({ markup }) => markup).flatMap(({ between, common }) => [
    ...enterGroups(between, showIn),
    ...(common === undefined ? [] : [{ markup: common[0].markup }]),
  ]);
}

/** Goes into groups that are in all frames, and lets the rest take turns. */
function enterGroups(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  const key = ({ name, open }: Node) => name === "g" ? open : undefined;
  return alike(frames, key).flatMap(({ between, common }) => {
    const turns = turnsOf(between, showIn);
    if (common === undefined) return turns;
    const inside = takeTurns(common.map(({ children }) => children), showIn);
    const markup = common[0].open + inside.map((shape) => shape.markup).join("") + "</g>";
    return [...turns, { markup }];
  });
}

/** What stands between two elements that all frames have, and the second of them. */
interface Stretch {
  /** A list a frame. */
  readonly between: readonly (readonly Node[])[];
  /** One a frame; undefined after the last. */
  readonly common: readonly Node[] | undefined;
}

/** Cuts frames at the elements that all of them have, in the same order. */
function alike(
  frames: readonly (readonly Node[])[],
  key: (node: Node) => string | undefined,
): Stretch[] {
  const stretches: Stretch[] = [];
  const keys = frames.map((nodes) => nodes.map(key));
  const starts = frames.map(() => 0);
  for (const wanted of keys[0]) {
    if (wanted === undefined) continue;
    const places = keys.map((own, frame) => own.indexOf(wanted, starts[frame]));
    if (places.includes(-1)) continue;
    stretches.push({
      between: frames.map((nodes, frame) => nodes.slice(starts[frame], places[frame])),
      common: frames.map((nodes, frame) => nodes[places[frame]]),
    });
    places.forEach((place, frame) => starts[frame] = place + 1);
  }
  const rest = frames.map((nodes, frame) => nodes.slice(starts[frame]));
  return [...stretches, { between: rest, common: undefined }];
}

/** One group a frame, or for several frames in a row that show the same. */
function turnsOf(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  const texts = frames.map((nodes) => nodes.map(({ markup }) => markup).join(""));
  const turns: Shape[] = [];
  for (let first = 0, next = 1; first < frames.length; first = next, next++) {
    while (next < frames.length && texts[next] === texts[first]) next++;
    if (texts[first] !== "") turns.push(showIn([{ markup: texts[first] }], first, next - 1));
  }
  return turns;
}
