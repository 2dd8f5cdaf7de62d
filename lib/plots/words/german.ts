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
  "mean squared error of {name}": "quadratischer Fehler: {name}",
  "mean squared error of {name}, scaled": "quadratischer Fehler: {name}, skaliert",
  "principal component {n}": "Hauptkomponente {n}",
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
  "test R² {score}": "R² auf Testdaten {score}",
  "test data, {share} right": "Testdaten, {share} richtig",
  "first two principal components, {share} of the variance":
    "erste zwei Hauptkomponenten, {share} der Varianz",
  "{name} at its mean": "{name} im Mittel",
  "{n} other features at their mean": "{n} andere Merkmale im Mittel",
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
  "Moves through {n} epochs, from {first} to {last}.":
    "Bewegt sich durch {n} Epochen, von {first} bis {last}.",
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
  logistic: "logistisch",
  "{n} hidden layer|{n} hidden layers": "{n} verdeckte Schicht|{n} verdeckte Schichten",
  "{n} unit|{n} units": "{n} Einheit|{n} Einheiten",
  "small weights": "kleine Gewichte",
  "large weights": "große Gewichte",
  momentum: "Momentum",
  sigmoid: "Sigmoid",
  // Several seeds.
  "seed {seed}": "Seed {seed}",
  "final test loss": "Testverlust am Ende",
  "test accuracy": "Testgenauigkeit",
  "test R²": "Test-R²",
  "{n} seed|{n} seeds": "{n} Seed|{n} Seeds",
  "{y}: {names}.": "{y}: {names}.",
  "Lower test loss with {best} than {other}, beyond the spread of {n} seeds":
    "Niedrigerer Testverlust mit {best} als {other}, über die Streuung von {n} Seeds hinaus",
  "{best} and {other} differ by no more than the spread of {n} seeds":
    "{best} und {other} unterscheiden sich nicht mehr als die Streuung von {n} Seeds",
  "The test loss ends at {loss} in the median, quartiles {low} to {high}":
    "Der Testverlust endet im Median bei {loss}, Quartile {low} bis {high}",
  "Trained networks on every dataset": "Trainierte Netze auf jedem Datensatz",
  // Topics of the experiments.
  "{run} on {data}": "{run}, {data}",
  "Activations on {data}": "Aktivierungen, {data}",
  "Initial weights on {data}": "Anfangsgewichte, {data}",
  "Depth on {data}": "Tiefe, {data}",
  "Width of one hidden layer on {data}": "Breite einer verdeckten Schicht, {data}",
  "Optimizers on {data}": "Optimierer, {data}",
  "Learning rates on {data}": "Lernraten, {data}",
  "Finite differences against backpropagation": "Finite Differenzen und Backpropagation",
  "Test accuracy of each network": "Testgenauigkeit jedes Netzes",
  "{run} on {data}: which classes are taken for which":
    "{run}, {data}: welche Klassen wofür gehalten werden",
  // Animations.
  "train loss": "Trainingsverlust",
  "test loss": "Testverlust",
  "training loss": "Trainingsverlust",
  "before training": "vor dem Training",
  "epoch {n} of {epochs}": "Epoche {n} von {epochs}",
  // The gradient check.
  "step size ε of the differences": "Schrittweite ε der Differenzen",
  "largest error of the gradient": "größter Gradientenfehler",
  // Findings.
  "{n} epoch|{n} epochs": "{n} Epoche|{n} Epochen",
  "{best} reaches a loss of {loss} after {fast}, {worst} after {slow}":
    "{best} erreicht einen Verlust von {loss} nach {fast}, {worst} nach {slow}",
  "{share} of the test points right with {best}, {other} with {worst}":
    "{share} der Testpunkte richtig ({best}) statt {other} ({worst})",
  "All networks classify {share} of the test points correctly":
    "Alle Netze ordnen {share} der Testpunkte richtig zu",
  "{share} of the test points are classified correctly":
    "{share} der Testpunkte sind richtig zugeordnet",
  "{name}: the loss stays at {loss}, as by guessing":
    "{name}: Der Verlust bleibt bei {loss}, wie beim Raten",
  "{name} ends with the lowest test loss, {loss}":
    "{name} endet mit dem kleinsten Testverlust, {loss}",
  "The test loss falls from {high} ({from}) to {low} ({to})":
    "Der Testverlust fällt von {high} ({from}) auf {low} ({to})",
  "The simplest network has the lowest test loss: {name}, {loss}":
    "Das einfachste Netz hat den kleinsten Testverlust: {name}, {loss}",
  "{best} ends lowest, at a loss of {loss}":
    "{best} endet am tiefsten, bei einem Verlust von {loss}",
  "{best} ends lowest, at a loss of {loss}; {lost} diverges":
    "{best} endet am tiefsten, bei einem Verlust von {loss}; {lost} divergiert",
  "Every training diverges": "Jedes Training divergiert",
  "Backpropagation and finite differences agree to {n} decimals":
    "Backpropagation und finite Differenzen stimmen auf {n} Dezimale überein|Backpropagation und Differenzen stimmen auf {n} Stellen überein",
  "Backpropagation and finite differences disagree by {value}":
    "Backpropagation und finite Differenzen weichen um {value} voneinander ab",
  "The training loss falls from {first} to {last} in {epochs}":
    "Der Trainingsverlust fällt von {first} auf {last} in {epochs}",
  "The training loss does not fall: {first} at first, {last} at last":
    "Der Trainingsverlust fällt nicht: {first} am Anfang, {last} am Ende",
  "On average {best} classifies {share} correctly, {worst} {other}":
    "Im Mittel ordnet {best} {share} richtig zu, {worst} {other}",
  "Test R² {score} with {best}, {other} with {worst}":
    "R² auf Testdaten {score} ({best}) statt {other} ({worst})",
  "All networks have a test R² of {score}": "Alle Netze haben ein R² von {score} auf Testdaten",
  "{name}: the loss stays at {loss}, that of the mean":
    "{name}: Der Verlust bleibt bei {loss}, dem des Mittelwerts",
  // Range tests and sweeps.
  "learning rate": "Lernrate",
  "loss of a batch": "Verlust eines Batches",
  smoothed: "geglättet",
  "steepest fall": "steilster Abfall",
  "suggested rate": "vorgeschlagene Rate",
  "Learning-rate range test on {data}": "Suche nach der Lernrate, {data}",
  "A learning rate of {rate} is suggested": "Vorgeschlagen ist eine Lernrate von {rate}",
  "final training loss": "Trainingsverlust am Ende",
  "median final test loss": "Median des Testverlusts am Ende",
  "median final training loss": "Median des Trainingsverlusts am Ende",
  "final loss": "Verlust am Ende",
  "{measure} by {names} on {data}": "{measure} nach {names}, {data}",
  "{one} and {other}": "{one} und {other}",
  "The lowest loss, {loss}, is at {settings}": "Der kleinste Verlust, {loss}, liegt bei {settings}",
  "the last color: {value} and more": "letzte Farbe: {value} und mehr",
  diverged: "divergiert",
  "init std": "Streuung der Anfangsgewichte",
  "weight decay": "Gewichtsabnahme",
  "batch size": "Batchgröße",
  activation: "Aktivierung",
  initializer: "Initialisierung",
  optimizer: "Optimierer",
  sizes: "Schichten",
  epochs: "Epochen",
  schedule: "Lernratenplan",
  clip: "Gradientengrenze",
  l1: "L1",
  "label smoothing": "Glättung der Zielwerte",
  patience: "Geduld",
  "min delta": "Mindeständerung",
  epsilon: "ε",
};
