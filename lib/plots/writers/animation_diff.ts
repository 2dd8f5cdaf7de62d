/** The frames of an animation in one list of shapes: common shapes are in it once, the others alternate. */

import { isShape, type Shape } from "../shape.ts";

/** Makes shapes visible only in the frames from `first` to `last`, both counted from 0. */
export type ShowIn = (shapes: readonly Shape[], first: number, last: number) => Shape;

/**
 * Overlays frames. Shapes that are equal in all frames, in the same order, are drawn once and are always
 * visible. The children of groups that all frames have are compared too. All other shapes alternate.
 *
 * @param frames the shapes of each frame, in painting order
 * @param showIn makes shapes visible in some frames
 * @returns shapes of which each frame shows exactly its own, in their order
 */
export function overlayFrames(frames: readonly (readonly Shape[])[], showIn: ShowIn): Shape[] {
  return cutAtCommon(frames, contentKey).flatMap(({ between, common }) => [
    ...overlayGroups(between, showIn),
    ...(common === undefined ? [] : [common[0]]),
  ]);
}

/** Compares the children of groups that are in all frames; all other shapes alternate. */
function overlayGroups(frames: readonly (readonly Shape[])[], showIn: ShowIn): Shape[] {
  const key = ({ name, attributes }: Shape) =>
    name === "g" ? JSON.stringify(attributes) : undefined;
  return cutAtCommon(frames, key).flatMap(({ between, common }) => {
    const alternating = alternate(between, showIn);
    if (common === undefined) return alternating;
    const children = overlayFrames(common.map((group) => group.children.filter(isShape)), showIn);
    return [...alternating, { ...common[0], children }];
  });
}

/** The shapes before a common shape, and that shape. */
interface Section {
  /** One list for each frame. */
  readonly between: readonly (readonly Shape[])[];
  /** One for each frame; undefined after the last. */
  readonly common: readonly Shape[] | undefined;
}

/** Divides frames at the shapes that all of them have, in the same order. */
function cutAtCommon(
  frames: readonly (readonly Shape[])[],
  keyOf: (shape: Shape) => string | undefined,
): Section[] {
  const sections: Section[] = [];
  const keys = frames.map((shapes) => shapes.map(keyOf));
  const starts = frames.map(() => 0);
  for (const wanted of keys[0]) {
    if (wanted === undefined) continue;
    const places = keys.map((own, frame) => own.indexOf(wanted, starts[frame]));
    if (places.includes(-1)) continue;
    sections.push({
      between: frames.map((shapes, frame) => shapes.slice(starts[frame], places[frame])),
      common: frames.map((shapes, frame) => shapes[places[frame]]),
    });
    places.forEach((place, frame) => starts[frame] = place + 1);
  }
  const rest = frames.map((shapes, frame) => shapes.slice(starts[frame]));
  return [...sections, { between: rest, common: undefined }];
}

/** One group for each frame, or for successive frames with equal shapes. */
function alternate(frames: readonly (readonly Shape[])[], showIn: ShowIn): Shape[] {
  const keys = frames.map((shapes) => shapes.map(contentKey).join());
  const groups: Shape[] = [];
  for (let first = 0, next = 1; first < frames.length; first = next, next++) {
    while (next < frames.length && keys[next] === keys[first]) next++;
    if (frames[first].length > 0) groups.push(showIn(frames[first], first, next - 1));
  }
  return groups;
}

const contentKeys = new WeakMap<Shape, string>();

/** A key that equal shapes have in common; it is computed once for each shape. */
function contentKey(shape: Shape): string {
  const known = contentKeys.get(shape);
  if (known !== undefined) return known;
  const key = JSON.stringify(shape);
  contentKeys.set(shape, key);
  return key;
}
