/** The figures of landscapes: around a trained network, and under the paths of trainings. */

import {
  type Figure,
  figure,
  type Landscape,
  landscapePanel,
  percentText,
  quantile,
  type Surface,
} from "../../../mod.ts";
import { type FigureWords, headed, lossIn, topicOn } from "../figure_words.ts";
import { lowestFinding } from "../findings.ts";
import type { Lab } from "../lab.ts";
import type { Look } from "../looks.ts";
import { lowestOf, meanAtBorder, type PathLandscape, type RandomLandscape } from "./describe.ts";

type ChartLab = FigureWords & Pick<Lab, "data">;

/** The share of places whose loss is within the colours: corners would take up most of them. */
const shownShare = 0.9;

/** Draws the loss along random directions in a look. */
export function randomChart(lab: ChartLab, landscape: RandomLandscape): (look: Look) => Figure {
  const { words } = lab;
  const { run, atNetwork, surface } = landscape;
  const isLowest = lowestOf(surface) >= atNetwork * (1 - 1e-3);
  const mean = meanAtBorder(surface);
  const values = { low: lossIn(lab, atNetwork), high: lossIn(lab, mean) };
  const options = headed(lab, {
    topic: topicOn(lab, "Loss around the trained network on {data}", lab.data.all),
    finding: isLowest || mean > atNetwork
      ? words.say(
        "Around the network the loss rises from {low} to {high}",
        values,
      )
      : words.say(
        "The loss is not lowest at the network: {low} there, {high} around it",
        values,
      ),
  });
  const panel = landscapePanel(surfaceOf(surface), {
    paths: [{ name: run.name, x: [0], y: [0] }],
    ...{
      xLabel: words.say("direction {n}", { n: 1 }),
      yLabel: words.say("direction {n}", { n: 2 }),
    },
    ...limitsOf(surface),
  });
  return (look) => figure([[panel]], { ...options, ...look });
}

/** Draws the paths over the loss in a look. */
export function pathChart(
  lab: ChartLab,
  { surface, share, paths }: PathLandscape,
): (look: Look) => Figure {
  const { words } = lab;
  const runs = paths.map(({ run }) => run);
  const options = headed(lab, {
    topic: topicOn(lab, "Paths of optimizers over the loss on {data}", lab.data.all),
    finding: lowestFinding(lab, runs),
  });
  const component = (n: number) => words.say("principal component {n}", { n });
  const panel = landscapePanel(surfaceOf(surface), {
    paths: paths.map(({ run: { name, status }, places }) => ({
      name,
      x: places.map(([x]) => x),
      y: places.map(([, y]) => y),
      diverged: status === "diverged",
    })),
    note: words.say("first two principal components, {share} of the variance", {
      share: words.digits(percentText(share)),
    }),
    ...{ xLabel: component(1), yLabel: component(2), ...limitsOf(surface) },
  });
  return (look) => figure([[panel]], { ...options, ...look });
}

/** A landscape as a surface of one list. */
function surfaceOf({ x, y, loss }: Landscape): Surface {
  const ends = (places: Float64Array) => [places[0], places[places.length - 1]] as const;
  const values = Float64Array.from(loss.flatMap((row) => [...row]));
  return { x: ends(x), y: ends(y), size: [x.length, y.length], values };
}

/** The losses at both ends of the colours. */
function limitsOf({ loss }: Landscape): { limits?: [number, number] } {
  const positive = loss.flatMap((row) => [...row]).filter((value) => value > 0 && value < Infinity);
  if (positive.length === 0) return {};
  const [low, high] = [quantile(positive, 0), quantile(positive, shownShare)];
  return high > low ? { limits: [low, high] } : {};
}
