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
  "mean squared error of {name}": "errore quadratico medio di {name}",
  "mean squared error of {name}, scaled": "errore quadratico medio di {name}, scalato",
  "principal component {n}": "componente principale {n}",
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
  "test R² {score}": "R² di test {score}",
  "test data, {share} right": "dati di test, {share} giusti",
  "first two principal components, {share} of the variance":
    "prime due componenti principali, {share} della varianza",
  "{name} at its mean": "{name} alla sua media",
  "{n} other features at their mean": "{n} altre variabili alla loro media",
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
  "Moves through {n} epochs, from {first} to {last}.": "Percorre {n} epoche, da {first} a {last}.",
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
  logistic: "logistica",
  "{n} hidden layer|{n} hidden layers": "{n} strato nascosto|{n} strati nascosti",
  "{n} unit|{n} units": "{n} unità|{n} unità",
  "small weights": "pesi piccoli",
  "large weights": "pesi grandi",
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "seed {seed}": "seme {seed}",
  "final test loss": "perdita di test finale",
  "test accuracy": "accuratezza di test",
  "test R²": "R² di test",
  "{n} seed|{n} seeds": "{n} seme|{n} semi",
  "{y}: {names}.": "{y}: {names}.",
  "Lower test loss with {best} than {other}, beyond the spread of {n} seeds":
    "Perdita di test più bassa con {best} che con {other}, oltre la dispersione di {n} semi",
  "{best} and {other} differ by no more than the spread of {n} seeds":
    "{best} e {other} non differiscono più della dispersione di {n} semi",
  "The test loss ends at {loss} in the median, quartiles {low} to {high}":
    "La perdita di test finisce a {loss} in mediana, quartili da {low} a {high}",
  "Trained networks on every dataset": "Reti addestrate su ogni insieme di dati",
  // Topics of the experiments.
  "{run} on {data}": "{run}, {data}",
  "Activations on {data}": "Attivazioni, {data}",
  "Initial weights on {data}": "Pesi iniziali, {data}",
  "Depth on {data}": "Profondità, {data}",
  "Width of one hidden layer on {data}": "Larghezza di uno strato nascosto, {data}",
  "Optimizers on {data}": "Ottimizzatori, {data}",
  "Learning rates on {data}": "Tassi di apprendimento, {data}",
  "Finite differences against backpropagation": "Differenze finite e retropropagazione",
  "Test accuracy of each network": "Accuratezza di test di ogni rete",
  "{run} on {data}: which classes are taken for which":
    "{run}, {data}: quali classi sono scambiate per quali",
  // Animations.
  "train loss": "perdita di addestramento",
  "test loss": "perdita di test",
  "training loss": "perdita di addestramento",
  "before training": "prima dell’addestramento",
  "epoch {n} of {epochs}": "epoca {n} di {epochs}",
  // The gradient check.
  "step size ε of the differences": "passo ε delle differenze",
  "largest error of the gradient": "errore massimo del gradiente",
  // Findings.
  "{n} epoch|{n} epochs": "{n} epoca|{n} epoche",
  "{best} reaches a loss of {loss} after {fast}, {worst} after {slow}":
    "{best} raggiunge una perdita di {loss} dopo {fast}, {worst} dopo {slow}",
  "{share} of the test points right with {best}, {other} with {worst}":
    "{share} dei punti di test giusti ({best}) invece di {other} ({worst})",
  "All networks classify {share} of the test points correctly":
    "Tutte le reti classificano bene il {share} dei punti di test",
  "{share} of the test points are classified correctly":
    "Il {share} dei punti di test è classificato bene",
  "{name}: the loss stays at {loss}, as by guessing":
    "{name}: la perdita resta a {loss}, come a caso",
  "{name} ends with the lowest test loss, {loss}":
    "{name} finisce con la minore perdita di test, {loss}",
  "The test loss falls from {high} ({from}) to {low} ({to})":
    "La perdita di test scende da {high} ({from}) a {low} ({to})",
  "The simplest network has the lowest test loss: {name}, {loss}":
    "La rete più semplice ha la minore perdita di test: {name}, {loss}",
  "{best} ends lowest, at a loss of {loss}": "{best} finisce più in basso, a una perdita di {loss}",
  "{best} ends lowest, at a loss of {loss}; {lost} diverges":
    "{best} finisce più in basso, a una perdita di {loss}; {lost} diverge",
  "Every training diverges": "Tutti gli addestramenti divergono",
  "Backpropagation and finite differences agree to {n} decimals":
    "Retropropagazione e differenze finite concordano fino a {n} decimale|Retropropagazione e differenze finite concordano fino a {n} decimali",
  "Backpropagation and finite differences disagree by {value}":
    "Retropropagazione e differenze finite differiscono di {value}",
  "The training loss falls from {first} to {last} in {epochs}":
    "La perdita di addestramento scende da {first} a {last} in {epochs}",
  "The training loss does not fall: {first} at first, {last} at last":
    "La perdita di addestramento non scende: {first} all’inizio, {last} alla fine",
  "On average {best} classifies {share} correctly, {worst} {other}":
    "In media {best} classifica bene il {share}, {worst} il {other}",
  "Test R² {score} with {best}, {other} with {worst}":
    "R² di test {score} con {best}, {other} con {worst}",
  "All networks have a test R² of {score}": "Tutte le reti hanno un R² di test di {score}",
  "{name}: the loss stays at {loss}, that of the mean":
    "{name}: la perdita resta a {loss}, quella della media",
  // Range tests and sweeps.
  "learning rate": "tasso di apprendimento",
  "loss of a batch": "perdita di un batch",
  smoothed: "smussata",
  "steepest fall": "calo più ripido",
  "suggested rate": "tasso suggerito",
  "Learning-rate range test on {data}": "Ricerca del tasso di apprendimento, {data}",
  "A learning rate of {rate} is suggested": "È suggerito un tasso di apprendimento di {rate}",
  "final training loss": "perdita di addestramento finale",
  "median final test loss": "mediana della perdita di test finale",
  "median final training loss": "mediana della perdita di addestramento finale",
  "final loss": "perdita finale",
  "{measure} by {names} on {data}": "{measure} secondo {names}, {data}",
  "{one} and {other}": "{one} e {other}",
  "The lowest loss, {loss}, is at {settings}": "La perdita più bassa, {loss}, è a {settings}",
  "the last color: {value} and more": "ultimo colore: {value} e oltre",
  diverged: "divergente",
  "init std": "deviazione iniziale",
  "weight decay": "decadimento dei pesi",
  "batch size": "dimensione del batch",
  activation: "attivazione",
  initializer: "inizializzazione",
  optimizer: "ottimizzatore",
  sizes: "strati",
  epochs: "epoche",
  schedule: "programma del tasso",
  clip: "limite del gradiente",
  l1: "L1",
  "label smoothing": "smussamento delle etichette",
  patience: "pazienza",
  "min delta": "variazione minima",
  epsilon: "ε",
};
