/** What changes from step to step of a training: the uniform buffer `step` of several kernels. */

/** Where a step finds and leaves what is its own, in elements of the buffers concerned. */
export interface Step {
  /** Where its order begins. */
  readonly orderAt: number;
  /** Where its scores go. */
  readonly scoreAt: number;
  /** Where its bias corrections begin. */
  readonly correctionAt: number;
  /** Number of its epoch, from 0; null where nothing is trained. */
  readonly epoch: number | null;
}

/** Bytes of the struct `Step`. */
export const stepBytes = 16;

/** Stands for the epoch in which a member diverged that has not. */
export const neverDiverged = 0xffffffff;

/** The structs `Step` of several steps, one after the other. */
export function stepWords(steps: readonly Step[]): Uint32Array {
  return Uint32Array.from(
    steps.flatMap(({ orderAt, scoreAt, correctionAt, epoch }) => [
      orderAt,
      scoreAt,
      correctionAt,
      epoch ?? neverDiverged,
    ]),
  );
}
