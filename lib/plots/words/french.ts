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
  momentum: "momentum",
  sigmoid: "sigmoïde",
  // Several seeds.
  "{y}: {names}.": "{y} : {names}.",
  // The command mistakes.
  confidence: "confiance",
  accuracy: "exactitude",
  right: "juste",
  "accuracy, with the number of points": "exactitude, avec le nombre de points",
  "gap to the diagonal": "écart à la diagonale",
  "perfect calibration": "calibration parfaite",
  "{n} interval|{n} intervals": "{n} intervalle|{n} intervalles",
  // The command dynamics.
  "layer": "couche",
  // The command functions.
  "function": "fonction",
  "derivative": "dérivée",
  "saturated": "saturé",
  // The command sharpness.
  "step": "pas",
  // The command landscape.
  "start": "départ",
  "diverged": "divergé",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} sur un plan de paramètres, de {low} à {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} sur un plan de paramètres, de {low} à {high} : {names}.",
  // Units and folding.
  "inputs": "entrées",
  "outputs": "sorties",
  "layer {n}": "couche {n}",
  "positive weights, up to {value}": "poids positifs, jusqu’à {value}",
  "negative, down to {value}": "négatifs, jusqu’à {value}",
  "activation by layer": "activation par couche",
  "{shown} of {total} units shown": "{shown} unités affichées sur {total}",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Un réseau de {sizes} unités : une carte de chaque unité, et les poids en traits.",
  "pre-activation 0, ticks: positive side": "préactivation 0, tirets : côté positif",
  "grid of the inputs": "grille des entrées",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "converge",
  fast: "rapide",
  slow: "lent",
  "input learning rate, log10": "taux d’entrée, log10",
  "output learning rate, log10": "taux de sortie, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} selon {x} : {share} des entraînements ont convergé.",
  epochs: "époques",
  sizes: "tailles des couches",
  activation: "activation",
  initializer: "initialisation",
  optimizer: "optimiseur",
  schedule: "planification",
  patience: "patience",
  // Range tests and sweeps.
  l1: "L1",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "identité",
};
