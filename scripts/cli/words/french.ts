/** The words of the lab's own figures in French. */

import type { OwnTranslations } from "./english.ts";

/** The translations. */
export const french: OwnTranslations = {
  // Axes and legends.
  "mean squared error of {name}": "erreur quadratique moyenne de {name}",
  "mean squared error of {name}, scaled": "erreur quadratique moyenne de {name}, normalisé",
  "principal component {n}": "composante principale {n}",
  // Notes.
  "test R² {score}": "R² de test {score}",
  "test data, {share} right": "données de test, {share} justes",
  "first two principal components, {share} of the variance":
    "deux premières composantes principales, {share} de la variance",
  "{name} at its mean": "{name} à sa moyenne",
  "{n} other features at their mean": "{n} autres variables à leur moyenne",
  // Descriptions.
  "Moves through {n} epochs, from {first} to {last}.": "Parcourt {n} époques, de {first} à {last}.",
  // Names of data and runs.
  logistic: "logistique",
  "{n} hidden layer|{n} hidden layers": "{n} couche cachée|{n} couches cachées",
  "{n} unit|{n} units": "{n} unité|{n} unités",
  "small weights": "petits poids",
  "large weights": "grands poids",
  // Several seeds.
  "seed {seed}": "graine {seed}",
  "final test loss": "perte de test finale",
  "test accuracy": "exactitude de test",
  "test R²": "R² de test",
  "{n} seed|{n} seeds": "{n} graine|{n} graines",
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
  // The command mistakes.
  "{actual} is most often taken for {predicted}: {n} of {total}":
    "{actual} est le plus souvent pris pour {predicted} : {n} sur {total}",
  "All {total} test points are classified correctly":
    "Les {total} points de test sont tous bien classés",
  "{run} on {data}: the most certain mistakes": "{run}, {data} : les erreurs les plus sûres",
  "{wrong} of {total} test points are wrong, the most certain one at {share}":
    "{wrong} points de test sur {total} sont faux, le plus sûr à {share}",
  "{run} on {data}: calibration": "{run}, {data} : calibration",
  "On average the network is {confidence} certain and {accuracy} right":
    "En moyenne, le réseau est sûr à {confidence} et juste à {accuracy}",
  "ECE {value}": "ECE {value}",
  "Brier score {value}": "score de Brier {value}",
  // The command capacity.
  "hidden units": "unités cachées",
  "training samples": "points d’entraînement",
  "final loss": "perte finale",
  "lowest test loss": "perte de test minimale",
  "stop here: epoch {n}": "s’arrêter ici : époque {n}",
  "{n} training sample|{n} training samples": "{n} point d’entraînement|{n} points d’entraînement",
  "{n} hidden unit|{n} hidden units": "{n} unité cachée|{n} unités cachées",
  "Width, samples and epochs on {data}": "Largeur, points et époques, {data}",
  "The test loss rises from {low} with {best} to {high} with {most}":
    "La perte de test monte de {low} avec {best} à {high} avec {most}",
  "The test loss is lowest with the widest network: {low} with {most}":
    "La perte de test est minimale avec le réseau le plus large : {low} avec {most}",
  // The command dynamics.
  "gradient norm": "norme du gradient",
  "no gradient, or diverged": "pas de gradient, ou divergence",
  "saturated share": "part saturée",
  "{share} of the units dead": "{share} des unités mortes",
  "Gradients by layer on {data}, after the last epoch":
    "Gradients par couche sur {data}, après la dernière époque",
  "Gradients by layer and epoch on {data}, {layers}":
    "Gradients par couche et par époque sur {data}, {layers}",
  "Saturation by layer and epoch on {data}, {layers}":
    "Saturation par couche et par époque sur {data}, {layers}",
  "{name}: each layer shrinks the gradient {factor} times":
    "{name} : chaque couche divise le gradient par {factor}",
  "{name}: each layer enlarges the gradient {factor} times":
    "{name} : chaque couche multiplie le gradient par {factor}",
  "Most saturated in the end: {name}, {share}": "Le plus saturé à la fin : {name}, {share}",
  // The command functions.
  "largest derivative": "dérivée maximale",
  "pre-activation": "préactivation",
  "derivative up to {value}": "dérivée jusqu’à {value}",
  "Activation functions and their derivatives": "Fonctions d’activation et leurs dérivées",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} transmet au plus {share} d’un gradient, le moins de toutes",
  // The command sharpness.
  "sharpness": "courbure maximale",
  "Sharpness along gradient descent on {data}":
    "Courbure maximale pendant la descente de gradient, {data}",
  "The sharpness stays below 2/η: {share} of it at most":
    "La courbure maximale reste sous 2/η : {share} au plus",
  "The sharpness exceeds 2/η, and the training diverges":
    "La courbure maximale dépasse 2/η, et l'entraînement diverge",
  "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps":
    "La courbure maximale atteint 2/η après {n} pas",
  "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps":
    "{name} : la courbure maximale atteint 2/η après {n} pas",
  // The command landscape.
  "direction {n}": "direction {n}",
  "Loss around the trained network on {data}": "Perte autour du réseau entraîné, {data}",
  "Paths of optimizers over the loss on {data}": "Trajets des optimiseurs sur la perte, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Autour du réseau, la perte monte de {low} à {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "La perte n'est pas minimale au réseau : {low} là, {high} autour",
  // Units and folding.
  "unit {n}": "unité {n}",
  "{run} on {data}: each unit as a map": "{run} sur {data} : chaque unité en carte",
  "{run} on {data}: where the units of the first layer switch":
    "{run} sur {data} : où basculent les unités de la première couche",
  "the most important units at the top": "les unités les plus importantes en haut",
  "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance":
    "{n} unité cachée sur {total} porte {share} de l’importance|{n} unités cachées sur {total} portent {share} de l’importance",
  "{n} of {total} lines crosses the data|{n} of {total} lines cross the data":
    "{n} droite sur {total} traverse les données|{n} droites sur {total} traversent les données",
  "no hidden layer, so no kinks": "pas de couche cachée, donc pas de plis",
  "{run} on {data}: the plane, layer by layer": "{run} sur {data} : le plan, couche par couche",
  "A straight line separates {share} after the hidden layers, {other} before":
    "Une droite sépare {share} après les couches cachées, {other} avant",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  "Trainability over two learning rates on {data}":
    "Entraînabilité selon deux taux d’apprentissage, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "{share} des réseaux apprennent ; frontière de dimension {dimension}",
  "{share} of the networks train": "{share} des réseaux apprennent",
  "learning rate": "taux d’apprentissage",
  "weight decay": "dégradation des poids",
  "batch size": "taille de lot",
  clip: "écrêtage du gradient",
  "label smoothing": "lissage des étiquettes",
  "init std": "écart type des poids",
  "final training loss": "perte d’entraînement finale",
  "median final test loss": "perte de test finale médiane",
  "median final training loss": "perte d’entraînement finale médiane",
  "{measure} by {settings} on {data}": "{measure} selon {settings}, {data}",
  "The lowest loss, {loss}, is at {settings}":
    "La perte la plus basse, {loss}, est atteinte pour {settings}",
  "the last colour: {value} and more": "dernière couleur : {value} et plus",
  lowest: "la plus basse",
  "Learning-rate range test on {data}": "Test de plage du taux d’apprentissage, {data}",
  "A learning rate of {rate} is suggested": "Un taux d’apprentissage de {rate} est suggéré",
  "No learning rate lowers the loss": "Aucun taux d’apprentissage ne réduit la perte",
  "loss of a batch": "perte d’un lot",
  smoothed: "lissée",
  "steepest fall": "baisse la plus forte",
  "suggested rate": "taux suggéré",
  // Range tests and sweeps.
  "min delta": "variation minimale",
};
