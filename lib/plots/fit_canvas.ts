/** Canvases of the same proportions: what does not fit on one may fit on a larger one. */

import type { Theme } from "./theme.ts";

/** From one canvas to the next larger one. */
const STEP = 1.05;
/** Past this the parts decide how the canvas grows. */
const LARGEST = 2;

/**
 * Places parts on the smallest canvas that has room for them.
 *
 * @param theme whose width and height are the canvas
 * @param from times which to begin
 * @param place the parts on a theme's canvas, and says whether they fit
 * @returns the first places that fit, or those on the first canvas where none do
 */
export function growToFit<Places extends { readonly fits: boolean }>(
  theme: Theme,
  from: number,
  place: (theme: Theme) => Places,
): Places {
  const { sizes } = theme;
  const on = (scale: number) =>
    place({
      ...theme,
      sizes: { ...sizes, width: scale * sizes.width, height: scale * sizes.height },
    });
  const first = on(from);
  let places = first;
  for (let scale = from * STEP; !places.fits && scale <= LARGEST; scale *= STEP) {
    places = on(scale);
  }
  return places.fits ? places : first;
}
