/** Probes of a training: statistics of the layers of its networks after some of its epochs. */

import { checkCount } from "../check.ts";
import { checkList, checkOptions, optionNames } from "../check_shape.ts";
import { checkKeep } from "../devices/checks.ts";
import type { Device, TrainingPlan } from "../devices/device.ts";
import { Measurement } from "../kernels/measure.ts";
import type { MeasuredModel } from "../kernels/simd/statistics_series.ts";
import type { Activations } from "../models/activations.ts";
import { type Layer, layersOf } from "../models/layout.ts";
import { defaultWorkers, usualStartTime, WorkerCrew } from "../kernels/simd/pool.ts";
import { type NetworkStatistics, updateRatios } from "../kernels/statistics.ts";
import { createYield } from "../yield_to_event_loop.ts";

/** The epochs and the layers that are probed. */
export interface Probe {
  /**
   * The epochs after which statistics are computed, in ascending order. The first may be the current epoch,
   * which is 0 before the first step.
   */
  readonly at: readonly number[];
  /** The layers, counted from 1, in ascending order; all by default. */
  readonly layers?: readonly number[];
}

/**
 * Statistics of the layers of a network on its training data, all of them at once; lists have an entry for
 * each of `layers`. The loss is the one that is minimized, without the L1 penalty.
 */
export interface LayerStatistics extends NetworkStatistics {
  /** The numbers of the layers, from 1. The last layer of a network is not hidden. */
  readonly layers: readonly number[];
  /**
   * For each layer the L2 norm of the change of its weights in the last epoch, divided by their norm
   * before; null if the network one epoch earlier is not known.
   */
  readonly updateRatio: readonly number[] | null;
}

/** The statistics after an epoch; NaN from the epoch on in which the training diverged. */
export interface EpochStatistics extends LayerStatistics {
  /** The number of epochs trained: 0 for the first parameters. */
  readonly epoch: number;
}

const names = optionNames<Probe>({ at: true, layers: true });

/** Checks the epochs of a probe, and that all networks have its layers. */
export function checkProbe(
  action: string,
  probe: Probe | undefined,
  { networks, ...epochs }: {
    readonly first?: number;
    readonly last: number;
    readonly networks: readonly { readonly sizes: readonly number[] }[];
  },
): void {
  if (probe === undefined) return;
  const { at, layers } = checkOptions(action, probe, names, "probe");
  checkKeep(action, at, { ...epochs, name: "probe.at" });
  const most = networks.map(({ sizes }) => sizes.length - 1);
  checkLayers(action, layers, { maximum: Math.min(...most), name: "probe.layers" });
}

/** Checks that layers exist and are in ascending order. */
export function checkLayers(
  action: string,
  layers: readonly number[] | undefined,
  { maximum, name }: { maximum: number; name: string },
): void {
  if (layers === undefined) return;
  checkList(action, name, layers, "a list of layers");
  layers.forEach((layer, index) => {
    const minimum = index === 0 ? 1 : layers[index - 1] + 1;
    checkCount(action, `${name}[${index}]`, layer, { minimum, maximum });
  });
}

/** The statistics of some layers; all by default. */
export function ofLayers(
  statistics: NetworkStatistics & { readonly updateRatio: readonly number[] | null },
  wanted: readonly number[] | undefined,
): LayerStatistics {
  const { loss, gradientNorm, biasGradientNorm, weightNorm, hidden, updateRatio } = statistics;
  const layers = wanted ? [...wanted] : gradientNorm.map((_, at) => at + 1);
  const pick = <Value>(all: readonly Value[]): readonly Value[] =>
    wanted ? wanted.filter((layer) => layer <= all.length).map((layer) => all[layer - 1]) : all;
  return {
    loss,
    layers,
    gradientNorm: pick(gradientNorm),
    biasGradientNorm: pick(biasGradientNorm),
    weightNorm: pick(weightNorm),
    hidden: pick(hidden),
    updateRatio: updateRatio && pick(updateRatio),
  };
}

/** A network after an epoch. */
interface Collected {
  readonly member: number;
  readonly parameters: Float32Array;
  readonly isDiverged: boolean;
}

/** A network to be probed. */
interface Pending extends Collected {
  readonly epoch: number;
  readonly layers: readonly number[] | undefined;
  /** The parameters one epoch earlier, where they are known. */
  readonly before: Float32Array | undefined;
}

/** Numbers of parameters that wait to be probed: 64 MB. */
const maxPending = 2 ** 24;

/** The workers by their number: trainings that follow one another soon use the same ones. */
const crews = new Map<number, WorkerCrew>();

function crewOf(workers: number): WorkerCrew {
  const crew = crews.get(workers) ?? new WorkerCrew(workers);
  crews.set(workers, crew);
  return crew;
}

/**
 * The probes of an ensemble. Its networks are collected in training; workers measure them meanwhile, and
 * this thread measures those that are left afterwards.
 */
export class GroupProbes {
  /** The statistics of each member, in ascending order of epochs. */
  readonly statistics: readonly EpochStatistics[][];
  readonly #pending: Pending[] = [];
  /** The last epoch of each member that is collected; -1 before the first one. */
  readonly #last: number[];
  readonly #plan: TrainingPlan;
  /** Those that have not diverged. */
  readonly #models: MeasuredModel[] = [];
  readonly #measurement: Measurement;
  readonly #activations: readonly Activations[];
  readonly #layers: readonly Layer[];
  /** The epochs of the last probe, and how many of them follow each. */
  #probed: { at: readonly number[]; left: ReadonlyMap<number, number> } = {
    at: [],
    left: new Map(),
  };
  /** Each member's parameters after the epoch that was given last, and that epoch. */
  readonly #before: { readonly epoch: number; readonly parameters: Float32Array | undefined }[];

  constructor(plan: TrainingPlan, { workers = defaultWorkers() }: Pick<Device, "workers">) {
    this.#plan = plan;
    this.statistics = plan.members.map(() => []);
    this.#last = plan.members.map(() => -1);
    this.#before = plan.members.map(() => ({ epoch: -1, parameters: undefined }));
    this.#layers = layersOf(plan.sizes);
    this.#activations = plan.members.map(({ activation }) => activation);
    const batch = { samples: plan.train, loss: plan.loss };
    this.#measurement = new Measurement(plan.sizes, batch, {
      crew: crewOf(workers),
      startTime: usualStartTime(),
    });
  }

  /** The epochs whose parameters a probe needs: its own ones, and those right before. */
  static epochsOf({ at }: Probe): number[] {
    return [...new Set(at.flatMap((epoch) => epoch === 0 ? [0] : [epoch - 1, epoch]))];
  }

  /** The last epoch up to which a training may go on before what is collected takes too much memory. */
  lastEpoch({ at }: Probe, epoch: number): number {
    const { members } = this.#plan;
    const numbers = 2 * members.length * members[0].parameters.length;
    const atOnce = Math.max(1, Math.floor(maxPending / numbers));
    return at.filter((each) => each > epoch)[atOnce - 1] ?? Infinity;
  }

  /** Takes networks after an epoch, if it is one of those that the probe needs. */
  collect({ at, layers }: Probe, epoch: number, networks: readonly Collected[]): void {
    const left = this.#leftAfter(at, epoch);
    for (const { member, parameters, isDiverged } of networks) {
      const last = this.#before[member];
      this.#before[member] = { epoch, parameters };
      // An earlier call that ended at this epoch may have taken them.
      if (left === undefined || this.#last[member] === epoch) continue;
      this.#last[member] = epoch;
      const before = last.epoch === epoch - 1 ? last.parameters : undefined;
      this.#pending.push({ member, epoch, layers, parameters, isDiverged, before });
      if (isDiverged) continue;
      this.#models.push({ parameters, activation: this.#activations[member] });
    }
    if (left === undefined) return;
    this.#measurement.computeBeside(this.#models, this.#activations, left * networks.length);
  }

  /** The number of epochs that are probed after this one; undefined if it is not probed itself. */
  #leftAfter(at: readonly number[], epoch: number): number | undefined {
    if (this.#probed.at !== at) {
      const left = at.map((each, index) => [each, at.length - 1 - index] as const);
      this.#probed = { at, left: new Map(left) };
    }
    return this.#probed.left.get(epoch);
  }

  /**
   * Computes the statistics of what is collected.
   *
   * @throws The signal's reason, if it is aborted; what is left is computed by the next call
   */
  async measure(signal?: AbortSignal): Promise<void> {
    if (this.#pending.length === 0) return;
    const { sizes } = this.#plan;
    const pending = [...this.#pending];
    const found = await this.#measurement.statistics(this.#models, createYield(signal));
    const measured = found.values();
    for (const { member, epoch, parameters, before, layers, isDiverged } of pending) {
      const own = isDiverged ? notFinite(sizes) : measured.next().value!;
      const ratios = before && updateRatios(this.#layers, { before, after: parameters });
      const updateRatio = (isDiverged ? ratios?.map(() => NaN) : ratios) ?? null;
      this.statistics[member].push({ epoch, ...ofLayers({ ...own, updateRatio }, layers) });
    }
    this.#pending.splice(0, pending.length);
    this.#models.splice(0);
  }

  /** Ends what workers compute. */
  close(): void {
    this.#measurement.close();
  }
}

/** The statistics of a network that has diverged. */
function notFinite(sizes: readonly number[]): NetworkStatistics {
  const none = sizes.slice(1).map(() => NaN);
  const layer = { activationMean: NaN, activationStd: NaN, saturated: NaN, dead: NaN };
  return {
    ...{ loss: NaN, gradientNorm: none, biasGradientNorm: none, weightNorm: none },
    hidden: sizes.slice(1, -1).map(() => layer),
  };
}
