/** What makes the look of a figure: every colour, size and font. */

/** How a figure looks. Colours are `#rrggbb`; sizes are user units on a slide 1280 wide. */
export interface Theme {
  /** Fonts in order of preference. */
  readonly fontFamily: string;
  /** Colours by what they are for. */
  readonly colors: ThemeColors;
  /** How much of a class's colour its background takes; taken in turn, as colours are. */
  readonly tints: readonly Tint[];
  /** Font sizes. */
  readonly text: ThemeText;
  /** Lengths and widths. */
  readonly sizes: ThemeSizes;
}

/** Shares of a colour: where a class is barely the likeliest, and where it is certain. */
export interface Tint {
  /** Where it is barely the likeliest. */
  readonly weak: number;
  /** Where it is certain. */
  readonly strong: number;
}

/** Colours of a theme. */
export interface ThemeColors {
  /** Under everything. */
  readonly background: string;
  /** Titles, axis labels and the decision boundary. */
  readonly ink: string;
  /** Tick labels, notes and whatever stands back. */
  readonly muted: string;
  /** Lines across a plot. */
  readonly grid: string;
  /** Axis lines and ticks. */
  readonly axis: string;
  /** Where a model gives no number. */
  readonly unknown: string;
  /** Around filled markers and boundaries, and inside hollow markers. */
  readonly halo: string;
  /** One a run or class, taken in turn. */
  readonly series: readonly string[];
}

/** Font sizes of a theme. */
export interface ThemeText {
  /** Of the figure's title. */
  readonly title: number;
  /** Of a panel's title. */
  readonly panelTitle: number;
  /** Of legend, notes and axis labels. */
  readonly label: number;
  /** Of the numbers on axes. */
  readonly tick: number;
}

/** Lengths and widths of a theme. */
export interface ThemeSizes {
  /** Of a figure, unless its columns need more. */
  readonly width: number;
  /** Of a figure, unless its rows need more. */
  readonly height: number;
  /** Around everything. */
  readonly margin: number;
  /** Least distance between panels. */
  readonly gap: number;
  /** Below this a figure grows rather than its panels shrink. */
  readonly minPanelWidth: number;
  /** Below this a figure grows rather than its plots shrink. */
  readonly minPlotHeight: number;
  /** The same for plots whose proportions are bound, which would get narrow as well. */
  readonly minMapHeight: number;
  /** Length of a tick. */
  readonly tick: number;
  /** Width of a curve. */
  readonly line: number;
  /** Width of a decision boundary. */
  readonly boundary: number;
  /** Half the width of a marker on a curve. */
  readonly lineMarker: number;
  /** On each side of a decision boundary. */
  readonly halo: number;
  /** Half the width of a data point: least, where points are many, and most. */
  readonly pointMarker: readonly [least: number, most: number];
  /** Dash and gap of a dashed line. */
  readonly dash: readonly [number, number];
  /** Width of a line's sample in the legend. */
  readonly legendKey: number;
}
