/** The words of the lab's own figures in Italian. */

import type { OwnTranslations } from "./english.ts";

/** The translations. */
export const italian: OwnTranslations = {
  // Axes and legends.
  "mean squared error of {name}": "errore quadratico medio di {name}",
  "mean squared error of {name}, scaled": "errore quadratico medio di {name}, scalato",
  "principal component {n}": "componente principale {n}",
  // Notes.
  "test R² {score}": "R² di test {score}",
  "test data, {share} right": "dati di test, {share} giusti",
  "first two principal components, {share} of the variance":
    "prime due componenti principali, {share} della varianza",
  "{name} at its mean": "{name} alla sua media",
  "{n} other features at their mean": "{n} altre variabili alla loro media",
  // Descriptions.
  "Moves through {n} epochs, from {first} to {last}.": "Percorre {n} epoche, da {first} a {last}.",
  // Names of data and runs.
  logistic: "logistica",
  "{n} hidden layer|{n} hidden layers": "{n} strato nascosto|{n} strati nascosti",
  "{n} unit|{n} units": "{n} unità|{n} unità",
  "small weights": "pesi piccoli",
  "large weights": "pesi grandi",
  // Several seeds.
  "seed {seed}": "seme {seed}",
  "final test loss": "perdita di test finale",
  "test accuracy": "accuratezza di test",
  "test R²": "R² di test",
  "{n} seed|{n} seeds": "{n} seme|{n} semi",
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
  // The command mistakes.
  "{actual} is most often taken for {predicted}: {n} of {total}":
    "{actual} è scambiato più spesso per {predicted}: {n} su {total}",
  "All {total} test points are classified correctly":
    "Tutti i {total} punti di test sono classificati correttamente",
  "{run} on {data}: the most certain mistakes": "{run}, {data}: gli errori più sicuri",
  "{wrong} of {total} test points are wrong, the most certain one at {share}":
    "{wrong} punti di test su {total} sono errati, il più sicuro con {share}",
  "{run} on {data}: calibration": "{run}, {data}: calibrazione",
  "On average the network is {confidence} certain and {accuracy} right":
    "In media la rete è sicura al {confidence} e corretta al {accuracy}",
  "ECE {value}": "ECE {value}",
  "Brier score {value}": "punteggio di Brier {value}",
  // The command capacity.
  "hidden units": "unità nascoste",
  "training samples": "punti di addestramento",
  "final loss": "perdita finale",
  "lowest test loss": "perdita di test minima",
  "stop here: epoch {n}": "fermarsi qui: epoca {n}",
  "{n} training sample|{n} training samples":
    "{n} punto di addestramento|{n} punti di addestramento",
  "{n} hidden unit|{n} hidden units": "{n} unità nascosta|{n} unità nascoste",
  "Width, samples and epochs on {data}": "Larghezza, punti ed epoche, {data}",
  "The test loss rises from {low} with {best} to {high} with {most}":
    "La perdita di test sale da {low} con {best} a {high} con {most}",
  "The test loss is lowest with the widest network: {low} with {most}":
    "La perdita di test è minima con la rete più larga: {low} con {most}",
  // The command dynamics.
  "gradient norm": "norma del gradiente",
  "no gradient, or diverged": "nessun gradiente, o divergenza",
  "saturated share": "quota satura",
  "{share} of the units dead": "{share} delle unità morte",
  "Gradients by layer on {data}, after the last epoch":
    "Gradienti per strato su {data}, dopo l’ultima epoca",
  "Gradients by layer and epoch on {data}, {layers}":
    "Gradienti per strato ed epoca su {data}, {layers}",
  "Saturation by layer and epoch on {data}, {layers}":
    "Saturazione per strato ed epoca su {data}, {layers}",
  "{name}: each layer shrinks the gradient {factor} times":
    "{name}: ogni strato divide il gradiente per {factor}",
  "{name}: each layer enlarges the gradient {factor} times":
    "{name}: ogni strato moltiplica il gradiente per {factor}",
  "Most saturated in the end: {name}, {share}": "Il più saturo alla fine: {name}, {share}",
  // The command functions.
  "largest derivative": "derivata massima",
  "pre-activation": "preattivazione",
  "derivative up to {value}": "derivata fino a {value}",
  "Activation functions and their derivatives": "Funzioni di attivazione e loro derivate",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} lascia passare al massimo {share} di un gradiente, meno di tutte",
  // The command sharpness.
  "sharpness": "curvatura massima",
  "Sharpness along gradient descent on {data}":
    "Curvatura massima nella discesa del gradiente, {data}",
  "The sharpness stays below 2/η: {share} of it at most":
    "La curvatura massima resta sotto 2/η: al più {share}",
  "The sharpness exceeds 2/η, and the training diverges":
    "La curvatura massima supera 2/η e l'addestramento diverge",
  "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps":
    "La curvatura massima raggiunge 2/η dopo {n} passo|La curvatura massima raggiunge 2/η dopo {n} passi",
  "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps":
    "{name}: la curvatura massima raggiunge 2/η dopo {n} passo|{name}: la curvatura massima raggiunge 2/η dopo {n} passi",
  // The command landscape.
  "direction {n}": "direzione {n}",
  "Loss around the trained network on {data}": "Perdita attorno alla rete addestrata, {data}",
  "Paths of optimizers over the loss on {data}":
    "Percorsi degli ottimizzatori sulla perdita, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Attorno alla rete la perdita sale da {low} a {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "La perdita non è minima nella rete: {low} lì, {high} attorno",
  // Units and folding.
  "unit {n}": "unità {n}",
  "{run} on {data}: each unit as a map": "{run} su {data}: ogni unità come mappa",
  "{run} on {data}: where the units of the first layer switch":
    "{run} su {data}: dove commutano le unità del primo strato",
  "the most important units at the top": "le unità più importanti in alto",
  "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance":
    "{n} unità nascosta su {total} ha {share} dell’importanza|{n} unità nascoste su {total} hanno {share} dell’importanza",
  "{n} of {total} lines crosses the data|{n} of {total} lines cross the data":
    "{n} retta su {total} attraversa i dati|{n} rette su {total} attraversano i dati",
  "no hidden layer, so no kinks": "nessuno strato nascosto, quindi nessuna piega",
  "{run} on {data}: the plane, layer by layer": "{run} su {data}: il piano, strato per strato",
  "A straight line separates {share} after the hidden layers, {other} before":
    "Una retta separa {share} dopo gli strati nascosti, {other} prima",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  "Trainability over two learning rates on {data}":
    "Addestrabilità secondo due tassi di apprendimento, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "Il {share} delle reti impara; confine di dimensione {dimension}",
  "{share} of the networks train": "Il {share} delle reti impara",
  "learning rate": "tasso di apprendimento",
  "weight decay": "decadimento dei pesi",
  "batch size": "dimensione del batch",
  clip: "limite del gradiente",
  "label smoothing": "smussamento delle etichette",
  "init std": "deviazione dei pesi",
  "final training loss": "perdita di addestramento finale",
  "median final test loss": "mediana della perdita di test finale",
  "median final training loss": "mediana della perdita di addestramento finale",
  "{measure} by {settings} on {data}": "{measure} secondo {settings}, {data}",
  "The lowest loss, {loss}, is at {settings}": "La perdita più bassa, {loss}, è con {settings}",
  "the last colour: {value} and more": "ultimo colore: {value} e oltre",
  lowest: "la più bassa",
  "Learning-rate range test on {data}": "Test di intervallo del tasso di apprendimento, {data}",
  "A learning rate of {rate} is suggested": "Si suggerisce un tasso di apprendimento di {rate}",
  "No learning rate lowers the loss": "Nessun tasso di apprendimento riduce la perdita",
  "loss of a batch": "perdita di un batch",
  smoothed: "smussata",
  "steepest fall": "discesa più ripida",
  "suggested rate": "tasso suggerito",
  // Range tests and sweeps.
  "min delta": "variazione minima",
};
