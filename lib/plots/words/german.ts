/** The words of figures in German. */

import type { Translations } from "./english.ts";

/** By the English text. */
export const german: Translations = {
  // Axes and legends.
  epoch: "Epoche",
  loss: "Verlust",
  train: "Training",
  test: "Test",
  data: "Daten",
  "log scale": "logarithmisch",
  "{label} (log scale)": "{label} (logarithmisch)",
  "class {n}": "Klasse {n}",
  "decision boundary": "Entscheidungsgrenze",
  probability: "Wahrscheinlichkeit",
  score: "Wert",
  "probability of {name}": "Wahrscheinlichkeit von {name}",
  "no prediction": "keine Vorhersage",
  wrong: "falsch",
  unnamed: "ohne Namen",
  "and {n} more": "und {n} weitere",
  and: "und",
  Figure: "Abbildung",
  count: "Anzahl",
  median: "Median",
  quartiles: "Quartile",
  value: "Wert",
  target: "Zielwert",
  predicted: "vorhergesagt",
  actual: "tatsächlich",
  "right, share of a row": "richtig, Anteil der Zeile",
  "wrong, share of a row": "falsch, Anteil der Zeile",
  // Marks of curves.
  "no data": "keine Daten",
  "max {value}": "Maximum {value}",
  "min {value}": "Minimum {value}",
  "diverged, {place}": "divergiert, {place}",
  "guessing: ln {n}": "Raten: ln {n}",
  // Notes.
  "test accuracy {share}": "Testgenauigkeit {share}",
  "test: {wrong} of {total} wrong": "Test: {wrong} von {total} falsch",
  "the model gives no numbers": "das Modell liefert keine Zahlen",
  "one class, nothing to separate": "eine Klasse, nichts zu trennen",
  "gray: no numbers": "grau: keine Zahlen",
  "undecided everywhere": "überall unentschieden",
  "{name} everywhere, {measure} {value}": "überall {name}, {measure} {value}",
  "no points": "keine Punkte",
  "all points are in one place": "alle Punkte liegen an einer Stelle",
  "all points are of {name}": "alle Punkte sind von {name}",
  "{shown} of {total} points shown": "{shown} von {total} Punkten gezeigt",
  "axes of different scales": "Achsen verschiedener Maßstäbe",
  "{n} classes share {colors} colors": "{n} Klassen teilen sich {colors} Farben",
  "runs and classes share colors": "Läufe und Klassen teilen sich Farben",
  // Descriptions.
  Values: "Werte",
  "{y} against {x}: {names}.": "{y} über {x}: {names}.",
  "{n} run|{n} runs": "{n} Lauf|{n} Läufe",
  "{n} class|{n} classes": "{n} Klasse|{n} Klassen",
  "Which of {names} a model finds likeliest over the plane.":
    "Was von {names} ein Modell in der Ebene für am wahrscheinlichsten hält.",
  "Which of {names} a model finds likeliest over the plane, with the points.":
    "Was von {names} ein Modell in der Ebene für am wahrscheinlichsten hält, mit den Punkten.",
  "Which of {names} a model gives the highest score over the plane.":
    "Wem von {names} ein Modell in der Ebene den höchsten Wert gibt.",
  "Which of {names} a model gives the highest score over the plane, with the points.":
    "Wem von {names} ein Modell in der Ebene den höchsten Wert gibt, mit den Punkten.",
  "{y} against {x}: {names}, with the points.": "{y} über {x}: {names}, mit den Punkten.",
  "Predicted {name} over the plane, from {low} to {high}.":
    "Vorhersage von {name} in der Ebene, von {low} bis {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.":
    "Vorhersage von {name} in der Ebene, von {low} bis {high}, mit den Punkten.",
  "Predicted classes of {names}: {right} of {total} right.":
    "Vorhergesagte Klassen von {names}: {right} von {total} richtig.",
  // Provenance.
  "Made by: {command}.": "Erzeugt mit: {command}.",
  "Seed: {seed}.": "Startwert: {seed}.",
  "Data: {data}.": "Daten: {data}.",
  "Device: {name} ({kind}).": "Gerät: {name} ({kind}).",
  "Versions: {versions}.": "Versionen: {versions}.",
  "{n} sample|{n} samples": "{n} Punkt|{n} Punkte",
  "noise {value}": "Rauschen {value}",
  "factor {value}": "Faktor {value}",
  "test size {value}": "Testanteil {value}",
  "WebAssembly SIMD kernels": "WebAssembly-SIMD-Kerne",
  "plain kernels, as WebAssembly is off": "einfache Kerne, da WebAssembly abgeschaltet ist",
  // Names of data and runs.
  moons: "Monde",
  circles: "Kreise",
  blobs: "Punktwolken",
  spiral: "Spirale",
  xor: "XOR",
  momentum: "Momentum",
  sigmoid: "Sigmoid",
  // Several seeds.
  "{y}: {names}.": "{y}: {names}.",
  // The command mistakes.
  confidence: "Konfidenz",
  accuracy: "Genauigkeit",
  right: "richtig",
  "accuracy, with the number of points": "Genauigkeit, mit der Zahl der Punkte",
  "gap to the diagonal": "Abstand zur Diagonalen",
  "perfect calibration": "perfekte Kalibrierung",
  "{n} interval|{n} intervals": "{n} Intervall|{n} Intervalle",
  // The command dynamics.
  "layer": "Schicht",
  // The command functions.
  "function": "Funktion",
  "derivative": "Ableitung",
  "saturated": "gesättigt",
  // The command sharpness.
  "step": "Schritt",
  // The command landscape.
  "start": "Start",
  "diverged": "divergiert",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} über einer Ebene von Parametern, von {low} bis {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} über einer Ebene von Parametern, von {low} bis {high}: {names}.",
  // Units and folding.
  "inputs": "Eingaben",
  "outputs": "Ausgaben",
  "layer {n}": "Schicht {n}",
  "positive weights, up to {value}": "positive Gewichte, bis {value}",
  "negative, down to {value}": "negativ, bis {value}",
  "activation by layer": "Aktivierung je Schicht",
  "{shown} of {total} units shown": "{shown} von {total} Einheiten gezeigt",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Ein Netz aus {sizes} Einheiten: eine Karte jeder Einheit, die Gewichte als Linien.",
  "pre-activation 0, ticks: positive side": "Voraktivierung 0, Striche: positive Seite",
  "grid of the inputs": "Gitter der Eingaben",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "konvergiert",
  fast: "schnell",
  slow: "langsam",
  "input learning rate, log10": "Lernrate am Eingang, log10",
  "output learning rate, log10": "Lernrate am Ausgang, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} über {x}: {share} der Trainings sind konvergiert.",
  epochs: "Epochen",
  sizes: "Schichtgrößen",
  activation: "Aktivierung",
  initializer: "Initialisierung",
  optimizer: "Optimierer",
  schedule: "Lernratenplan",
  patience: "Geduld",
  // Range tests and sweeps.
  l1: "L1",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "Identität",
};
