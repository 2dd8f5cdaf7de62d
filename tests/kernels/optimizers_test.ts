import { assertEquals, assertThrows } from "@std/assert";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../lib/kernels/create_optimizer.ts";
import { checkOptimizer, type Optimizer } from "../../lib/kernels/optimizers.ts";
import {
  createOptimizer,
  nameOfOptimizer,
  type OptimizerName,
  optimizerNames,
} from "../../lib/kernels/optimizer_names.ts";

Deno.test("what is left out is PyTorch's default", () => {
  assertEquals(sgd(), {
    kind: "sgd",
    learningRate: 0.01,
    momentum: 0,
    nesterov: false,
    weightDecay: 0,
  });
  assertEquals(rmsprop(), {
    kind: "rmsprop",
    learningRate: 0.01,
    smoothing: 0.99,
    epsilon: 1e-8,
    weightDecay: 0,
  });
  assertEquals(adagrad(), {
    kind: "adagrad",
    learningRate: 0.01,
    epsilon: 1e-10,
    weightDecay: 0,
  });
  const both = { kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  assertEquals(adam(), { ...both, weightDecay: 0, decoupled: false } as Optimizer);
  assertEquals(adamw(), { ...both, weightDecay: 0.01, decoupled: true } as Optimizer);
});

Deno.test("an optimizer made by name bears that name, and is taken by the check", () => {
  assertEquals(optimizerNames.length, 7);
  for (const name of optimizerNames) {
    const optimizer = createOptimizer(name, { learningRate: 0.5, weightDecay: 0.25 });
    assertEquals(nameOfOptimizer(optimizer), name);
    assertEquals([optimizer.learningRate, optimizer.weightDecay], [0.5, 0.25]);
    assertEquals(checkOptimizer("test", optimizer), optimizer);
  }
  assertEquals(createOptimizer("momentum"), sgd({ momentum: 0.9 }));
  assertEquals(createOptimizer("nesterov"), sgd({ momentum: 0.9, nesterov: true }));
});

Deno.test("settings out of bounds are refused by one line that names them", () => {
  const cases: [() => unknown, string][] = [
    [() => sgd({ learningRate: 0 }), "Cannot create the SGD optimizer as learningRate must be"],
    [() => sgd({ learningRate: -1 }), "learningRate must be a finite number, above 0"],
    [() => sgd({ learningRate: NaN }), "learningRate must be a finite number, above 0"],
    [() => sgd({ learningRate: Infinity }), "learningRate must be a finite number, above 0"],
    [
      () => sgd({ learningRate: 1e39 }),
      "learningRate must be a finite number, above 0 and at most",
    ],
    [
      () => adam({ weightDecay: 1e39 }),
      "weightDecay must be a finite number, at least 0 and at most",
    ],
    [() => adam({ epsilon: 1e39 }), "epsilon must be a finite number, at least 0 and at most"],
    [() => sgd({ weightDecay: -0.1 }), "weightDecay must be a finite number, at least 0"],
    [() => sgd({ momentum: 1 }), "momentum must be a finite number, at least 0 and below 1"],
    [() => sgd({ momentum: -0.1 }), "momentum must be a finite number"],
    [() => sgd({ nesterov: true }), "Nesterov needs a momentum above 0: current value is 0"],
    [() => rmsprop({ smoothing: 1 }), "Cannot create the RMSprop optimizer as smoothing"],
    [() => rmsprop({ epsilon: -1 }), "epsilon must be a finite number, at least 0"],
    [() => adagrad({ epsilon: -1 }), "Cannot create the Adagrad optimizer as epsilon"],
    [() => adam({ beta1: 1 }), "Cannot create the Adam optimizer as beta1"],
    [() => adam({ beta2: 1.5 }), "beta2 must be a finite number, at least 0 and below 1"],
    [() => adamw({ epsilon: NaN }), "Cannot create the AdamW optimizer as epsilon"],
    [() => createOptimizer("adm" as OptimizerName), 'did you mean "adam"?'],
  ];
  for (const [create, message] of cases) assertThrows(create, RangeError, message);
  assertThrows(() => sgd({ learningRate: "1" as unknown as number }), TypeError, "learningRate");
});

Deno.test("what is no optimizer is refused, rather than trained with in silence", () => {
  const check = (value: unknown) => checkOptimizer("train", value as Optimizer);
  for (const wrong of ["sgd", undefined, null, 3]) {
    assertThrows(() => check(wrong), TypeError, "Cannot train as optimizer must be an optimizer");
  }
  assertThrows(
    () => check({ kind: "adamw", learningRate: 1 }),
    RangeError,
    "Cannot train as the optimizer's kind must be one of sgd, rmsprop, adagrad, adam",
  );
  assertThrows(() => check({ learningRate: 1 }), TypeError, "the optimizer's kind must be one of");
  assertThrows(() => check({ ...sgd(), learningRate: NaN }), RangeError, "learningRate must be");
  assertThrows(() => check({ ...adam(), beta2: 2 }), RangeError, "beta2 must be");
  assertThrows(() => check({ ...adam(), beta2: undefined }), TypeError, "beta2 must be");
  assertThrows(
    () => check({ kind: "sgd", learningRate: 1, weightDecay: 0 }),
    TypeError,
    "momentum",
  );
});

Deno.test("unknown settings are refused with the nearest spelling", () => {
  const cases: [() => unknown, string][] = [
    [
      () => sgd({ lr: 0.5 } as never),
      'Cannot create the SGD optimizer as there is no option "lr" (did you mean "learningRate"?): ' +
      "options are learningRate, weightDecay, momentum, nesterov",
    ],
    [() => sgd({ weight_decay: 0.5 } as never), 'did you mean "weightDecay"?'],
    [() => rmsprop({ alpha: 0.9 } as never), 'no option "alpha": options are learningRate, '],
    [() => rmsprop({ momentum: 0.9 } as never), 'no option "momentum"'],
    [() => adagrad({ eps: 1e-8 } as never), 'did you mean "epsilon"?'],
    [() => adam({ betas: [0.9, 0.99] } as never), 'no option "betas"'],
    [() => adam({ decoupled: true } as never), 'no option "decoupled"'],
    [
      () => adamw({ decoupled: false } as never),
      "Cannot create the AdamW optimizer as there is no",
    ],
    // @ts-expect-error Adam has no momentum
    [() => createOptimizer("adam", { momentum: 0.9 }), "Cannot create the Adam optimizer as there"],
    [() => createOptimizer("momentum", { lr: 1 } as never), 'did you mean "learningRate"?'],
    [() => createOptimizer("sgd", { kind: "adam" } as never), 'no option "kind"'],
    [
      () => checkOptimizer("train", { ...sgd(), lr: 1 } as Optimizer),
      'Cannot train as there is no option "lr" of optimizer (did you mean "learningRate"?): ' +
      "options are kind, learningRate, weightDecay, momentum, nesterov",
    ],
    [() => nameOfOptimizer({ ...adam(), smoothing: 1 } as Optimizer), 'no option "smoothing"'],
  ];
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});

Deno.test("switches are true or false", () => {
  for (const wrong of ["no", "", 0, 1, null] as never[]) {
    assertThrows(
      () => sgd({ momentum: 0.9, nesterov: wrong }),
      TypeError,
      "Cannot create the SGD optimizer as nesterov must be true or false",
    );
    assertThrows(
      () => checkOptimizer("train", { ...adam(), decoupled: wrong }),
      TypeError,
      "Cannot train as decoupled must be true or false",
    );
  }
  assertThrows(
    () => checkOptimizer("train", { ...sgd(), nesterov: true }),
    RangeError,
    "Cannot train as Nesterov needs a momentum above 0",
  );
});

Deno.test("an optimizer by name takes all settings of its own, and none that is undefined", () => {
  assertEquals(createOptimizer("momentum", { momentum: 0.5 }), sgd({ momentum: 0.5 }));
  assertEquals(createOptimizer("momentum", { momentum: undefined }), sgd({ momentum: 0.9 }));
  assertEquals(createOptimizer("adamw", { beta1: 0.8 }), adamw({ beta1: 0.8 }));
  const name: OptimizerName = "adam";
  const options = { learningRate: 0.5, momentum: undefined };
  assertEquals(createOptimizer(name as OptimizerName, options), adam({ learningRate: 0.5 }));
});
