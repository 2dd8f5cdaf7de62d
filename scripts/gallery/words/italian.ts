/** The words of the gallery in Italian. */

import type { PageTable } from "./english.ts";

/** By the English text. */
export const italian: PageTable = {
  "Neural Lab: how small networks learn": "Neural Lab: come imparano le piccole reti",
  "Skip to the experiments": "Vai agli esperimenti",
  Experiments: "Esperimenti",
  "Made by": "Creato con",
  Takeaways: "Conclusioni",
  Figure: "Figura",
  Figures: "Figure",
  Numbers: "Numeri",
  Settings: "Impostazioni",
  "Figure {n}": "Figura {n}",
  "Table {n}: losses of the last epoch, and accuracies of the trained networks":
    "Tabella {n}: perdite dell'ultima epoca e accuratezze delle reti addestrate",
  "Table {n}: what was measured": "Tabella {n}: misure",
  "Table {n}: what was measured, part {part} of {parts}":
    "Tabella {n}: misure, parte {part} di {parts}",
  "Hold still, at the last epoch": "Ferma, all'ultima epoca",
  "scrolls sideways": "scorre di lato",
  run: "prova",
  "train loss": "perdita di addestramento",
  "test loss": "perdita di test",
  "train accuracy": "accuratezza di addestramento",
  "test accuracy": "accuratezza di test",
  "test acc. %": "accuratezza di test in %",
  status: "stato",
  ok: "finito",
  "diverged in epoch {n}": "divergente all'epoca {n}",
  "stopped after epoch {n}": "fermato dopo l'epoca {n}",
  layers: "strati",
  points: "punti",
  noise: "rumore",
  factor: "fattore",
  seed: "seme",
  device: "dispositivo",
  "{n}, {share} of them held out for the test": "{n}, di cui {share} riservati al test",
  parameter: "parametro",
  "max. absolute error": "errore assoluto massimo",
  "max. relative error": "errore relativo massimo",
  "float64 against differences": "float64 contro differenze",
  "device against float64": "dispositivo contro float64",
  passed: "superato",
  yes: "sì",
  NO: "NO",
  "layer 1 weight": "pesi dello strato 1",
  "layer 1 bias": "bias dello strato 1",
  "layer 2 weight": "pesi dello strato 2",
  "layer 2 bias": "bias dello strato 2",
  meanSquaredError: "errore quadratico",
  crossEntropy: "entropia incrociata",
  seeds: "semi",
  "lower quartile": "quartile inferiore",
  "upper quartile": "quartile superiore",
  activations: "attivazioni",
  initialization: "inizializzazione",
  depth: "profondità",
  optimizers: "ottimizzatori",
  gradcheck: "controllo del gradiente",
  compare: "confronto",
  "sigmoid, tanh and relu in a network of one hidden layer":
    "sigmoide, tanh e ReLU in una rete con uno strato nascosto",
  "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network":
    "pesi iniziali di He, minuscoli (0,001) e grandi (1) in una rete ReLU profonda",
  "no hidden layer, one and two; then one hidden layer of 2 to 128 units":
    "senza strato nascosto, con uno e con due; poi uno strato nascosto da 2 a 128 unità",
  "SGD, momentum and Adam; then SGD at learning rates from careful to absurd":
    "SGD, momentum e Adam; poi SGD con tassi di apprendimento da prudenti ad assurdi",
  "backpropagation against finite differences, in float64 and on the device":
    "retropropagazione contro differenze finite, in float64 e sul dispositivo",
  "4 networks on 5 datasets": "4 reti su 5 insiemi di dati",
  // The inside of networks.
  "Inside the network": "Dentro la rete",
  functions: "funzioni",
  "activation functions and their derivatives": "le funzioni di attivazione e le loro derivate",
  dynamics: "dinamica",
  "gradients and saturation in deep networks, layer by layer":
    "gradienti e saturazione in reti profonde, strato per strato",
  units: "unità",
  "a trained network from inside, unit by unit":
    "una rete addestrata vista da dentro, unità per unità",
  folding: "piegatura del piano",
  "the plane as the layers of a network bend it":
    "il piano come lo deformano gli strati di una rete",
  landscape: "paesaggio della perdita",
  "the loss around a network, and the paths of optimizers over it":
    "la perdita attorno a una rete e i percorsi degli ottimizzatori",
  sharpness: "curvatura massima",
  "the largest eigenvalue of the Hessian along full-batch gradient descent":
    "il massimo autovalore dell'hessiana lungo la discesa del gradiente su tutti i dati",
  mistakes: "errori",
  "what a network gets wrong, and how certain it is":
    "che cosa una rete sbaglia, e con quanta certezza",
  capacity: "capacità",
  "losses over widths, numbers of samples and epochs":
    "perdite secondo larghezza, numero di punti ed epoche",
  "derivative up to": "derivata fino a",
  "gradient shrinks a layer by": "fattore di riduzione del gradiente per strato",
  samples: "punti",
  constant: "costanti",
  "for 90%": "per il 90%",
  number: "numero",
  "feature 1": "variabile 1",
  "feature 2": "variabile 2",
};
