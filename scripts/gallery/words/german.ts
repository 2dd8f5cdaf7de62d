/** The words of the gallery in German. */

import type { PageTable } from "./english.ts";

/** By the English text. */
export const german: PageTable = {
  "Neural Lab: how small networks learn": "Neural Lab: wie kleine Netze lernen",
  "Skip to the experiments": "Zu den Experimenten",
  Experiments: "Experimente",
  "Made by": "Erzeugt mit",
  Takeaways: "Erkenntnisse",
  Figure: "Abbildung",
  Figures: "Abbildungen",
  Numbers: "Zahlen",
  Settings: "Einstellungen",
  "Figure {n}": "Abbildung {n}",
  "Table {n}: losses of the last epoch, and accuracies of the trained networks":
    "Tabelle {n}: Verluste der letzten Epoche und Genauigkeiten der trainierten Netze",
  "Table {n}: what was measured": "Tabelle {n}: Messwerte",
  "Table {n}: what was measured, part {part} of {parts}":
    "Tabelle {n}: Messwerte, Teil {part} von {parts}",
  "Hold still, at the last epoch": "Anhalten, bei der letzten Epoche",
  "scrolls sideways": "seitlich verschiebbar",
  run: "Lauf",
  "train loss": "Trainingsverlust",
  "test loss": "Testverlust",
  "train accuracy": "Trainingsgenauigkeit",
  "test accuracy": "Testgenauigkeit",
  "test acc. %": "Testgenauigkeit in %",
  status: "Zustand",
  ok: "fertig",
  "diverged in epoch {n}": "divergiert in Epoche {n}",
  "stopped after epoch {n}": "beendet nach Epoche {n}",
  layers: "Schichten",
  points: "Punkte",
  noise: "Rauschen",
  factor: "Faktor",
  seed: "Startwert",
  device: "Gerät",
  "{n}, {share} of them held out for the test": "{n}, davon {share} für den Test zurückgehalten",
  parameter: "Parameter",
  "max. absolute error": "größter absoluter Fehler",
  "max. relative error": "größter relativer Fehler",
  "float64 against differences": "float64 gegen Differenzen",
  "device against float64": "Gerät gegen float64",
  passed: "bestanden",
  yes: "ja",
  NO: "NEIN",
  "layer 1 weight": "Gewichte der Schicht 1",
  "layer 1 bias": "Bias der Schicht 1",
  "layer 2 weight": "Gewichte der Schicht 2",
  "layer 2 bias": "Bias der Schicht 2",
  meanSquaredError: "quadratischer Fehler",
  crossEntropy: "Kreuzentropie",
  seeds: "Startwerte",
  "lower quartile": "unteres Quartil",
  "upper quartile": "oberes Quartil",
  activations: "Aktivierungen",
  initialization: "Initialisierung",
  depth: "Tiefe",
  optimizers: "Optimierer",
  gradcheck: "Gradientenprüfung",
  compare: "Vergleich",
  "sigmoid, tanh and relu in a network of one hidden layer":
    "Sigmoid, tanh und ReLU in einem Netz mit einer verdeckten Schicht",
  "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network":
    "Anfangsgewichte nach He, winzige (0,001) und große (1) in einem tiefen ReLU-Netz",
  "no hidden layer, one and two; then one hidden layer of 2 to 128 units":
    "ohne verdeckte Schicht, mit einer und mit zwei; dann eine verdeckte Schicht mit 2 bis 128 Einheiten",
  "SGD, momentum and Adam; then SGD at learning rates from careful to absurd":
    "SGD, Momentum und Adam; dann SGD mit vorsichtigen bis absurden Lernraten",
  "backpropagation against finite differences, in float64 and on the device":
    "Backpropagation gegen finite Differenzen, in float64 und auf dem Gerät",
  "4 networks on 5 datasets": "4 Netze auf 5 Datensätzen",
  // The inside of networks.
  "Inside the network": "Das Innere der Netze",
  functions: "Funktionen",
  "activation functions and their derivatives": "Aktivierungsfunktionen und ihre Ableitungen",
  dynamics: "Dynamik",
  "gradients and saturation in deep networks, layer by layer":
    "Gradienten und Sättigung in tiefen Netzen, Schicht für Schicht",
  units: "Einheiten",
  "a trained network from inside, unit by unit":
    "ein trainiertes Netz von innen, Einheit für Einheit",
  folding: "Faltung der Ebene",
  "the plane as the layers of a network bend it":
    "die Ebene, wie die Schichten eines Netzes sie verbiegen",
  landscape: "Verlustlandschaft",
  "the loss around a network, and the paths of optimizers over it":
    "der Verlust um ein Netz und die Wege der Optimierer darüber",
  sharpness: "Schärfe",
  "the largest eigenvalue of the Hessian along full-batch gradient descent":
    "der größte Eigenwert der Hesse-Matrix beim Gradientenabstieg über alle Daten",
  mistakes: "Fehler",
  "what a network gets wrong, and how certain it is":
    "was ein Netz falsch macht, und wie sicher es dabei ist",
  capacity: "Kapazität",
  "losses over widths, numbers of samples and epochs":
    "Verluste nach Breite, Zahl der Punkte und Epochen",
  "derivative up to": "Ableitung bis",
  "gradient shrinks a layer by": "Gradient schrumpft je Schicht um Faktor",
  samples: "Punkte",
  constant: "konstant",
  "for 90%": "für 90 %",
  number: "Nummer",
  "feature 1": "Merkmal 1",
  "feature 2": "Merkmal 2",
};
