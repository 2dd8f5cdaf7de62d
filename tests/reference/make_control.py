"""Writes control.json: curves of real PyTorch where several means of training control act together.

    python3 tests/reference/make_control.py

Made with torch 1.13.0, scikit-learn 1.2.1 and NumPy 1.24. Every run seeds torch afresh, builds the
model, and goes through the epochs: a pass of a shuffling loader over the training data, and one of a
plain loader over the test data. The loss of a batch is PyTorch's, with its label smoothing and class
weights; with sample weights it is `sum(weight * loss) / sum(weight)` of losses with class weights.
Sample weights are 1, 2, 3, 1, 2, 3, ... over the training data. L1 is a penalty on weights, not biases,
that is in the gradients and not in the losses. An epoch's loss weighs batches by their size. A run with
patience ends after so many epochs without a lower test loss, and `final` are the parameters of its best
epoch; otherwise they are the last ones.
"""

import json
from pathlib import Path

import numpy
import sklearn
import torch
from sklearn.datasets import make_blobs, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU, "sigmoid": nn.Sigmoid}

RUNS = [
    dict(name="all at once", seed=1, sizes=[2, 16, 2], activation="tanh", optimizer="momentum",
         learningRate=0.1, momentum=0.8, schedule=dict(kind="warm-up", epochs=4, start=0.2),
         clipNorm=0.1, l1=0.002, labelSmoothing=0.1, classWeights=[1, 3], epochs=30),
    dict(name="adamw, one cycle, layers of their own", seed=2, sizes=[2, 12, 10, 2],
         activation=["relu", "tanh"], optimizer="adamw", learningRate=0.01, beta1=0.8, beta2=0.99,
         weightDecay=0.1, schedule=dict(kind="one-cycle", maximum=0.05), clipNorm=0.5,
         labelSmoothing=0.05, epochs=25),
    dict(name="balanced blobs", seed=3, dataset="blobs", sizes=[2, 10, 3], activation="gelu",
         optimizer="adam", learningRate=0.02, schedule=dict(kind="exponential", factor=0.9),
         classWeights="balanced", labelSmoothing=0.2, epochs=20),
    dict(name="sample weights", seed=4, sizes=[2, 14, 2], activation="relu", optimizer="nesterov",
         learningRate=0.05, schedule=dict(kind="step", every=5, factor=0.5), classWeights=[2, 0.5],
         sampleWeights=True, l1=0.001, epochs=24),
    dict(name="early stopping on a plateau", seed=5, sizes=[2, 24, 2], activation="tanh",
         optimizer="adam", learningRate=0.1, patience=9,
         schedule=dict(kind="plateau", patience=2, factor=0.3, threshold=0.001), epochs=80),
]
DEFAULTS = dict(dataset="moons", samples=200, noise=0.25, testSize=0.3, batchSize=32)


def make_data(run):
    samples, seed = run["samples"], run["seed"]
    if run["dataset"] == "blobs":
        # Of unequal sizes, so that balanced weights differ.
        x, y = make_blobs(samples, centers=3, cluster_std=2.5, random_state=seed)
        kept = (y != 0) | (numpy.arange(samples) % 3 == 0)
        x, y = x[kept], y[kept]
    else:
        x, y = make_moons(samples, noise=run["noise"], random_state=seed)
    x = StandardScaler().fit_transform(x)
    return train_test_split(x, y, test_size=run["testSize"], random_state=seed, stratify=y)


def build_model(run):
    sizes, activation = run["sizes"], run["activation"]
    names = activation if isinstance(activation, list) else [activation] * (len(sizes) - 2)
    layers = []
    for inputs, outputs, name in zip(sizes, sizes[1:], names + ["relu"]):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[name]()]
    return nn.Sequential(*layers[:-1])


def build_optimizer(run, parameters):
    options = {"lr": run["learningRate"], "weight_decay": run.get("weightDecay", 0)}
    if run["optimizer"] in ("momentum", "nesterov"):
        nesterov = run["optimizer"] == "nesterov"
        return torch.optim.SGD(parameters, momentum=run.get("momentum", 0.9), nesterov=nesterov, **options)
    options["betas"] = (run.get("beta1", 0.9), run.get("beta2", 0.999))
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[run["optimizer"]](parameters, **options)


def build_scheduler(run, optimizer, steps):
    schedule = dict(run["schedule"])
    kind = schedule.pop("kind")
    if kind == "warm-up":
        return lr_scheduler.LinearLR(optimizer, start_factor=schedule["start"], total_iters=schedule["epochs"])
    if kind == "one-cycle":
        return lr_scheduler.OneCycleLR(
            optimizer, max_lr=schedule["maximum"], total_steps=steps, cycle_momentum=False)
    if kind == "exponential":
        return lr_scheduler.ExponentialLR(optimizer, schedule["factor"])
    if kind == "step":
        return lr_scheduler.StepLR(optimizer, schedule["every"], schedule["factor"])
    return lr_scheduler.ReduceLROnPlateau(optimizer, **schedule)


def class_weights(run, labels, dtype):
    weights = run.get("classWeights")
    if weights == "balanced":
        counts = numpy.bincount(labels)
        weights = len(labels) / (len(counts) * counts)
    return None if weights is None else torch.tensor(weights, dtype=dtype)


def train(run, dtype=torch.float32):
    seen, unseen, seen_labels, unseen_labels = make_data(run)
    weights = class_weights(run, seen_labels, dtype)
    smoothing = run.get("labelSmoothing", 0.0)

    def dataset(x, y):
        own = 1 + numpy.arange(len(y)) % 3
        return TensorDataset(
            torch.tensor(x, dtype=torch.float32).to(dtype), torch.tensor(y, dtype=torch.long),
            torch.tensor(own, dtype=dtype))

    def loss_of(outputs, labels, own, is_test):
        if is_test or not run.get("sampleWeights"):
            return nn.functional.cross_entropy(outputs, labels, weight=weights, label_smoothing=smoothing)
        assert smoothing == 0
        each = nn.functional.cross_entropy(outputs, labels, weight=weights, reduction="none")
        return (own * each).sum() / (own * weights[labels]).sum()

    torch.manual_seed(run["seed"])
    torch.set_default_dtype(torch.float32)
    model = build_model(run).to(dtype)
    optimizer = build_optimizer(run, model.parameters())
    train_loader = DataLoader(dataset(seen, seen_labels), batch_size=run["batchSize"], shuffle=True)
    test_loader = DataLoader(dataset(unseen, unseen_labels), batch_size=run["batchSize"])
    scheduler = build_scheduler(run, optimizer, run["epochs"] * len(train_loader))
    kind = run["schedule"]["kind"]
    result = {"trainLoss": [], "testLoss": [], "learningRates": [], "bestEpoch": None, "final": None}
    copy = lambda: [p.detach().clone().flatten() for p in model.parameters()]
    for epoch in range(1, run["epochs"] + 1):
        result["learningRates"].append(optimizer.param_groups[0]["lr"])
        for loader, side in ((train_loader, "train"), (test_loader, "test")):
            total = 0.0
            for x, y, own in loader:
                loss = loss_of(model(x), y, own, side == "test")
                total += loss.item() * len(x)
                if side == "test":
                    continue
                penalty = sum(layer.weight.abs().sum() for layer in model if isinstance(layer, nn.Linear))
                optimizer.zero_grad()
                (loss + run.get("l1", 0) * penalty).backward()
                if "clipNorm" in run:
                    nn.utils.clip_grad_norm_(model.parameters(), run["clipNorm"])
                optimizer.step()
                if kind == "one-cycle":
                    scheduler.step()
            result[f"{side}Loss"].append(total / len(loader.dataset))
        if kind == "plateau":
            scheduler.step(result["testLoss"][-1])
        elif kind != "one-cycle":
            scheduler.step()
        if "patience" not in run:
            continue
        if result["final"] is None or result["testLoss"][-1] < result["testLoss"][result["bestEpoch"] - 1]:
            result["bestEpoch"], result["final"] = epoch, copy()
        if epoch - result["bestEpoch"] >= run["patience"]:
            break
    final = result["final"] or copy()
    result["final"] = torch.cat(final).double().tolist()
    return result


def difference(one, other):
    assert one["bestEpoch"] == other["bestEpoch"] and len(one["testLoss"]) == len(other["testLoss"])
    return max(abs(a - b) for name in ("trainLoss", "testLoss", "final") for a, b in zip(one[name], other[name]))


def main():
    torch.set_num_threads(1)
    runs = []
    for settings in RUNS:
        run = {"name": settings["name"], **DEFAULTS, **settings}
        result = train(run)
        # What float32 alone is good for: a run that differs more from itself is no reference.
        own = difference(result, train(run, torch.float64))
        print(f"{own:.1e}  {result['trainLoss'][0]:.3f} -> {result['trainLoss'][-1]:.3f}  "
              f"{len(result['testLoss'])} {result['bestEpoch']}  {run['name']}")
        assert own < 3e-6, run["name"]
        short = lambda values: [float(f"{value:.9g}") for value in values]
        lists = {name: short(result[name]) for name in ("trainLoss", "testLoss", "final")}
        runs.append({**run, **result, **lists})
    versions = {"torch": torch.__version__, "scikit-learn": sklearn.__version__, "numpy": numpy.__version__}
    text = json.dumps({"versions": versions, "runs": runs}, separators=(",", ":"))
    path = Path(__file__).with_name("control.json")
    path.write_text(text.replace('{"name"', '\n{"name"').replace(',"trainLoss', ',\n"trainLoss') + "\n")


main()
