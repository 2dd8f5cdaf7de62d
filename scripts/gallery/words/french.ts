/** The words of the gallery in French. */

import type { PageTable } from "./english.ts";

/** By the English text. */
export const french: PageTable = {
  "Neural Lab: how small networks learn": "Neural Lab : comment apprennent de petits réseaux",
  "Skip to the experiments": "Aller aux expériences",
  Experiments: "Expériences",
  "Made by": "Créé par",
  Takeaways: "À retenir",
  Figure: "Figure",
  Figures: "Figures",
  Numbers: "Chiffres",
  Settings: "Paramètres",
  "Figure {n}": "Figure {n}",
  "Table {n}: losses of the last epoch, and accuracies of the trained networks":
    "Tableau {n} : pertes de la dernière époque et exactitudes des réseaux entraînés",
  "Table {n}: what was measured": "Tableau {n} : mesures",
  "Table {n}: what was measured, part {part} of {parts}":
    "Tableau {n} : mesures, partie {part} sur {parts}",
  "Hold still, at the last epoch": "Arrêter, à la dernière époque",
  "scrolls sideways": "défile sur le côté",
  run: "essai",
  "train loss": "perte d'entraînement",
  "test loss": "perte de test",
  "train accuracy": "exactitude d'entraînement",
  "test accuracy": "exactitude de test",
  "test acc. %": "exactitude de test en %",
  status: "état",
  ok: "terminé",
  "diverged in epoch {n}": "divergé à l'époque {n}",
  "stopped after epoch {n}": "arrêté après l'époque {n}",
  layers: "couches",
  points: "points",
  noise: "bruit",
  factor: "facteur",
  seed: "graine",
  device: "appareil",
  "{n}, {share} of them held out for the test": "{n}, dont {share} réservés au test",
  parameter: "paramètre",
  "max. absolute error": "erreur absolue maximale",
  "max. relative error": "erreur relative maximale",
  "float64 against differences": "float64 contre différences",
  "device against float64": "appareil contre float64",
  passed: "réussi",
  yes: "oui",
  NO: "NON",
  "layer 1 weight": "poids de la couche 1",
  "layer 1 bias": "biais de la couche 1",
  "layer 2 weight": "poids de la couche 2",
  "layer 2 bias": "biais de la couche 2",
  meanSquaredError: "erreur quadratique",
  crossEntropy: "entropie croisée",
  seeds: "graines",
  "lower quartile": "quartile inférieur",
  "upper quartile": "quartile supérieur",
  activations: "activations",
  initialization: "initialisation",
  depth: "profondeur",
  optimizers: "optimiseurs",
  gradcheck: "contrôle du gradient",
  compare: "comparaison",
  "sigmoid, tanh and relu in a network of one hidden layer":
    "sigmoïde, tanh et ReLU dans un réseau à une couche cachée",
  "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network":
    "poids initiaux de He, minuscules (0,001) et grands (1) dans un réseau ReLU profond",
  "no hidden layer, one and two; then one hidden layer of 2 to 128 units":
    "sans couche cachée, avec une et avec deux ; puis une couche cachée de 2 à 128 unités",
  "SGD, momentum and Adam; then SGD at learning rates from careful to absurd":
    "SGD, momentum et Adam ; puis SGD avec des taux d'apprentissage prudents à absurdes",
  "backpropagation against finite differences, in float64 and on the device":
    "rétropropagation contre différences finies, en float64 et sur l'appareil",
  "4 networks on 5 datasets": "4 réseaux sur 5 jeux de données",
  // The inside of networks.
  "Inside the network": "À l'intérieur du réseau",
  functions: "fonctions",
  "activation functions and their derivatives": "les fonctions d'activation et leurs dérivées",
  dynamics: "dynamique",
  "gradients and saturation in deep networks, layer by layer":
    "gradients et saturation dans des réseaux profonds, couche par couche",
  units: "unités",
  "a trained network from inside, unit by unit":
    "un réseau entraîné vu de l'intérieur, unité par unité",
  folding: "pliage du plan",
  "the plane as the layers of a network bend it":
    "le plan tel que les couches d'un réseau le déforment",
  landscape: "paysage de la perte",
  "the loss around a network, and the paths of optimizers over it":
    "la perte autour d'un réseau et les trajets des optimiseurs",
  sharpness: "courbure maximale",
  "the largest eigenvalue of the Hessian along full-batch gradient descent":
    "la plus grande valeur propre de la hessienne le long de la descente de gradient sur toutes les données",
  mistakes: "erreurs",
  "what a network gets wrong, and how certain it is":
    "ce qu'un réseau classe mal, et avec quelle certitude",
  capacity: "capacité",
  "losses over widths, numbers of samples and epochs":
    "pertes selon la largeur, le nombre de points et les époques",
  "derivative up to": "dérivée jusqu'à",
  "gradient shrinks a layer by": "facteur de réduction du gradient par couche",
  samples: "points",
  constant: "constantes",
  "for 90%": "pour 90 %",
  number: "numéro",
  "feature 1": "variable 1",
  "feature 2": "variable 2",
};
