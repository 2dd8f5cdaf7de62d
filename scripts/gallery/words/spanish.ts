/** The words of the gallery in Spanish. */

import type { PageTable } from "./english.ts";

/** By the English text. */
export const spanish: PageTable = {
  "Neural Lab: how small networks learn": "Neural Lab: cómo aprenden las redes pequeñas",
  "Skip to the experiments": "Ir a los experimentos",
  Experiments: "Experimentos",
  "Made by": "Creado con",
  Takeaways: "Conclusiones",
  Figure: "Figura",
  Figures: "Figuras",
  Numbers: "Números",
  Settings: "Ajustes",
  "Figure {n}": "Figura {n}",
  "Table {n}: losses of the last epoch, and accuracies of the trained networks":
    "Tabla {n}: pérdidas de la última época y exactitudes de las redes entrenadas",
  "Table {n}: what was measured": "Tabla {n}: mediciones",
  "Table {n}: what was measured, part {part} of {parts}":
    "Tabla {n}: mediciones, parte {part} de {parts}",
  "Hold still, at the last epoch": "Detener, en la última época",
  "scrolls sideways": "se desplaza hacia los lados",
  run: "ejecución",
  "train loss": "pérdida de entrenamiento",
  "test loss": "pérdida de prueba",
  "train accuracy": "exactitud de entrenamiento",
  "test accuracy": "exactitud de prueba",
  "test acc. %": "exactitud de prueba en %",
  status: "estado",
  ok: "terminado",
  "diverged in epoch {n}": "divergió en la época {n}",
  "stopped after epoch {n}": "detenido tras la época {n}",
  layers: "capas",
  points: "puntos",
  noise: "ruido",
  factor: "factor",
  seed: "semilla",
  device: "dispositivo",
  "{n}, {share} of them held out for the test": "{n}, de ellos {share} reservados para la prueba",
  parameter: "parámetro",
  "max. absolute error": "error absoluto máximo",
  "max. relative error": "error relativo máximo",
  "float64 against differences": "float64 frente a diferencias",
  "device against float64": "dispositivo frente a float64",
  passed: "aprobado",
  yes: "sí",
  NO: "NO",
  "layer 1 weight": "pesos de la capa 1",
  "layer 1 bias": "sesgos de la capa 1",
  "layer 2 weight": "pesos de la capa 2",
  "layer 2 bias": "sesgos de la capa 2",
  meanSquaredError: "error cuadrático",
  crossEntropy: "entropía cruzada",
  seeds: "semillas",
  "lower quartile": "cuartil inferior",
  "upper quartile": "cuartil superior",
  activations: "activaciones",
  initialization: "inicialización",
  depth: "profundidad",
  optimizers: "optimizadores",
  gradcheck: "comprobación del gradiente",
  compare: "comparación",
  "sigmoid, tanh and relu in a network of one hidden layer":
    "sigmoide, tanh y ReLU en una red de una capa oculta",
  "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network":
    "pesos iniciales de He, diminutos (0,001) y grandes (1) en una red ReLU profunda",
  "no hidden layer, one and two; then one hidden layer of 2 to 128 units":
    "sin capa oculta, con una y con dos; luego una capa oculta de 2 a 128 unidades",
  "SGD, momentum and Adam; then SGD at learning rates from careful to absurd":
    "SGD, momentum y Adam; luego SGD con tasas de aprendizaje de prudentes a absurdas",
  "backpropagation against finite differences, in float64 and on the device":
    "retropropagación frente a diferencias finitas, en float64 y en el dispositivo",
  "4 networks on 5 datasets": "4 redes en 5 conjuntos de datos",
  // The inside of networks.
  "Inside the network": "Dentro de la red",
  functions: "funciones",
  "activation functions and their derivatives": "las funciones de activación y sus derivadas",
  dynamics: "dinámica",
  "gradients and saturation in deep networks, layer by layer":
    "gradientes y saturación en redes profundas, capa por capa",
  units: "unidades",
  "a trained network from inside, unit by unit":
    "una red entrenada vista por dentro, unidad por unidad",
  folding: "plegado del plano",
  "the plane as the layers of a network bend it":
    "el plano tal como lo deforman las capas de una red",
  landscape: "paisaje de la pérdida",
  "the loss around a network, and the paths of optimizers over it":
    "la pérdida alrededor de una red y los recorridos de los optimizadores",
  sharpness: "curvatura máxima",
  "the largest eigenvalue of the Hessian along full-batch gradient descent":
    "el mayor valor propio de la hessiana a lo largo del descenso de gradiente con todos los datos",
  mistakes: "errores",
  "what a network gets wrong, and how certain it is":
    "lo que una red clasifica mal, y con cuánta certeza",
  capacity: "capacidad",
  "losses over widths, numbers of samples and epochs":
    "pérdidas según la anchura, el número de puntos y las épocas",
  "derivative up to": "derivada hasta",
  "gradient shrinks a layer by": "factor de reducción del gradiente por capa",
  samples: "puntos",
  constant: "constantes",
  "for 90%": "para el 90 %",
  number: "número",
  "feature 1": "variable 1",
  "feature 2": "variable 2",
};
