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
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "{y}: {names}.": "{y}: {names}.",
  // The command mistakes.
  confidence: "confianza",
  accuracy: "exactitud",
  right: "correcto",
  "accuracy, with the number of points": "exactitud, con el número de puntos",
  "gap to the diagonal": "distancia a la diagonal",
  "perfect calibration": "calibración perfecta",
  "{n} interval|{n} intervals": "{n} intervalo|{n} intervalos",
  // The command dynamics.
  "layer": "capa",
  // The command functions.
  "function": "función",
  "derivative": "derivada",
  "saturated": "saturado",
  // The command sharpness.
  "step": "paso",
  // The command landscape.
  "start": "inicio",
  "diverged": "divergió",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} sobre un plano de parámetros, de {low} a {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} sobre un plano de parámetros, de {low} a {high}: {names}.",
  // Units and folding.
  "inputs": "entradas",
  "outputs": "salidas",
  "layer {n}": "capa {n}",
  "positive weights, up to {value}": "pesos positivos, hasta {value}",
  "negative, down to {value}": "negativos, hasta {value}",
  "activation by layer": "activación por capa",
  "{shown} of {total} units shown": "{shown} de {total} unidades mostradas",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Una red de {sizes} unidades: un mapa de cada unidad, y los pesos como líneas.",
  "pre-activation 0, ticks: positive side": "preactivación 0, marcas: lado positivo",
  "grid of the inputs": "cuadrícula de las entradas",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "converge",
  fast: "rápido",
  slow: "lento",
  "input learning rate, log10": "tasa de entrada, log10",
  "output learning rate, log10": "tasa de salida, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} según {x}: el {share} de los entrenamientos converge.",
  epochs: "épocas",
  sizes: "tamaños de las capas",
  activation: "activación",
  initializer: "inicialización",
  optimizer: "optimizador",
  schedule: "programación",
  patience: "paciencia",
  // Range tests and sweeps.
  l1: "L1",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "identidad",
};
