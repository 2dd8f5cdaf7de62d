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
  // The command mistakes.
  confidence: "Konfidenz",
  accuracy: "Genauigkeit",
  right: "richtig",
  "accuracy, with the number of points": "Genauigkeit, mit der Zahl der Punkte",
  "gap to the diagonal": "Abstand zur Diagonalen",
  "perfect calibration": "perfekte Kalibrierung",
  "{n} interval|{n} intervals": "{n} Intervall|{n} Intervalle",
  "{actual} is most often taken for {predicted}: {n} of {total}":
    "{actual} wird am häufigsten für {predicted} gehalten: {n} von {total}",
  "All {total} test points are classified correctly":
    "Alle {total} Testpunkte sind richtig zugeordnet",
  "{run} on {data}: the most certain mistakes": "{run}, {data}: die sichersten Fehler",
  "{wrong} of {total} test points are wrong, the most certain one at {share}":
    "{wrong} von {total} Testpunkten sind falsch, der sicherste mit {share}",
  "{run} on {data}: calibration": "{run}, {data}: Kalibrierung",
  "On average the network is {confidence} certain and {accuracy} right":
    "Im Mittel ist das Netz zu {confidence} sicher und zu {accuracy} richtig",
  "ECE {value}": "ECE {value}",
  "Brier score {value}": "Brier-Score {value}",
  // The command capacity.
  "hidden units": "verdeckte Einheiten",
  "training samples": "Trainingspunkte",
  "final loss": "Verlust am Ende",
  "lowest test loss": "niedrigster Testverlust",
  "stop here: epoch {n}": "hier aufhören: Epoche {n}",
  "{n} training sample|{n} training samples": "{n} Trainingspunkt|{n} Trainingspunkte",
  "{n} hidden unit|{n} hidden units": "{n} verdeckte Einheit|{n} verdeckte Einheiten",
  "Width, samples and epochs on {data}": "Breite, Punkte und Epochen, {data}",
  "The test loss rises from {low} with {best} to {high} with {most}":
    "Der Testverlust steigt von {low} mit {best} auf {high} mit {most}",
  "The test loss is lowest with the widest network: {low} with {most}":
    "Der Testverlust ist mit dem breitesten Netz am niedrigsten: {low} mit {most}",
  // The command dynamics.
  "layer": "Schicht",
  "gradient norm": "Gradientennorm",
  "no gradient, or diverged": "kein Gradient, oder divergiert",
  "saturated share": "gesättigter Anteil",
  "{share} of the units dead": "{share} der Einheiten tot",
  "Gradients by layer on {data}, after the last epoch":
    "Gradienten je Schicht auf {data}, nach der letzten Epoche",
  "Gradients by layer and epoch on {data}, {layers}":
    "Gradienten je Schicht und Epoche auf {data}, {layers}",
  "Saturation by layer and epoch on {data}, {layers}":
    "Sättigung je Schicht und Epoche auf {data}, {layers}",
  "{name}: each layer shrinks the gradient {factor} times":
    "{name}: Jede Schicht verkleinert den Gradienten {factor}-fach",
  "{name}: each layer enlarges the gradient {factor} times":
    "{name}: Jede Schicht vergrößert den Gradienten {factor}-fach",
  "Most saturated in the end: {name}, {share}": "Am Ende am stärksten gesättigt: {name}, {share}",
  // The command functions.
  "function": "Funktion",
  "derivative": "Ableitung",
  "saturated": "gesättigt",
  "largest derivative": "größte Ableitung",
  "pre-activation": "Präaktivierung",
  "derivative up to {value}": "Ableitung bis {value}",
  "Activation functions and their derivatives": "Aktivierungsfunktionen und ihre Ableitungen",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} lässt höchstens {share} eines Gradienten durch, am wenigsten von allen",
  // The command sharpness.
  "step": "Schritt",
  "sharpness": "Schärfe",
  "Sharpness along gradient descent on {data}": "Schärfe beim Gradientenabstieg, {data}",
  "The sharpness stays below 2/η: {share} of it at most":
    "Die Schärfe bleibt unter 2/η: höchstens {share} davon",
  "The sharpness exceeds 2/η, and the training diverges":
    "Die Schärfe überschreitet 2/η, und das Training divergiert",
  "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps":
    "Die Schärfe erreicht 2/η nach {n} Schritt|Die Schärfe erreicht 2/η nach {n} Schritten",
  "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps":
    "{name}: Die Schärfe erreicht 2/η nach {n} Schritt|{name}: Die Schärfe erreicht 2/η nach {n} Schritten",
  // The command landscape.
  "start": "Start",
  "diverged": "divergiert",
  "direction {n}": "Richtung {n}",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} über einer Ebene von Parametern, von {low} bis {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} über einer Ebene von Parametern, von {low} bis {high}: {names}.",
  "Loss around the trained network on {data}": "Verlust um das trainierte Netz, {data}",
  "Paths of optimizers over the loss on {data}": "Wege der Optimierer über dem Verlust, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Um das Netz steigt der Verlust von {low} auf {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "Der Verlust ist beim Netz nicht am kleinsten: dort {low}, darum herum {high}",
  // Units and folding.
  "inputs": "Eingaben",
  "outputs": "Ausgaben",
  "layer {n}": "Schicht {n}",
  "unit {n}": "Einheit {n}",
  "positive weights, up to {value}": "positive Gewichte, bis {value}",
  "negative, down to {value}": "negativ, bis {value}",
  "activation by layer": "Aktivierung je Schicht",
  "{shown} of {total} units shown": "{shown} von {total} Einheiten gezeigt",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Ein Netz aus {sizes} Einheiten: eine Karte jeder Einheit, die Gewichte als Linien.",
  "pre-activation 0, ticks: positive side": "Voraktivierung 0, Striche: positive Seite",
  "grid of the inputs": "Gitter der Eingaben",
  "{run} on {data}: each unit as a map": "{run} auf {data}: jede Einheit als Karte",
  "{run} on {data}: where the units of the first layer switch":
    "{run} auf {data}: wo die Einheiten der ersten Schicht umschalten",
  "the most important units at the top": "die wichtigsten Einheiten oben",
  "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance":
    "{n} von {total} verdeckten Einheiten trägt {share} der Wichtigkeit|{n} von {total} verdeckten Einheiten tragen {share} der Wichtigkeit",
  "{n} of {total} lines crosses the data|{n} of {total} lines cross the data":
    "{n} von {total} Linien geht durch die Daten|{n} von {total} Linien gehen durch die Daten",
  "no hidden layer, so no kinks": "keine verdeckte Schicht, also keine Knicke",
  "{run} on {data}: the plane, layer by layer": "{run} auf {data}: die Ebene, Schicht für Schicht",
  "A straight line separates {share} after the hidden layers, {other} before":
    "Eine Gerade trennt {share} nach den verdeckten Schichten, {other} davor",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "konvergiert",
  fast: "schnell",
  slow: "langsam",
  "input learning rate, log10": "Lernrate am Eingang, log10",
  "output learning rate, log10": "Lernrate am Ausgang, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} über {x}: {share} der Trainings sind konvergiert.",
  "Trainability over two learning rates on {data}": "Trainierbarkeit über zwei Lernraten, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "{share} der Netze lernen; Grenze der Dimension {dimension}",
  "{share} of the networks train": "{share} der Netze lernen",
  "learning rate": "Lernrate",
  "weight decay": "Gewichtsabnahme",
  epochs: "Epochen",
  "batch size": "Batchgröße",
  sizes: "Schichtgrößen",
  activation: "Aktivierung",
  initializer: "Initialisierung",
  optimizer: "Optimierer",
  schedule: "Lernratenplan",
  clip: "Gradientenbegrenzung",
  "label smoothing": "Label-Glättung",
  patience: "Geduld",
  "init std": "Std. der Gewichte",
  "final training loss": "Trainingsverlust am Ende",
  "median final test loss": "Testverlust am Ende (Median)",
  "median final training loss": "Trainingsverlust am Ende (Median)",
  "{measure} by {settings} on {data}": "{measure} nach {settings}, {data}",
  "The lowest loss, {loss}, is at {settings}": "Der kleinste Verlust, {loss}, liegt bei {settings}",
  "the last colour: {value} and more": "letzte Farbe: {value} und mehr",
  lowest: "niedrigster",
  "Learning-rate range test on {data}": "Bereichstest der Lernrate, {data}",
  "A learning rate of {rate} is suggested": "Vorgeschlagen wird eine Lernrate von {rate}",
  "No learning rate lowers the loss": "Keine Lernrate senkt den Verlust",
  // Range tests and sweeps.
  "loss of a batch": "Verlust eines Batches",
  smoothed: "geglättet",
  "steepest fall": "steilster Abfall",
  "suggested rate": "vorgeschlagene Rate",
  "{measure} by {names} on {data}": "{measure} nach {names}, {data}",
  "{one} and {other}": "{one} und {other}",
  l1: "L1",
  "min delta": "Mindeständerung",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "Identität",
};
