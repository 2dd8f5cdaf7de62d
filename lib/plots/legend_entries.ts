/** What a legend says, as plain data. */

/** What colour a sample has: a slot, a name that has one, or none of its own. */
export type EntrySlot = number | string | undefined;

/** One sample and its name. */
export type LegendEntry = LineEntry | BoundaryEntry | PointEntry | RampEntry | UnknownEntry;

/** A run, or a kind of line. */
export interface LineEntry {
  /** Tells the entries apart. */
  readonly kind: "line";
  /** What stands beside the sample. */
  readonly label: string;
  /** Whose colour it has. */
  readonly slot: EntrySlot;
  /** Whether the sample is dashed. */
  readonly dashed: boolean;
  /** Whether the sample bears the run's marker. */
  readonly marker: boolean;
}

/** The line between classes. */
export interface BoundaryEntry {
  /** Tells the entries apart. */
  readonly kind: "boundary";
  /** What stands beside the sample. */
  readonly label: string;
}

/** Where a model says nothing. */
export interface UnknownEntry {
  /** Tells the entries apart. */
  readonly kind: "unknown";
  /** What stands beside the sample. */
  readonly label: string;
}

/** A class, or a set of points. */
export interface PointEntry {
  /** Tells the entries apart. */
  readonly kind: "point";
  /** What stands beside the sample. */
  readonly label: string;
  /** Whose colour and marker it has. */
  readonly slot: EntrySlot;
  /** Whether the marker is hollow. */
  readonly hollow: boolean;
}

/** A scale of colours. */
export interface RampEntry {
  /** Tells the entries apart. */
  readonly kind: "ramp";
  /** What the colours stand for. */
  readonly label: string;
  /** Colours from left to right: a class (undefined for none) and its certainty. */
  readonly steps: readonly { readonly slot: EntrySlot; readonly certainty: number }[];
  /** What the ends stand for: `0`, `1`. */
  readonly ends: readonly [string, string];
}
