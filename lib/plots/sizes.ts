/** How large figures are, by the part of a slide they fill. */

/** The sizes there are. */
export type SizeName = "wide" | "half" | "square";

/** Width and height of each, in units of which a slide is 1280 wide and 720 high. */
export const SIZES: Readonly<
  Record<SizeName, { readonly width: number; readonly height: number }>
> = {
  wide: { width: 1280, height: 720 },
  half: { width: 640, height: 720 },
  square: { width: 720, height: 720 },
};
