"""Writes further_training.json: training curves of real PyTorch, over what the lab can be set to.

    python3 tests/reference/make_further_training.py

Made with torch 1.13.0, scikit-learn 1.2.1 and NumPy 1.24. Every run seeds torch afresh, then draws
as `deno task train` does: it builds the model, initialises it, and goes through the epochs, each one
pass of a shuffling loader over the training data and one of a plain loader over the test data.
The names of settings are the lab's.
"""

import json
import math
from pathlib import Path

import numpy
import sklearn
import torch
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leakyRelu": nn.LeakyReLU,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": nn.GELU,
    "geluTanh": lambda: nn.GELU(approximate="tanh"),
    "silu": nn.SiLU,
    "softplus": nn.Softplus,
    "mish": nn.Mish,
    "hardtanh": nn.Hardtanh,
    "identity": nn.Identity,
}

INITIALIZERS = {
    "he": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "heUniform": lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "xavier": nn.init.xavier_normal_,
    "xavierUniform": nn.init.xavier_uniform_,
    "orthogonal": nn.init.orthogonal_,
    "small": lambda w: nn.init.normal_(w, std=1e-3),
    "large": lambda w: nn.init.normal_(w, std=1.0),
    "zeros": nn.init.zeros_,
}

OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": lambda p, **o: torch.optim.SGD(p, **{"momentum": 0.9, **o}),
    "nesterov": lambda p, **o: torch.optim.SGD(p, **{"momentum": 0.9, "nesterov": True, **o}),
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}

DEFAULTS = {
    "dataset": "moons",
    "samples": 200,
    "noise": 0.25,
    "testSize": 0.3,
    "activation": "relu",
    "initializer": "torch",
    "loss": "crossEntropy",
    "batchSize": 64,
    "epochs": 20,
}

RUNS = [
    # Shapes, from a straight line to five hidden layers of odd widths.
    dict(name="logistic regression", seed=0, sizes=[2, 2], optimizer="sgd", learningRate=0.5),
    dict(name="a single unit", seed=1, sizes=[2, 1, 2], activation="tanh", optimizer="sgd", learningRate=0.3),
    dict(name="two hidden layers", seed=2, sizes=[2, 17, 5, 2], activation="elu", optimizer="sgd", learningRate=0.1, epochs=40),
    dict(name="three hidden layers", seed=3, sizes=[2, 13, 11, 7, 2], activation="gelu", optimizer="adam", learningRate=0.01),
    dict(name="five hidden layers", seed=4, sizes=[2, 9, 8, 7, 6, 5, 2], activation="selu", optimizer="sgd", learningRate=0.05, epochs=30),
    dict(name="a wide layer", seed=5, sizes=[2, 131, 2], optimizer="sgd", learningRate=0.05, epochs=15),
    dict(name="more outputs than classes", seed=6, sizes=[2, 8, 5], activation="silu", optimizer="sgd", learningRate=0.2),
    # Data.
    dict(name="circles", seed=7, dataset="circles", noise=0.1, factor=0.4, samples=301, testSize=0.25, sizes=[2, 16, 2], activation="tanh", optimizer="momentum", learningRate=0.1),
    dict(name="circles without noise", seed=11, dataset="circles", noise=0, factor=0.7, samples=90, testSize=0.5, sizes=[2, 12, 2], activation="softplus", optimizer="adam", learningRate=0.03),
    dict(name="blobs of three classes", seed=8, dataset="blobs", noise=2.5, samples=151, testSize=0.2, sizes=[2, 10, 3], optimizer="sgd", learningRate=0.05),
    dict(name="blobs of five classes", seed=9, dataset="blobs", noise=1.5, centers=5, samples=203, testSize=0.4, sizes=[2, 20, 5], activation="mish", optimizer="adamw", learningRate=0.02),
    dict(name="loud moons, few for training", seed=10, noise=0.6, samples=83, testSize=0.77, sizes=[2, 8, 2], activation="hardtanh", optimizer="sgd", learningRate=0.1),
    dict(name="the largest seed", seed=2**32 - 1, sizes=[2, 8, 2], activation="sigmoid", optimizer="sgd", learningRate=0.5),
    # Batches.
    dict(name="batches of one", seed=12, samples=60, batchSize=1, sizes=[2, 6, 2], activation="tanh", optimizer="sgd", learningRate=0.05, epochs=12),
    dict(name="batches of seven", seed=13, samples=120, batchSize=7, sizes=[2, 15, 2], activation="leakyRelu", optimizer="sgd", learningRate=0.05),
    dict(name="a batch larger than the data", seed=14, batchSize=1000, sizes=[2, 16, 2], activation="geluTanh", optimizer="sgd", learningRate=0.5, epochs=40),
    dict(name="an epoch of whole batches", seed=15, samples=100, testSize=0.2, batchSize=16, sizes=[2, 9, 2], activation="identity", optimizer="sgd", learningRate=0.05),
    # Optimisers.
    dict(name="momentum of a half, weight decay", seed=16, sizes=[2, 12, 2], activation="tanh", optimizer="momentum", learningRate=0.1, momentum=0.5, weightDecay=0.01),
    dict(name="nesterov", seed=17, sizes=[2, 12, 2], activation="silu", optimizer="nesterov", learningRate=0.05, weightDecay=0.001),
    dict(name="sgd with weight decay", seed=18, sizes=[2, 12, 2], activation="sigmoid", optimizer="sgd", learningRate=0.3, weightDecay=0.03),
    dict(name="adam with betas and weight decay", seed=19, sizes=[2, 12, 2], activation="tanh", optimizer="adam", learningRate=0.02, beta1=0.8, beta2=0.99, weightDecay=0.02),
    dict(name="adamw with strong decay", seed=20, sizes=[2, 12, 2], activation="gelu", optimizer="adamw", learningRate=0.02, weightDecay=0.2),
    dict(name="rmsprop", seed=21, sizes=[2, 12, 2], activation="tanh", optimizer="rmsprop", learningRate=0.003, smoothing=0.9, weightDecay=0.01),
    dict(name="adagrad", seed=22, sizes=[2, 12, 2], activation="softplus", optimizer="adagrad", learningRate=0.1, weightDecay=0.005),
    # Initialisers.
    dict(name="he", seed=23, sizes=[2, 14, 9, 2], initializer="he", optimizer="sgd", learningRate=0.05),
    dict(name="he, uniform", seed=24, sizes=[2, 14, 9, 2], initializer="heUniform", activation="leakyRelu", optimizer="sgd", learningRate=0.05),
    dict(name="xavier", seed=25, sizes=[2, 14, 9, 2], initializer="xavier", activation="tanh", optimizer="sgd", learningRate=0.1),
    dict(name="xavier, uniform", seed=26, sizes=[2, 14, 9, 2], initializer="xavierUniform", activation="sigmoid", optimizer="sgd", learningRate=0.5),
    dict(name="orthogonal", seed=27, sizes=[2, 14, 9, 2], initializer="orthogonal", activation="elu", optimizer="sgd", learningRate=0.1),
    dict(name="a deviation of its own", seed=28, sizes=[2, 11, 2], initializer="normal:0.3", activation="mish", optimizer="sgd", learningRate=0.1),
    dict(name="zeros", seed=29, dataset="blobs", noise=2, samples=99, sizes=[2, 6, 3], initializer="zeros", activation="sigmoid", optimizer="sgd", learningRate=0.3, epochs=10),
    # The other loss.
    dict(name="squared error of two outputs", seed=30, sizes=[2, 12, 2], activation="tanh", loss="meanSquaredError", optimizer="sgd", learningRate=0.2),
    dict(name="squared error of one output", seed=31, sizes=[2, 12, 1], activation="tanh", loss="meanSquaredError", optimizer="adam", learningRate=0.02, batchSize=10),
]


def make_data(run):
    samples, seed, noise = run["samples"], run["seed"], run["noise"]
    if run["dataset"] == "circles":
        x, y = make_circles(samples, noise=noise or None, factor=run["factor"], random_state=seed)
    elif run["dataset"] == "blobs":
        centers = run.get("centers", 3)
        x, y = make_blobs(samples, centers=centers, cluster_std=noise, random_state=seed)
    else:
        x, y = make_moons(samples, noise=noise, random_state=seed)
    x = StandardScaler().fit_transform(x)
    return train_test_split(x, y, test_size=run["testSize"], random_state=seed, stratify=y)


def build_model(run):
    layers = []
    for inputs, outputs in zip(run["sizes"], run["sizes"][1:]):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[run["activation"]]()]
    model = nn.Sequential(*layers[:-1])
    name = run["initializer"]
    if name == "torch":
        return model
    deviation = float(name.split(":")[1]) if name.startswith("normal:") else None
    overwrite = INITIALIZERS.get(name) or (lambda w: nn.init.normal_(w, std=deviation))
    for layer in model:
        if isinstance(layer, nn.Linear):
            overwrite(layer.weight)
            nn.init.zeros_(layer.bias)
    return model


def build_optimizer(run, parameters):
    options = {"lr": run["learningRate"]}
    for ours, theirs in dict(weightDecay="weight_decay", momentum="momentum", smoothing="alpha").items():
        if ours in run:
            options[theirs] = run[ours]
    if "beta1" in run:
        options["betas"] = (run["beta1"], run["beta2"])
    return OPTIMIZERS[run["optimizer"]](parameters, **options)


def train(run, dtype=torch.float32):
    seen, unseen, seen_labels, unseen_labels = make_data(run)
    width = run["sizes"][-1]
    single = width == 1

    def dataset(x, y):
        return TensorDataset(torch.tensor(x, dtype=torch.float32).to(dtype), torch.tensor(y, dtype=torch.long))

    def loss_of(outputs, labels):
        if run["loss"] == "crossEntropy":
            return nn.functional.cross_entropy(outputs, labels)
        targets = labels[:, None] if single else nn.functional.one_hot(labels, width)
        return nn.functional.mse_loss(outputs, targets.to(dtype))

    def correct_of(outputs, labels):
        said = (outputs[:, 0] > 0.5).long() if single else outputs.argmax(1)
        return (said == labels).sum().item()

    torch.manual_seed(run["seed"])
    torch.set_default_dtype(torch.float32)
    model = build_model(run).to(dtype)
    optimizer = build_optimizer(run, model.parameters())
    seen_set, unseen_set = dataset(seen, seen_labels), dataset(unseen, unseen_labels)
    train_loader = DataLoader(seen_set, batch_size=run["batchSize"], shuffle=True)
    test_loader = DataLoader(unseen_set, batch_size=run["batchSize"], shuffle=False)
    curves = {"trainLoss": [], "trainAccuracy": [], "testLoss": [], "testAccuracy": []}
    for _ in range(run["epochs"]):
        for loader, side in ((train_loader, "train"), (test_loader, "test")):
            total, correct = 0.0, 0
            for x, y in loader:
                outputs = model(x)
                loss = loss_of(outputs, y)
                if side == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total += loss.item() * len(x)
                correct += correct_of(outputs, y)
            curves[f"{side}Loss"].append(total / len(loader.dataset))
            curves[f"{side}Accuracy"].append(correct / len(loader.dataset))
    return curves


def rounded(values):
    return [float(f"{value:.9g}") for value in values]


def difference(one, other):
    return max(abs(a - b) for side in ("trainLoss", "testLoss") for a, b in zip(one[side], other[side]))


def main():
    torch.set_num_threads(1)
    runs = []
    for settings in RUNS:
        run = {"name": settings["name"], **DEFAULTS, **settings}
        curves = train(run)
        assert all(math.isfinite(loss) for loss in curves["trainLoss"]), run["name"]
        # What float32 alone is good for: a run that differs more from itself is no reference.
        own = difference(curves, train(run, torch.float64))
        print(f"{own:.1e}  {curves['trainLoss'][0]:.3f} -> {curves['trainLoss'][-1]:.3f}  {run['name']}")
        assert own < 1e-6, run["name"]
        runs.append({**run, **{name: rounded(values) for name, values in curves.items()}})
    versions = {"torch": torch.__version__, "scikit-learn": sklearn.__version__, "numpy": numpy.__version__}
    text = json.dumps({"versions": versions, "runs": runs}, separators=(",", ":"))
    path = Path(__file__).with_name("further_training.json")
    path.write_text(text.replace('{"name"', '\n{"name"').replace(',"trainLoss', ',\n"trainLoss') + "\n")


main()
