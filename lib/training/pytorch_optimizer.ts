/** How PyTorch programs change the parameters: optimizer, schedule, L1 penalty and clipping. */

import type { Optimizer } from "../kernels/optimizers.ts";
import type { ProgramRun } from "./pytorch_settings.ts";
import type { Schedule } from "./schedules.ts";

/** The optimizer as PyTorch's, with all settings. */
export function optimizerCode(optimizer: Optimizer): string {
  const { learningRate, weightDecay } = optimizer;
  const shared = `model.parameters(), lr=${learningRate}, weight_decay=${weightDecay}`;
  const rest = (settings: Record<string, unknown>) =>
    Object.entries(settings).map(([name, value]) => `, ${name}=${value}`).join("");
  switch (optimizer.kind) {
    case "sgd": {
      const { momentum, nesterov } = optimizer;
      const settings = momentum > 0 ? { momentum, nesterov: nesterov ? "True" : "False" } : {};
      return `torch.optim.SGD(${shared}${rest(settings)})`;
    }
    case "rmsprop":
      return `torch.optim.RMSprop(${shared}${
        rest({ alpha: optimizer.smoothing, eps: optimizer.epsilon })
      })`;
    case "adagrad":
      return `torch.optim.Adagrad(${shared}${rest({ eps: optimizer.epsilon })})`;
    case "adam": {
      const { beta1, beta2, epsilon, decoupled } = optimizer;
      const settings = rest({ betas: `(${beta1}, ${beta2})`, eps: epsilon });
      return `torch.optim.${decoupled ? "AdamW" : "Adam"}(${shared}${settings})`;
    }
  }
}

/** The schedule as PyTorch's; undefined if the learning rate is constant. */
export function schedulerCode(schedule: Schedule): string | undefined {
  const call = (name: string, settings: string) =>
    `torch.optim.lr_scheduler.${name}(optimizer, ${settings})`;
  switch (schedule.kind) {
    case "constant":
      return undefined;
    case "step":
      return call("StepLR", `step_size=${schedule.every}, gamma=${schedule.factor}`);
    case "exponential":
      return call("ExponentialLR", `gamma=${schedule.factor}`);
    case "cosine": {
      const { epochs, minimum } = schedule;
      return call("CosineAnnealingLR", `T_max=${epochs ?? "EPOCHS"}, eta_min=${minimum}`);
    }
    case "warm-up":
      return call("LinearLR", `start_factor=${schedule.start}, total_iters=${schedule.epochs}`);
    case "one-cycle": {
      const steps = "total_steps=EPOCHS * len(batches)";
      return call("OneCycleLR", `max_lr=${schedule.maximum}, ${steps}, cycle_momentum=False`);
    }
    case "plateau": {
      const { patience, factor, threshold } = schedule;
      const settings = `factor=${factor}, patience=${patience}, threshold=${threshold}`;
      return call("ReduceLROnPlateau", settings);
    }
  }
}

/** The line of an epoch, or of a step, that changes the learning rate. */
export function scheduleLines({ kind }: Schedule, each: "epoch" | "step"): string[] {
  if (kind === "constant" || each !== (kind === "one-cycle" ? "step" : "epoch")) return [];
  return [kind === "plateau" ? 'scheduler.step(test["Loss"])' : "scheduler.step()"];
}

/** The lines of a step, from the loss of a batch to other parameters. */
export function stepLines({ l1 = 0, clipNorm, schedule }: ProgramRun): string[] {
  return [
    "optimizer.zero_grad()",
    l1 > 0 ? `(loss + ${l1} * absolute_weights(model)).backward()` : "loss.backward()",
    ...clipNorm === undefined
      ? []
      : [`nn.utils.clip_grad_norm_(model.parameters(), max_norm=${clipNorm})`],
    "optimizer.step()",
    ...scheduleLines(schedule, "step"),
  ];
}

/** The function that the L1 penalty needs. */
export function penaltyCode({ l1 = 0 }: ProgramRun): string {
  return l1 === 0 ? "" : `def absolute_weights(model):
    """The sum of the absolute weights, without the biases."""
    return sum(layer.weight.abs().sum() for layer in model if isinstance(layer, nn.Linear))


`;
}
