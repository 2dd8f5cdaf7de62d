/** The words of an experiment's figures: names as people write them, titles, and findings. */

import { type Dataset, type FigureOptions, lossText, percentText } from "../../mod.ts";
import { translated, type Word, type Words } from "./words.ts";

/** What title and subtitle of a figure can say. */
export interface Heading {
  /** What it is about: `Activations on moons`. */
  readonly topic: string;
  /** What it shows: a sentence without a full stop, computed from the runs. */
  readonly finding?: string;
}

/** The ways to title a figure: by what it shows, or by what it is about. */
export const titleStyles = ["finding", "topic"] as const;

/** One of the ways to title a figure. */
export type TitleStyle = (typeof titleStyles)[number];

/** The language, the names and the titles of figures. */
export interface FigureWords {
  readonly words: Words;
  readonly titleStyle: TitleStyle;
  /** Names, look and axes. */
  readonly figureOptions: FigureOptions;
}

/**
 * The options of a figure with title and subtitle: those of `--title` and `--subtitle`, or else the
 * finding over the topic.
 */
export function headed(
  { figureOptions, titleStyle }: FigureWords,
  { topic, finding }: Heading,
): FigureOptions {
  const isFinding = titleStyle === "finding" && finding !== undefined;
  const own = isFinding ? { title: capitalized(finding), subtitle: topic } : { title: topic };
  return figureOptions.title === undefined ? { ...own, ...figureOptions } : figureOptions;
}

/** A text with a capital at its start; Greek letters are symbols and stay as they are. */
export function capitalized(text: string): string {
  return text.replace(/^[a-zà-ÿ]/, (letter) => letter.toUpperCase());
}

/** Names that people write in another way than code does. */
const WRITTEN: Readonly<Record<string, string>> = {
  relu: "ReLU",
  leakyRelu: "leaky ReLU",
  elu: "ELU",
  selu: "SELU",
  gelu: "GELU",
  geluTanh: "GELU (tanh)",
  silu: "SiLU",
  sgd: "SGD",
  adam: "Adam",
  adamw: "AdamW",
  rmsprop: "RMSprop",
  adagrad: "AdaGrad",
  nesterov: "Nesterov",
  he: "He",
  xavier: "Xavier",
  small: "small weights",
  large: "large weights",
};

/**
 * The name of a run as people write it, in the language of the figures.
 *
 * @example Names of the lab's runs
 * ```ts
 * import { englishWords } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 * import { writtenName } from "./figure_words.ts";
 *
 * const names = ["relu 32-32", "sgd lr=0.05", "2-hidden", "width 8"];
 * const written = names.map((name) => writtenName(name, englishWords));
 * assertEquals(written, ["ReLU 32-32", "η = 0.05", "2 hidden layers", "8 units"]);
 * ```
 */
export function writtenName(name: string, words: Words): string {
  const whole = translated(words, name);
  if (whole !== name) return whole;
  const [, network, rate] = name.match(/^(?:sgd|(\d[-\d]+)) lr=(.+)$/) ?? [];
  if (rate !== undefined) return `${network ? `${network}, ` : ""}η = ${words.digits(rate)}`;
  const [, layers] = name.match(/^(\d+)-hidden$/) ?? [];
  if (layers !== undefined) {
    return words.say("{n} hidden layer|{n} hidden layers", { n: Number(layers) });
  }
  const [, units] = name.match(/^width (\d+)$/) ?? [];
  if (units !== undefined) return words.say("{n} unit|{n} units", { n: Number(units) });
  return name.replace(/[A-Za-z]+/g, (word) => translated(words, WRITTEN[word] ?? word));
}

/** The name that figures show for a run. */
export function shownName({ figureOptions }: FigureWords, name: string): string {
  return figureOptions.runNames?.[name] ?? name;
}

/** A topic with the name of the data. */
export function topicOn({ words }: FigureWords, topic: Word, data: Dataset): string {
  return words.say(topic, { data: translated(words, data.name) });
}

/** A loss in the language of the figures. */
export function lossIn({ words }: FigureWords, loss: number): string {
  return words.digits(lossText(loss));
}

/** A share in the language of the figures. */
export function shareIn({ words }: FigureWords, share: number): string {
  return words.digits(percentText(share));
}
