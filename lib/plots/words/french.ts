/** The words of figures in French. */

import type { Translations } from "./english.ts";

/** By the English text. */
export const french: Translations = {
  // Axes and legends.
  epoch: "époque",
  loss: "perte",
  train: "entraînement",
  test: "test",
  data: "données",
  "log scale": "échelle log",
  "{label} (log scale)": "{label} (échelle log)",
  "class {n}": "classe {n}",
  "decision boundary": "frontière de décision",
  probability: "probabilité",
  score: "score",
  "probability of {name}": "probabilité de {name}",
  "no prediction": "pas de prédiction",
  wrong: "faux",
  unnamed: "sans nom",
  "and {n} more": "et {n} de plus",
  and: "et",
  Figure: "Figure",
  count: "nombre",
  median: "médiane",
  quartiles: "quartiles",
  value: "valeur",
  target: "cible",
  predicted: "prédit",
  actual: "réel",
  "right, share of a row": "juste, part de la ligne",
  "wrong, share of a row": "faux, part de la ligne",
  "mean squared error of {name}": "erreur quadratique moyenne de {name}",
  "mean squared error of {name}, scaled": "erreur quadratique moyenne de {name}, normalisé",
  "principal component {n}": "composante principale {n}",
  // Marks of curves.
  "no data": "pas de données",
  "max {value}": "max. {value}",
  "min {value}": "min. {value}",
  "diverged, {place}": "divergence, {place}",
  "guessing: ln {n}": "au hasard : ln {n}",
  // Notes.
  "test accuracy {share}": "exactitude de test {share}",
  "test: {wrong} of {total} wrong": "test : {wrong} faux sur {total}",
  "the model gives no numbers": "le modèle ne donne pas de nombres",
  "one class, nothing to separate": "une classe, rien à séparer",
  "gray: no numbers": "gris : pas de nombres",
  "undecided everywhere": "indécis partout",
  "{name} everywhere, {measure} {value}": "{name} partout, {measure} {value}",
  "no points": "aucun point",
  "all points are in one place": "tous les points sont au même endroit",
  "all points are of {name}": "tous les points sont de {name}",
  "{shown} of {total} points shown": "{shown} points montrés sur {total}",
  "axes of different scales": "axes d’échelles différentes",
  "{n} classes share {colors} colors": "{n} classes se partagent {colors} couleurs",
  "runs and classes share colors": "essais et classes partagent des couleurs",
  "test R² {score}": "R² de test {score}",
  "test data, {share} right": "données de test, {share} justes",
  "first two principal components, {share} of the variance":
    "deux premières composantes principales, {share} de la variance",
  "{name} at its mean": "{name} à sa moyenne",
  "{n} other features at their mean": "{n} autres variables à leur moyenne",
  // Descriptions.
  Values: "Valeurs",
  "{y} against {x}: {names}.": "{y} selon {x} : {names}.",
  "{n} run|{n} runs": "{n} essai|{n} essais",
  "{n} class|{n} classes": "{n} classe|{n} classes",
  "Which of {names} a model finds likeliest over the plane.":
    "Ce qu’un modèle juge le plus probable parmi {names} dans le plan.",
  "Which of {names} a model finds likeliest over the plane, with the points.":
    "Ce qu’un modèle juge le plus probable parmi {names} dans le plan, avec les points.",
  "Which of {names} a model gives the highest score over the plane.":
    "À quoi un modèle donne le score le plus haut parmi {names} dans le plan.",
  "Which of {names} a model gives the highest score over the plane, with the points.":
    "À quoi un modèle donne le score le plus haut parmi {names} dans le plan, avec les points.",
  "Moves through {n} epochs, from {first} to {last}.": "Parcourt {n} époques, de {first} à {last}.",
  "{y} against {x}: {names}, with the points.": "{y} selon {x} : {names}, avec les points.",
  "Predicted {name} over the plane, from {low} to {high}.":
    "Prédiction de {name} dans le plan, de {low} à {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.":
    "Prédiction de {name} dans le plan, de {low} à {high}, avec les points.",
  "Predicted classes of {names}: {right} of {total} right.":
    "Classes prédites de {names} : {right} justes sur {total}.",
  // Provenance.
  "Made by: {command}.": "Produit par : {command}.",
  "Seed: {seed}.": "Graine : {seed}.",
  "Data: {data}.": "Données : {data}.",
  "Device: {name} ({kind}).": "Appareil : {name} ({kind}).",
  "Versions: {versions}.": "Versions : {versions}.",
  "{n} sample|{n} samples": "{n} point|{n} points",
  "noise {value}": "bruit {value}",
  "factor {value}": "facteur {value}",
  "test size {value}": "part de test {value}",
  "WebAssembly SIMD kernels": "noyaux WebAssembly SIMD",
  "plain kernels, as WebAssembly is off": "noyaux simples, car WebAssembly est désactivé",
  // Names of data and runs.
  moons: "lunes",
  circles: "cercles",
  blobs: "nuages de points",
  spiral: "spirale",
  xor: "XOR",
  logistic: "logistique",
  "{n} hidden layer|{n} hidden layers": "{n} couche cachée|{n} couches cachées",
  "{n} unit|{n} units": "{n} unité|{n} unités",
  "small weights": "petits poids",
  "large weights": "grands poids",
  momentum: "momentum",
  sigmoid: "sigmoïde",
  // Several seeds.
  "seed {seed}": "graine {seed}",
  "final test loss": "perte de test finale",
  "test accuracy": "exactitude de test",
  "test R²": "R² de test",
  "{n} seed|{n} seeds": "{n} graine|{n} graines",
  "{y}: {names}.": "{y} : {names}.",
  "Lower test loss with {best} than {other}, beyond the spread of {n} seeds":
    "Perte de test plus basse avec {best} que {other}, au-delà de la dispersion de {n} graines",
  "{best} and {other} differ by no more than the spread of {n} seeds":
    "{best} et {other} ne diffèrent pas plus que la dispersion de {n} graines",
  "The test loss ends at {loss} in the median, quartiles {low} to {high}":
    "La perte de test finit à {loss} en médiane, quartiles {low} à {high}",
  "Trained networks on every dataset": "Réseaux entraînés sur chaque jeu de données",
  // Topics of the experiments.
  "{run} on {data}": "{run}, {data}",
  "Activations on {data}": "Activations, {data}",
  "Initial weights on {data}": "Poids initiaux, {data}",
  "Depth on {data}": "Profondeur, {data}",
  "Width of one hidden layer on {data}": "Largeur d’une couche cachée, {data}",
  "Optimizers on {data}": "Optimiseurs, {data}",
  "Learning rates on {data}": "Taux d’apprentissage, {data}",
  "Finite differences against backpropagation": "Différences finies et rétropropagation",
  "Test accuracy of each network": "Exactitude de test de chaque réseau",
  "{run} on {data}: which classes are taken for which":
    "{run}, {data} : quelles classes sont prises pour lesquelles",
  // Animations.
  "train loss": "perte d’entraînement",
  "test loss": "perte de test",
  "training loss": "perte d’entraînement",
  "before training": "avant l’entraînement",
  "epoch {n} of {epochs}": "époque {n} sur {epochs}",
  // The gradient check.
  "step size ε of the differences": "pas ε des différences",
  "largest error of the gradient": "plus grande erreur du gradient",
  // Findings.
  "{n} epoch|{n} epochs": "{n} époque|{n} époques",
  "{best} reaches a loss of {loss} after {fast}, {worst} after {slow}":
    "{best} atteint une perte de {loss} après {fast}, {worst} après {slow}",
  "{share} of the test points right with {best}, {other} with {worst}":
    "{share} des points de test justes ({best}) au lieu de {other} ({worst})",
  "All networks classify {share} of the test points correctly":
    "Tous les réseaux classent correctement {share} des points de test",
  "{share} of the test points are classified correctly":
    "{share} des points de test sont classés correctement",
  "{name}: the loss stays at {loss}, as by guessing":
    "{name} : la perte reste à {loss}, comme au hasard",
  "{name} ends with the lowest test loss, {loss}":
    "{name} finit avec la plus petite perte de test, {loss}",
  "The test loss falls from {high} ({from}) to {low} ({to})":
    "La perte de test passe de {high} ({from}) à {low} ({to})",
  "The simplest network has the lowest test loss: {name}, {loss}":
    "Le réseau le plus simple a la plus petite perte de test : {name}, {loss}",
  "{best} ends lowest, at a loss of {loss}": "{best} finit le plus bas, à une perte de {loss}",
  "{best} ends lowest, at a loss of {loss}; {lost} diverges":
    "{best} finit le plus bas, à une perte de {loss} ; {lost} diverge",
  "Every training diverges": "Tous les entraînements divergent",
  "Backpropagation and finite differences agree to {n} decimals":
    "Rétropropagation et différences finies concordent à {n} décimale|Rétropropagation et différences finies concordent à {n} décimales",
  "Backpropagation and finite differences disagree by {value}":
    "Rétropropagation et différences finies diffèrent de {value}",
  "The training loss falls from {first} to {last} in {epochs}":
    "La perte d’entraînement passe de {first} à {last} en {epochs}",
  "The training loss does not fall: {first} at first, {last} at last":
    "La perte d’entraînement ne baisse pas : {first} au début, {last} à la fin",
  "On average {best} classifies {share} correctly, {worst} {other}":
    "En moyenne {best} classe correctement {share}, {worst} {other}",
  "Test R² {score} with {best}, {other} with {worst}":
    "R² de test {score} avec {best}, {other} avec {worst}",
  "All networks have a test R² of {score}": "Tous les réseaux ont un R² de test de {score}",
  "{name}: the loss stays at {loss}, that of the mean":
    "{name} : la perte reste à {loss}, celle de la moyenne",
  // Range tests and sweeps.
  "learning rate": "taux d'apprentissage",
  "loss of a batch": "perte d'un lot",
  smoothed: "lissée",
  "steepest fall": "chute la plus forte",
  "suggested rate": "taux suggéré",
  "Learning-rate range test on {data}": "Recherche du taux d'apprentissage, {data}",
  "A learning rate of {rate} is suggested": "Un taux d'apprentissage de {rate} est suggéré",
  "final training loss": "perte d'entraînement finale",
  "median final test loss": "médiane de la perte de test finale",
  "median final training loss": "médiane de la perte d'entraînement finale",
  "final loss": "perte finale",
  "{measure} by {names} on {data}": "{measure} selon {names}, {data}",
  "{one} and {other}": "{one} et {other}",
  "The lowest loss, {loss}, is at {settings}": "La perte la plus basse, {loss}, est à {settings}",
  "the last color: {value} and more": "dernière couleur : {value} et plus",
  diverged: "divergé",
  "init std": "écart type initial",
  "weight decay": "décroissance des poids",
  "batch size": "taille de lot",
  activation: "activation",
  initializer: "initialisation",
  optimizer: "optimiseur",
  sizes: "couches",
  epochs: "époques",
  schedule: "programme du taux",
  clip: "limite du gradient",
  l1: "L1",
  "label smoothing": "lissage des cibles",
  patience: "patience",
  "min delta": "variation minimale",
  epsilon: "ε",
};
