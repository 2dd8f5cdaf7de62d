/** The words of figures in Italian. */

import type { Translations } from "./english.ts";

/** By the English text. */
export const italian: Translations = {
  // Axes and legends.
  epoch: "epoca",
  loss: "perdita",
  train: "addestramento",
  test: "test",
  data: "dati",
  "log scale": "scala log.",
  "{label} (log scale)": "{label} (scala log.)",
  "class {n}": "classe {n}",
  "decision boundary": "confine di decisione",
  probability: "probabilità",
  score: "punteggio",
  "probability of {name}": "probabilità di {name}",
  "no prediction": "nessuna predizione",
  wrong: "sbagliato",
  unnamed: "senza nome",
  "and {n} more": "e altri {n}",
  and: "e",
  Figure: "Figura",
  count: "numero",
  median: "mediana",
  quartiles: "quartili",
  value: "valore",
  target: "obiettivo",
  predicted: "predetto",
  actual: "reale",
  "right, share of a row": "giusto, quota della riga",
  "wrong, share of a row": "sbagliato, quota della riga",
  // Marks of curves.
  "no data": "nessun dato",
  "max {value}": "max {value}",
  "min {value}": "min {value}",
  "diverged, {place}": "divergenza, {place}",
  "guessing: ln {n}": "a caso: ln {n}",
  // Notes.
  "test accuracy {share}": "accuratezza di test {share}",
  "test: {wrong} of {total} wrong": "test: {wrong} errori su {total}",
  "the model gives no numbers": "il modello non dà numeri",
  "one class, nothing to separate": "una classe, nulla da separare",
  "gray: no numbers": "grigio: nessun numero",
  "undecided everywhere": "indeciso ovunque",
  "{name} everywhere, {measure} {value}": "{name} ovunque, {measure} {value}",
  "no points": "nessun punto",
  "all points are in one place": "tutti i punti sono nello stesso posto",
  "all points are of {name}": "tutti i punti sono di {name}",
  "{shown} of {total} points shown": "{shown} punti mostrati su {total}",
  "axes of different scales": "assi di scale diverse",
  "{n} classes share {colors} colors": "{n} classi condividono {colors} colori",
  "runs and classes share colors": "esecuzioni e classi condividono colori",
  // Descriptions.
  Values: "Valori",
  "{y} against {x}: {names}.": "{y} rispetto a {x}: {names}.",
  "{n} run|{n} runs": "{n} esecuzione|{n} esecuzioni",
  "{n} class|{n} classes": "{n} classe|{n} classi",
  "Which of {names} a model finds likeliest over the plane.":
    "Quale tra {names} un modello ritiene più probabile nel piano.",
  "Which of {names} a model finds likeliest over the plane, with the points.":
    "Quale tra {names} un modello ritiene più probabile nel piano, con i punti.",
  "Which of {names} a model gives the highest score over the plane.":
    "A quale tra {names} un modello dà il punteggio più alto nel piano.",
  "Which of {names} a model gives the highest score over the plane, with the points.":
    "A quale tra {names} un modello dà il punteggio più alto nel piano, con i punti.",
  "{y} against {x}: {names}, with the points.": "{y} rispetto a {x}: {names}, con i punti.",
  "Predicted {name} over the plane, from {low} to {high}.":
    "Predizione di {name} nel piano, da {low} a {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.":
    "Predizione di {name} nel piano, da {low} a {high}, con i punti.",
  "Predicted classes of {names}: {right} of {total} right.":
    "Classi predette di {names}: {right} giuste su {total}.",
  // Provenance.
  "Made by: {command}.": "Fatto con: {command}.",
  "Seed: {seed}.": "Seme: {seed}.",
  "Data: {data}.": "Dati: {data}.",
  "Device: {name} ({kind}).": "Dispositivo: {name} ({kind}).",
  "Versions: {versions}.": "Versioni: {versions}.",
  "{n} sample|{n} samples": "{n} punto|{n} punti",
  "noise {value}": "rumore {value}",
  "factor {value}": "fattore {value}",
  "test size {value}": "quota di test {value}",
  "WebAssembly SIMD kernels": "nuclei WebAssembly SIMD",
  "plain kernels, as WebAssembly is off": "nuclei semplici, perché WebAssembly è disattivato",
  // Names of data and runs.
  moons: "lune",
  circles: "cerchi",
  blobs: "nuvole di punti",
  spiral: "spirale",
  xor: "XOR",
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "{y}: {names}.": "{y}: {names}.",
  // The command mistakes.
  confidence: "confidenza",
  accuracy: "accuratezza",
  right: "corretto",
  "accuracy, with the number of points": "accuratezza, con il numero di punti",
  "gap to the diagonal": "distanza dalla diagonale",
  "perfect calibration": "calibrazione perfetta",
  "{n} interval|{n} intervals": "{n} intervallo|{n} intervalli",
  // The command dynamics.
  "layer": "strato",
  // The command functions.
  "function": "funzione",
  "derivative": "derivata",
  "saturated": "satura",
  // The command sharpness.
  "step": "passo",
  // The command landscape.
  "start": "inizio",
  "diverged": "divergenza",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} su un piano di parametri, da {low} a {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} su un piano di parametri, da {low} a {high}: {names}.",
  // Units and folding.
  "inputs": "ingressi",
  "outputs": "uscite",
  "layer {n}": "strato {n}",
  "positive weights, up to {value}": "pesi positivi, fino a {value}",
  "negative, down to {value}": "negativi, fino a {value}",
  "activation by layer": "attivazione per strato",
  "{shown} of {total} units shown": "{shown} unità mostrate su {total}",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Una rete di {sizes} unità: una mappa di ogni unità, e i pesi come linee.",
  "pre-activation 0, ticks: positive side": "pre-attivazione 0, trattini: lato positivo",
  "grid of the inputs": "griglia degli ingressi",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "converge",
  fast: "veloce",
  slow: "lento",
  "input learning rate, log10": "tasso di ingresso, log10",
  "output learning rate, log10": "tasso di uscita, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} rispetto a {x}: il {share} degli addestramenti converge.",
  epochs: "epoche",
  sizes: "dimensioni degli strati",
  activation: "attivazione",
  initializer: "inizializzazione",
  optimizer: "ottimizzatore",
  schedule: "pianificazione",
  patience: "pazienza",
  // Range tests and sweeps.
  l1: "L1",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "identità",
};
