/** The figure of over- and underfitting: losses over widths, numbers of samples, and epochs. */

import {
  figure,
  type Guide,
  type Line,
  linePanel,
  type LinePanelOptions,
  lossScale,
  type Panel,
} from "../../../mod.ts";
import type { Words } from "../words.ts";
import { headed, lossIn, topicOn } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import type { FigureIn } from "../looks.ts";
import type { CapacityResults, LossCurves } from "./results.ts";

/** The parts of a lab with which the figure is drawn. */
type Drawing = Pick<Lab, "words" | "titleStyle" | "figureOptions" | "data">;

/** Draws the figure. */
export function capacityChart(lab: Drawing, results: CapacityResults): FigureIn {
  const { words, data } = lab;
  const { plan: { many, few }, widths, counts, epochs, groups } = results;
  const fewNote = words.say("{n} training sample|{n} training samples", { n: few });
  const manyNote = words.say("{n} hidden unit|{n} hidden units", { n: many });
  const seeds = words.say("{n} seed|{n} seeds", { n: groups[0].seeds.length });
  const label = (n: number) => words.say("{n} hidden unit|{n} hidden units", { n });
  const stop = (n: number) => words.say("stop here: epoch {n}", { n: String(n) });
  const panels = [
    panelOf(words, widths, { label }, {
      ...{ note: fewNote, xLabel: words.say("hidden units"), yLabel: words.say("final loss") },
      xScale: "log",
    }),
    panelOf(words, counts, {}, {
      ...{ note: manyNote, xLabel: words.say("training samples"), yLabel: words.say("final loss") },
      xScale: "log",
    }),
    panelOf(words, epochs, { label: stop }, {
      ...{ note: `${fewNote}, ${manyNote}`, xLabel: words.say("epoch") },
      yLabel: words.say("loss"),
    }),
  ];
  const topic = `${topicOn(lab, "Width, samples and epochs on {data}", data.all)}, ${seeds}`;
  const options = headed(lab, { topic, finding: findingOf(lab, widths) });
  return (look) => figure([panels], { ...options, ...look });
}

/** A panel of both losses, with the place of the lowest test loss. */
function panelOf(
  words: Words,
  { x, train, test, lowest }: LossCurves,
  { label }: { readonly label?: (x: number) => string },
  options: LinePanelOptions,
): Panel {
  const hasBand = train.values.some((value, at) => value !== train.band.low[at]);
  const line = (name: string, { values, band }: LossCurves["train"]): Line => {
    return { name, x, values, ...(hasBand && { band }) };
  };
  const isMarked = lowest !== undefined && label !== undefined;
  const best: Line[] = isMarked
    ? [{
      ...{ name: words.say("lowest test loss"), x: [x[lowest]], values: [test.values[lowest]] },
      marker: true,
    }]
    : [];
  // The training loss may come down to any number: it is the test loss that is to be seen.
  const yScale = lossScale([{ name: "loss", trainLoss: test.values, testLoss: test.values }]);
  return linePanel(
    [line(words.say("train loss"), train), line(words.say("test loss"), test), ...best],
    {
      ...options,
      yScale,
      guides: isMarked ? [upright(x[lowest], label(x[lowest]))] : [],
    },
  );
}

/** An upright line over the whole height of any plot of losses. */
function upright(x: number, label: string): Guide {
  return { label, ends: [[x, 1e-30], [x, 1e30]] };
}

/** The width with the lowest test loss, and how much higher it is with the most units. */
function findingOf(lab: Drawing, { x, test, lowest }: LossCurves): string {
  const { words } = lab;
  if (lowest === undefined) return words.say("Every training diverges");
  const unitsOf = (at: number) => words.say("{n} unit|{n} units", { n: x[at] });
  const last = x.length - 1;
  const [low, high] = [lowest, last].map((at) => lossIn(lab, test.values[at]));
  return lowest === last
    ? words.say("The test loss is lowest with the widest network: {low} with {most}", {
      ...{ low, most: unitsOf(last) },
    })
    : words.say("The test loss rises from {low} with {best} to {high} with {most}", {
      ...{ best: unitsOf(lowest), low, high, most: unitsOf(last) },
    });
}
