/** Colours taken from a theme, and mixed. */

import type { Theme } from "./theme.ts";

/** The colour of the `slot`-th run or class; they come round again after the last. */
export function seriesColor(theme: Theme, slot: number): string {
  return theme.colors.series[slot % theme.colors.series.length];
}

/** `share` of one `#rrggbb` colour in another: 0 gives `base`, 1 gives `color`. */
export function mixColors(base: string, color: string, share: number): string {
  const channel = (text: string, at: number) => parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(base, at) * (1 - share) + channel(color, at) * share)
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The background of the `slot`-th class where it is the likeliest with that certainty; of no class, grey. */
export function tint(theme: Theme, slot: number | undefined, certainty: number): string {
  const { weak, strong } = theme.tints[(slot ?? 0) % theme.tints.length];
  const color = slot === undefined ? theme.colors.muted : seriesColor(theme, slot);
  return mixColors(theme.colors.background, color, weak + (strong - weak) * certainty);
}
