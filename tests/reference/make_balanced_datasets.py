"""Writes scikit-learn's moons and circles of unequal classes, and blobs of other numbers of centers."""

import json
import sys

import sklearn
from sklearn.datasets import make_blobs, make_circles, make_moons

cases = [
    {"name": "moons", "samples": [7, 3], "noise": 0.25, "seed": 42},
    {"name": "moons", "samples": [1, 9], "noise": 0, "seed": 7},
    {"name": "circles", "samples": [4, 9], "noise": 0.1, "factor": 0.3, "seed": 42},
    {"name": "circles", "samples": [6, 1], "noise": 0, "factor": 0.5, "seed": 1},
    {"name": "blobs", "samples": 11, "centers": 5, "standardDeviation": 0.5, "seed": 42},
    {"name": "blobs", "samples": 6, "centers": 1, "standardDeviation": 2, "seed": 3},
]


def made(name, samples, seed, noise=None, factor=None, centers=None, standardDeviation=None):
    if name == "moons":
        return make_moons(tuple(samples), noise=noise or None, random_state=seed)
    if name == "circles":
        return make_circles(tuple(samples), noise=noise or None, factor=factor, random_state=seed)
    return make_blobs(samples, centers=centers, cluster_std=standardDeviation, random_state=seed)


def record(case):
    inputs, labels = made(**case)
    return {**case, "x": inputs.tolist(), "y": labels.tolist()}


json.dump(
    {"versions": {"scikit-learn": sklearn.__version__}, "cases": [record(case) for case in cases]},
    sys.stdout,
)
