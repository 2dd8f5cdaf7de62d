/** The words of the lab's own figures in German. */

import type { OwnTranslations } from "./english.ts";

/** The translations. */
export const german: OwnTranslations = {
  // Axes and legends.
  "mean squared error of {name}": "quadratischer Fehler: {name}",
  "mean squared error of {name}, scaled": "quadratischer Fehler: {name}, skaliert",
  "principal component {n}": "Hauptkomponente {n}",
  // Notes.
  "test R² {score}": "R² auf Testdaten {score}",
  "test data, {share} right": "Testdaten, {share} richtig",
  "first two principal components, {share} of the variance":
    "erste zwei Hauptkomponenten, {share} der Varianz",
  "{name} at its mean": "{name} im Mittel",
  "{n} other features at their mean": "{n} andere Merkmale im Mittel",
  // Descriptions.
  "Moves through {n} epochs, from {first} to {last}.":
    "Bewegt sich durch {n} Epochen, von {first} bis {last}.",
  // Names of data and runs.
  logistic: "logistisch",
  "{n} hidden layer|{n} hidden layers": "{n} verdeckte Schicht|{n} verdeckte Schichten",
  "{n} unit|{n} units": "{n} Einheit|{n} Einheiten",
  "small weights": "kleine Gewichte",
  "large weights": "große Gewichte",
  // Several seeds.
  "seed {seed}": "Seed {seed}",
  "final test loss": "Testverlust am Ende",
  "test accuracy": "Testgenauigkeit",
  "test R²": "Test-R²",
  "{n} seed|{n} seeds": "{n} Seed|{n} Seeds",
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
  "largest derivative": "größte Ableitung",
  "pre-activation": "Präaktivierung",
  "derivative up to {value}": "Ableitung bis {value}",
  "Activation functions and their derivatives": "Aktivierungsfunktionen und ihre Ableitungen",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} lässt höchstens {share} eines Gradienten durch, am wenigsten von allen",
  // The command sharpness.
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
  "direction {n}": "Richtung {n}",
  "Loss around the trained network on {data}": "Verlust um das trainierte Netz, {data}",
  "Paths of optimizers over the loss on {data}": "Wege der Optimierer über dem Verlust, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Um das Netz steigt der Verlust von {low} auf {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "Der Verlust ist beim Netz nicht am kleinsten: dort {low}, darum herum {high}",
  // Units and folding.
  "unit {n}": "Einheit {n}",
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
  "Trainability over two learning rates on {data}": "Trainierbarkeit über zwei Lernraten, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "{share} der Netze lernen; Grenze der Dimension {dimension}",
  "{share} of the networks train": "{share} der Netze lernen",
  "learning rate": "Lernrate",
  "weight decay": "Gewichtsabnahme",
  "batch size": "Batchgröße",
  clip: "Gradientenbegrenzung",
  "label smoothing": "Label-Glättung",
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
  "min delta": "Mindeständerung",
};
