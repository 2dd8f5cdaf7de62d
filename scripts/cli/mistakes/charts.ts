/** The figures of mistakes: the most certain ones on the plane, and how well probabilities come true. */

import {
  figure,
  type FigureOptions,
  histogramPanel,
  lossText,
  reliabilityPanel,
} from "../../../mod.ts";
import { translated, type Word } from "../words.ts";
import { type FigureWords, headed, shareIn, shownName } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import type { FigureIn } from "../looks.ts";
import { type Drawing, networkPanels, planeText } from "../network_panels.ts";
import { certaintyText, type Examined } from "./examine.ts";

/** A figure of the network's boundary with rings around its most certain mistakes. */
export async function planeChart(
  lab: Drawing,
  { run, wrong }: Pick<Examined, "run" | "wrong">,
  shown: number,
): Promise<FigureIn> {
  const { words, data } = lab;
  const marked = wrong.slice(0, shown).map(({ sample, probability }, at) => ({
    ...{ sample, probability },
    label: `${at + 1}: ${words.digits(certaintyText(probability))}`,
  }));
  const note = planeText(words, data.plane?.note ?? "");
  const panels = await networkPanels(lab, [{ name: run.name, model: run.model, run }], {
    ...{ note, marked },
  });
  const total = data.test.samples;
  const finding = run.status === "diverged"
    ? words.say("Every training diverges")
    : wrong.length === 0
    ? words.say("All {total} test points are classified correctly", { total })
    : words.say("{wrong} of {total} test points are wrong, the most certain one at {share}", {
      ...{ wrong: wrong.length, total },
      share: words.digits(certaintyText(wrong[0].probability)),
    });
  const topic = topicOf(lab, run.name, "{run} on {data}: the most certain mistakes");
  const options = headed(lab, { topic, finding });
  return (look) => figure([panels], { ...options, ...look });
}

/** The axes of confidence start here at the latest, however certain the network is. */
const MOST_START = 0.5;

/** A figure of the reliability diagram beside the histogram of confidences. */
export function calibrationChart(
  lab: FigureWords & Pick<Lab, "data">,
  { run, calibration, confidences }: Examined,
): FigureIn {
  const { words } = lab;
  const { bins, share, meanProbability, expectedCalibrationError, brierScore } = calibration;
  const full = bins.findIndex(({ count }) => count > 0);
  const first = bins.findLastIndex(({ from }, at) => at <= full && from <= MOST_START);
  const xLimits = [bins[first].from, 1] as const;
  const [error, score] = [expectedCalibrationError, brierScore].map((value) =>
    words.digits(lossText(value))
  );
  const reliability = reliabilityPanel(bins, {
    ...{ note: words.say("ECE {value}", { value: error }), xLimits },
  });
  const histogram = histogramPanel([
    { name: words.say("right"), values: confidences.right },
    { name: words.say("wrong"), values: confidences.wrong },
  ], {
    ...{ xLabel: words.say("confidence"), xLimits },
    bins: bins.length - first,
    note: words.say("Brier score {value}", { value: score }),
  });
  const finding = words.say("On average the network is {confidence} certain and {accuracy} right", {
    ...{ confidence: shareIn(lab, meanProbability), accuracy: shareIn(lab, share) },
  });
  const topic = topicOf(lab, run.name, "{run} on {data}: calibration");
  const options = withoutAxes(headed(lab, { topic, finding }));
  return (look) => figure([[reliability, histogram]], { ...options, ...look });
}

/** Options without those of axes: they are for the plane, and here are two kinds of panels. */
function withoutAxes(
  { xLimits: _x, yLimits: _y, xTicks: _u, yTicks: _v, xLabel: _s, yLabel: _t, ...options }:
    FigureOptions,
): FigureOptions {
  return options;
}

function topicOf(lab: FigureWords & Pick<Lab, "data">, name: string, topic: Word): string {
  const { words, data } = lab;
  return words.say(topic, { run: shownName(lab, name), data: translated(words, data.all.name) });
}
