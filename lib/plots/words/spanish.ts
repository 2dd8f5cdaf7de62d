/** The words of figures in Spanish. */

import type { Translations } from "./english.ts";

/** By the English text. */
export const spanish: Translations = {
  // Axes and legends.
  epoch: "época",
  loss: "pérdida",
  train: "entrenamiento",
  test: "prueba",
  data: "datos",
  "log scale": "escala log.",
  "{label} (log scale)": "{label} (escala log.)",
  "class {n}": "clase {n}",
  "decision boundary": "frontera de decisión",
  probability: "probabilidad",
  score: "puntuación",
  "probability of {name}": "probabilidad de {name}",
  "no prediction": "sin predicción",
  wrong: "mal",
  unnamed: "sin nombre",
  "and {n} more": "y {n} más",
  and: "y",
  Figure: "Figura",
  count: "cantidad",
  median: "mediana",
  quartiles: "cuartiles",
  value: "valor",
  target: "objetivo",
  predicted: "predicho",
  actual: "real",
  "right, share of a row": "bien, parte de la fila",
  "wrong, share of a row": "mal, parte de la fila",
  "mean squared error of {name}": "error cuadrático medio de {name}",
  "mean squared error of {name}, scaled": "error cuadrático medio de {name}, escalado",
  "principal component {n}": "componente principal {n}",
  // Marks of curves.
  "no data": "sin datos",
  "max {value}": "máx. {value}",
  "min {value}": "mín. {value}",
  "diverged, {place}": "divergió, {place}",
  "guessing: ln {n}": "al azar: ln {n}",
  // Notes.
  "test accuracy {share}": "exactitud de prueba {share}",
  "test: {wrong} of {total} wrong": "prueba: {wrong} de {total} mal",
  "the model gives no numbers": "el modelo no da números",
  "one class, nothing to separate": "una clase, nada que separar",
  "gray: no numbers": "gris: sin números",
  "undecided everywhere": "indeciso en todas partes",
  "{name} everywhere, {measure} {value}": "{name} en todas partes, {measure} {value}",
  "no points": "sin puntos",
  "all points are in one place": "todos los puntos están en un lugar",
  "all points are of {name}": "todos los puntos son de {name}",
  "{shown} of {total} points shown": "se muestran {shown} de {total} puntos",
  "axes of different scales": "ejes de escalas distintas",
  "{n} classes share {colors} colors": "{n} clases comparten {colors} colores",
  "runs and classes share colors": "ejecuciones y clases comparten colores",
  "test R² {score}": "R² de prueba {score}",
  "test data, {share} right": "datos de prueba, {share} bien",
  "first two principal components, {share} of the variance":
    "dos primeras componentes principales, {share} de la varianza",
  "{name} at its mean": "{name} en su media",
  "{n} other features at their mean": "{n} otras variables en su media",
  // Descriptions.
  Values: "Valores",
  "{y} against {x}: {names}.": "{y} según {x}: {names}.",
  "{n} run|{n} runs": "{n} ejecución|{n} ejecuciones",
  "{n} class|{n} classes": "{n} clase|{n} clases",
  "Which of {names} a model finds likeliest over the plane.":
    "Qué de {names} le parece más probable a un modelo en el plano.",
  "Which of {names} a model finds likeliest over the plane, with the points.":
    "Qué de {names} le parece más probable a un modelo en el plano, con los puntos.",
  "Which of {names} a model gives the highest score over the plane.":
    "A qué de {names} da un modelo la puntuación más alta en el plano.",
  "Which of {names} a model gives the highest score over the plane, with the points.":
    "A qué de {names} da un modelo la puntuación más alta en el plano, con los puntos.",
  "Moves through {n} epochs, from {first} to {last}.": "Recorre {n} épocas, de {first} a {last}.",
  "{y} against {x}: {names}, with the points.": "{y} según {x}: {names}, con los puntos.",
  "Predicted {name} over the plane, from {low} to {high}.":
    "Predicción de {name} en el plano, de {low} a {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.":
    "Predicción de {name} en el plano, de {low} a {high}, con los puntos.",
  "Predicted classes of {names}: {right} of {total} right.":
    "Clases predichas de {names}: {right} de {total} bien.",
  // Provenance.
  "Made by: {command}.": "Hecho con: {command}.",
  "Seed: {seed}.": "Semilla: {seed}.",
  "Data: {data}.": "Datos: {data}.",
  "Device: {name} ({kind}).": "Dispositivo: {name} ({kind}).",
  "Versions: {versions}.": "Versiones: {versions}.",
  "{n} sample|{n} samples": "{n} punto|{n} puntos",
  "noise {value}": "ruido {value}",
  "factor {value}": "factor {value}",
  "test size {value}": "parte de prueba {value}",
  "WebAssembly SIMD kernels": "núcleos WebAssembly SIMD",
  "plain kernels, as WebAssembly is off": "núcleos simples, porque WebAssembly está desactivado",
  // Names of data and runs.
  moons: "lunas",
  circles: "círculos",
  blobs: "nubes de puntos",
  spiral: "espiral",
  xor: "XOR",
  logistic: "logística",
  "{n} hidden layer|{n} hidden layers": "{n} capa oculta|{n} capas ocultas",
  "{n} unit|{n} units": "{n} unidad|{n} unidades",
  "small weights": "pesos pequeños",
  "large weights": "pesos grandes",
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "seed {seed}": "semilla {seed}",
  "final test loss": "pérdida de prueba final",
  "test accuracy": "exactitud de prueba",
  "test R²": "R² de prueba",
  "{n} seed|{n} seeds": "{n} semilla|{n} semillas",
  "{y}: {names}.": "{y}: {names}.",
  "Lower test loss with {best} than {other}, beyond the spread of {n} seeds":
    "Menor pérdida de prueba con {best} que con {other}, más allá de la dispersión de {n} semillas",
  "{best} and {other} differ by no more than the spread of {n} seeds":
    "{best} y {other} no difieren más que la dispersión de {n} semillas",
  "The test loss ends at {loss} in the median, quartiles {low} to {high}":
    "La pérdida de prueba termina en {loss} de mediana, cuartiles {low} a {high}",
  "Trained networks on every dataset": "Redes entrenadas con cada conjunto de datos",
  // Topics of the experiments.
  "{run} on {data}": "{run}, {data}",
  "Activations on {data}": "Activaciones, {data}",
  "Initial weights on {data}": "Pesos iniciales, {data}",
  "Depth on {data}": "Profundidad, {data}",
  "Width of one hidden layer on {data}": "Anchura de una capa oculta, {data}",
  "Optimizers on {data}": "Optimizadores, {data}",
  "Learning rates on {data}": "Tasas de aprendizaje, {data}",
  "Finite differences against backpropagation": "Diferencias finitas y retropropagación",
  "Test accuracy of each network": "Exactitud de prueba de cada red",
  "{run} on {data}: which classes are taken for which":
    "{run}, {data}: qué clases se toman por cuáles",
  // Animations.
  "train loss": "pérdida de entrenamiento",
  "test loss": "pérdida de prueba",
  "training loss": "pérdida de entrenamiento",
  "before training": "antes del entrenamiento",
  "epoch {n} of {epochs}": "época {n} de {epochs}",
  // The gradient check.
  "step size ε of the differences": "paso ε de las diferencias",
  "largest error of the gradient": "mayor error del gradiente",
  // Findings.
  "{n} epoch|{n} epochs": "{n} época|{n} épocas",
  "{best} reaches a loss of {loss} after {fast}, {worst} after {slow}":
    "{best} alcanza una pérdida de {loss} tras {fast}, {worst} tras {slow}",
  "{share} of the test points right with {best}, {other} with {worst}":
    "{share} de los puntos de prueba bien ({best}) en vez de {other} ({worst})",
  "All networks classify {share} of the test points correctly":
    "Todas las redes clasifican bien el {share} de los puntos de prueba",
  "{share} of the test points are classified correctly":
    "El {share} de los puntos de prueba está bien clasificado",
  "{name}: the loss stays at {loss}, as by guessing":
    "{name}: la pérdida se queda en {loss}, como al azar",
  "{name} ends with the lowest test loss, {loss}":
    "{name} termina con la menor pérdida de prueba, {loss}",
  "The test loss falls from {high} ({from}) to {low} ({to})":
    "La pérdida de prueba baja de {high} ({from}) a {low} ({to})",
  "The simplest network has the lowest test loss: {name}, {loss}":
    "La red más simple tiene la menor pérdida de prueba: {name}, {loss}",
  "{best} ends lowest, at a loss of {loss}": "{best} termina más abajo, con una pérdida de {loss}",
  "{best} ends lowest, at a loss of {loss}; {lost} diverges":
    "{best} termina más abajo, con una pérdida de {loss}; {lost} diverge",
  "Every training diverges": "Todos los entrenamientos divergen",
  "Backpropagation and finite differences agree to {n} decimals":
    "La retropropagación y las diferencias finitas coinciden en {n} decimal|La retropropagación y las diferencias finitas coinciden en {n} decimales",
  "Backpropagation and finite differences disagree by {value}":
    "La retropropagación y las diferencias finitas difieren en {value}",
  "The training loss falls from {first} to {last} in {epochs}":
    "La pérdida de entrenamiento baja de {first} a {last} en {epochs}",
  "The training loss does not fall: {first} at first, {last} at last":
    "La pérdida de entrenamiento no baja: {first} al principio, {last} al final",
  "On average {best} classifies {share} correctly, {worst} {other}":
    "De media {best} clasifica bien el {share}, {worst} el {other}",
  "Test R² {score} with {best}, {other} with {worst}":
    "R² de prueba {score} con {best}, {other} con {worst}",
  "All networks have a test R² of {score}": "Todas las redes tienen un R² de prueba de {score}",
  "{name}: the loss stays at {loss}, that of the mean":
    "{name}: la pérdida se queda en {loss}, la de la media",
  // The command mistakes.
  confidence: "confianza",
  accuracy: "exactitud",
  right: "correcto",
  "accuracy, with the number of points": "exactitud, con el número de puntos",
  "gap to the diagonal": "distancia a la diagonal",
  "perfect calibration": "calibración perfecta",
  "{n} interval|{n} intervals": "{n} intervalo|{n} intervalos",
  "{actual} is most often taken for {predicted}: {n} of {total}":
    "{actual} se toma sobre todo por {predicted}: {n} de {total}",
  "All {total} test points are classified correctly":
    "Los {total} puntos de prueba están todos bien clasificados",
  "{run} on {data}: the most certain mistakes": "{run}, {data}: los errores más seguros",
  "{wrong} of {total} test points are wrong, the most certain one at {share}":
    "{wrong} de {total} puntos de prueba son erróneos, el más seguro con {share}",
  "{run} on {data}: calibration": "{run}, {data}: calibración",
  "On average the network is {confidence} certain and {accuracy} right":
    "En promedio la red está segura al {confidence} y acierta el {accuracy}",
  "ECE {value}": "ECE {value}",
  "Brier score {value}": "puntuación de Brier {value}",
  // The command capacity.
  "hidden units": "unidades ocultas",
  "training samples": "puntos de entrenamiento",
  "final loss": "pérdida final",
  "lowest test loss": "pérdida de prueba mínima",
  "stop here: epoch {n}": "parar aquí: época {n}",
  "{n} training sample|{n} training samples":
    "{n} punto de entrenamiento|{n} puntos de entrenamiento",
  "{n} hidden unit|{n} hidden units": "{n} unidad oculta|{n} unidades ocultas",
  "Width, samples and epochs on {data}": "Anchura, puntos y épocas, {data}",
  "The test loss rises from {low} with {best} to {high} with {most}":
    "La pérdida de prueba sube de {low} con {best} a {high} con {most}",
  "The test loss is lowest with the widest network: {low} with {most}":
    "La pérdida de prueba es mínima con la red más ancha: {low} con {most}",
  // The command dynamics.
  "layer": "capa",
  "gradient norm": "norma del gradiente",
  "no gradient, or diverged": "sin gradiente, o diverge",
  "saturated share": "parte saturada",
  "{share} of the units dead": "{share} de las unidades muertas",
  "Gradients by layer on {data}, after the last epoch":
    "Gradientes por capa en {data}, tras la última época",
  "Gradients by layer and epoch on {data}, {layers}":
    "Gradientes por capa y época en {data}, {layers}",
  "Saturation by layer and epoch on {data}, {layers}":
    "Saturación por capa y época en {data}, {layers}",
  "{name}: each layer shrinks the gradient {factor} times":
    "{name}: cada capa divide el gradiente por {factor}",
  "{name}: each layer enlarges the gradient {factor} times":
    "{name}: cada capa multiplica el gradiente por {factor}",
  "Most saturated in the end: {name}, {share}": "Lo más saturado al final: {name}, {share}",
  // The command functions.
  "function": "función",
  "derivative": "derivada",
  "saturated": "saturado",
  "largest derivative": "derivada máxima",
  "pre-activation": "preactivación",
  "derivative up to {value}": "derivada hasta {value}",
  "Activation functions and their derivatives": "Funciones de activación y sus derivadas",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} deja pasar a lo sumo {share} de un gradiente, menos que ninguna otra",
  // The command sharpness.
  "step": "paso",
  "sharpness": "curvatura máxima",
  "Sharpness along gradient descent on {data}":
    "Curvatura máxima en el descenso de gradiente, {data}",
  "The sharpness stays below 2/η: {share} of it at most":
    "La curvatura máxima queda por debajo de 2/η: {share} como mucho",
  "The sharpness exceeds 2/η, and the training diverges":
    "La curvatura máxima supera 2/η y el entrenamiento diverge",
  "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps":
    "La curvatura máxima alcanza 2/η tras {n} paso|La curvatura máxima alcanza 2/η tras {n} pasos",
  "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps":
    "{name}: la curvatura máxima alcanza 2/η tras {n} paso|{name}: la curvatura máxima alcanza 2/η tras {n} pasos",
  // The command landscape.
  "start": "inicio",
  "diverged": "divergió",
  "direction {n}": "dirección {n}",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} sobre un plano de parámetros, de {low} a {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} sobre un plano de parámetros, de {low} a {high}: {names}.",
  "Loss around the trained network on {data}": "Pérdida alrededor de la red entrenada, {data}",
  "Paths of optimizers over the loss on {data}":
    "Trayectorias de los optimizadores sobre la pérdida, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Alrededor de la red la pérdida sube de {low} a {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "La pérdida no es mínima en la red: {low} allí, {high} alrededor",
  // Units and folding.
  "inputs": "entradas",
  "outputs": "salidas",
  "layer {n}": "capa {n}",
  "unit {n}": "unidad {n}",
  "positive weights, up to {value}": "pesos positivos, hasta {value}",
  "negative, down to {value}": "negativos, hasta {value}",
  "activation by layer": "activación por capa",
  "{shown} of {total} units shown": "{shown} de {total} unidades mostradas",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Una red de {sizes} unidades: un mapa de cada unidad, y los pesos como líneas.",
  "pre-activation 0, ticks: positive side": "preactivación 0, marcas: lado positivo",
  "grid of the inputs": "cuadrícula de las entradas",
  "{run} on {data}: each unit as a map": "{run} en {data}: cada unidad como un mapa",
  "{run} on {data}: where the units of the first layer switch":
    "{run} en {data}: dónde conmutan las unidades de la primera capa",
  "the most important units at the top": "las unidades más importantes arriba",
  "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance":
    "{n} de {total} unidades ocultas concentra {share} de la importancia|{n} de {total} unidades ocultas concentran {share} de la importancia",
  "{n} of {total} lines crosses the data|{n} of {total} lines cross the data":
    "{n} de {total} rectas cruza los datos|{n} de {total} rectas cruzan los datos",
  "no hidden layer, so no kinks": "sin capa oculta no hay pliegues",
  "{run} on {data}: the plane, layer by layer": "{run} en {data}: el plano, capa por capa",
  "A straight line separates {share} after the hidden layers, {other} before":
    "Una recta separa {share} tras las capas ocultas, {other} antes",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "converge",
  fast: "rápido",
  slow: "lento",
  "input learning rate, log10": "tasa de entrada, log10",
  "output learning rate, log10": "tasa de salida, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} según {x}: el {share} de los entrenamientos converge.",
  "Trainability over two learning rates on {data}":
    "Entrenabilidad según dos tasas de aprendizaje, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "El {share} de las redes aprende; frontera de dimensión {dimension}",
  "{share} of the networks train": "El {share} de las redes aprende",
  "learning rate": "tasa de aprendizaje",
  "weight decay": "decaimiento de pesos",
  epochs: "épocas",
  "batch size": "tamaño de lote",
  sizes: "tamaños de las capas",
  activation: "activación",
  initializer: "inicialización",
  optimizer: "optimizador",
  schedule: "programación",
  clip: "recorte de gradiente",
  "label smoothing": "suavizado de etiquetas",
  patience: "paciencia",
  "init std": "desviación de los pesos",
  "final training loss": "pérdida de entrenamiento final",
  "median final test loss": "mediana de la pérdida de prueba final",
  "median final training loss": "mediana de la pérdida de entrenamiento final",
  "{measure} by {settings} on {data}": "{measure} según {settings}, {data}",
  "The lowest loss, {loss}, is at {settings}": "La pérdida más baja, {loss}, está en {settings}",
  "the last colour: {value} and more": "último color: {value} y más",
  lowest: "la más baja",
  "Learning-rate range test on {data}": "Prueba de rango de la tasa de aprendizaje, {data}",
  "A learning rate of {rate} is suggested": "Se sugiere una tasa de aprendizaje de {rate}",
  "No learning rate lowers the loss": "Ninguna tasa de aprendizaje reduce la pérdida",
  "loss of a batch": "pérdida de un lote",
  smoothed: "suavizada",
  "steepest fall": "descenso más fuerte",
  "suggested rate": "tasa sugerida",
  // Range tests and sweeps.
  "{measure} by {names} on {data}": "{measure} según {names}, {data}",
  "{one} and {other}": "{one} y {other}",
  l1: "L1",
  "min delta": "cambio mínimo",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "identidad",
};
