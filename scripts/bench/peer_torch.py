"""PyTorch as a contender of the bench, on one thread of the CPU.

Reads requests from its standard input and answers on its standard output, a line of JSON each, as
process.ts does. Weights, orders and data are those of the lab, as both draw torch's and NumPy's streams.
"""

import base64
import copy
import json
import os
import signal
import sys
import time

BATCH_SIZE = 64
SEED = 42
ORDER_SEED = 7
MAX_VALUES = 4096


def mlp(sizes):
    """Dense layers with ReLU in between, with torch's initial weights."""
    from torch import nn

    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def moons():
    """The lab's training and test data."""
    import sklearn.datasets
    import sklearn.model_selection
    import sklearn.preprocessing
    import torch

    x, y = sklearn.datasets.make_moons(600, noise=0.25, random_state=SEED)
    x = sklearn.preprocessing.StandardScaler().fit_transform(x)
    parts = sklearn.model_selection.train_test_split(
        x, y, test_size=0.3, random_state=SEED, stratify=y
    )
    return [torch.tensor(part, dtype=torch.float32 if part.ndim == 2 else None) for part in parts]


def checked(losses):
    if len(losses) > 1 and not losses[-1] < losses[0]:
        raise RuntimeError(f"the training did not learn: loss {losses[0]}, then {losses[-1]}")


def notebook_training(task):
    """As a notebook trains: a data loader, the loss of each batch as a number, test data each epoch."""
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    x, test_x, y, test_y = moons()
    loader = DataLoader(TensorDataset(x, y), batch_size=BATCH_SIZE, shuffle=True)
    test_loader = DataLoader(TensorDataset(test_x, test_y), batch_size=len(test_y))

    def run():
        torch.manual_seed(SEED)
        model = mlp(task["sizes"])
        optimizer = torch.optim.SGD(model.parameters(), lr=task["learningRate"])
        criterion = torch.nn.CrossEntropyLoss()
        losses, snapshots = [], []
        for _ in range(task["epochs"]):
            total = 0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(targets)
            losses.append(total)
            with torch.no_grad():
                for inputs, targets in test_loader:
                    criterion(model(inputs), targets).item()
            if task.get("snapshots"):
                snapshots.append(copy.deepcopy(model.state_dict()))
        checked(losses)
        return torch.empty(0)

    return run


def ensemble_training(task):
    """All networks at once, by batched products and autograd."""
    import torch

    x, _, y, _ = moons()
    members, sizes = task["members"], task["sizes"]

    def run():
        generator = torch.Generator().manual_seed(SEED)
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            bound = inputs**-0.5
            weight = torch.empty(members, inputs, outputs)
            bias = torch.empty(members, 1, outputs)
            for values in (weight, bias):
                values.uniform_(-bound, bound, generator=generator).requires_grad_()
            layers.append((weight, bias))
        optimizer = torch.optim.SGD([p for layer in layers for p in layer], lr=task["learningRate"])
        losses = []
        for _ in range(task["epochs"]):
            if task.get("ownOrders"):
                orders = torch.stack([
                    torch.randperm(len(x), generator=generator) for _ in range(members)
                ])
            else:
                orders = torch.randperm(len(x), generator=generator).expand(members, len(x))
            total = 0
            for start in range(0, len(x), BATCH_SIZE):
                order = orders[:, start : start + BATCH_SIZE]
                rows = x[order]
                for index, (weight, bias) in enumerate(layers):
                    rows = torch.baddbmm(bias, rows, weight)
                    if index < len(layers) - 1:
                        rows = torch.relu(rows)
                optimizer.zero_grad()
                mean = torch.nn.functional.cross_entropy(rows.flatten(0, 1), y[order].flatten())
                # The sum of the means of all networks, so that each has the gradient of its own mean.
                (mean * members).backward()
                optimizer.step()
                total += mean.item() * order.shape[1]
            losses.append(total)
        checked(losses)
        return torch.empty(0)

    return run


def exact_training(task):
    """From the lab's weights, with the same order in each epoch; its result is the parameters."""
    import torch

    x, _, y, _ = moons()

    def run():
        torch.manual_seed(SEED)
        model = mlp(task["sizes"])
        optimizer = torch.optim.SGD(model.parameters(), lr=task["learningRate"])
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(ORDER_SEED))
        for _ in range(task["epochs"]):
            for rows in order.split(BATCH_SIZE):
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
                optimizer.step()
        return torch.cat([values.detach().flatten() for values in model.parameters()])

    return run


def evaluation(task):
    import torch

    torch.manual_seed(SEED)
    model = mlp(task["sizes"])
    axis = torch.linspace(-3, 3, task["side"])
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    points = torch.stack([x, y], -1).reshape(-1, 2)

    def run():
        with torch.no_grad():
            return model(points).flatten()

    return run


def product(task):
    import torch

    batch, size = task["batch"], task["size"]
    generator = torch.Generator().manual_seed(SEED)
    a, b = (
        torch.rand(batch * size * size, generator=generator).sub_(0.5).reshape(batch, size, size)
        for _ in range(2)
    )
    return lambda: torch.bmm(a, b).flatten()


def prepare(task):
    if task["kind"] == "grid":
        return evaluation(task)
    if task["kind"] == "matmul":
        return product(task)
    manners = {"lab": notebook_training, "ensemble": ensemble_training, "exact": exact_training}
    return manners[task["manner"]](task)


def thinned(values):
    """Evenly spaced values, including the first and the last; all of a short result."""
    import torch

    if len(values) <= MAX_VALUES:
        return values
    step = (len(values) - 1) / (MAX_VALUES - 1)
    return values[torch.tensor([int(at * step + 0.5) for at in range(MAX_VALUES)])]


def open_torch():
    import sklearn
    import torch

    torch.set_num_threads(1)
    name = f"PyTorch {torch.__version__}, one thread of the CPU, scikit-learn {sklearn.__version__}"
    return {"name": name, "software": True}


def main():
    # Ctrl-C reaches this process too, which the bench ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    prepared = (None, None)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["what"] == "open":
                value = open_torch()
            elif request["what"] == "limits":
                value = None
            else:
                task = request["task"]
                if prepared[0] != task:
                    prepared = (None, None)
                    prepared = (task, prepare(task))
                started = time.perf_counter()
                values = prepared[1]()
                seconds = time.perf_counter() - started
                content = thinned(values).contiguous().numpy().astype("<f4").tobytes()
                value = {"seconds": seconds, "values": base64.b64encode(content).decode()}
            reply = {"value": value}
        except Exception as error:
            reply = {"failure": str(error) or type(error).__name__}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
