"""Writes scikit-learn's principal components of random numbers with close variances."""

import json
import sys

import numpy
import sklearn
from sklearn.decomposition import PCA

state = numpy.random.RandomState(42)


def case(samples, features):
    inputs = state.normal(size=(samples, features)) @ state.normal(size=(features, features))
    inputs = inputs.round(6)
    fitted = PCA(n_components=2, svd_solver="full").fit(inputs)
    return {
        "inputs": inputs.tolist(),
        "components": fitted.components_.tolist(),
        "share": float(fitted.explained_variance_ratio_.sum()),
    }


json.dump(
    {
        "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
        "cases": [case(20, 2), case(30, 5), case(60, 12), case(40, 30)],
    },
    sys.stdout,
)
