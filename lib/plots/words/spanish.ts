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
  // Range tests and sweeps.
  "learning rate": "tasa de aprendizaje",
  "loss of a batch": "pérdida de un lote",
  smoothed: "suavizada",
  "steepest fall": "descenso más pronunciado",
  "suggested rate": "tasa sugerida",
  "Learning-rate range test on {data}": "Búsqueda de la tasa de aprendizaje, {data}",
  "A learning rate of {rate} is suggested": "Se sugiere una tasa de aprendizaje de {rate}",
  "final training loss": "pérdida de entrenamiento final",
  "median final test loss": "mediana de la pérdida de prueba final",
  "median final training loss": "mediana de la pérdida de entrenamiento final",
  "final loss": "pérdida final",
  "{measure} by {names} on {data}": "{measure} según {names}, {data}",
  "{one} and {other}": "{one} y {other}",
  "The lowest loss, {loss}, is at {settings}": "La pérdida más baja, {loss}, está en {settings}",
  "the last color: {value} and more": "último color: {value} y más",
  diverged: "divergió",
  "init std": "desviación inicial",
  "weight decay": "decaimiento de pesos",
  "batch size": "tamaño de lote",
  activation: "activación",
  initializer: "inicialización",
  optimizer: "optimizador",
  sizes: "capas",
  epochs: "épocas",
  schedule: "programa de la tasa",
  clip: "límite del gradiente",
  l1: "L1",
  "label smoothing": "suavizado de etiquetas",
  patience: "paciencia",
  "min delta": "cambio mínimo",
  epsilon: "ε",
};
