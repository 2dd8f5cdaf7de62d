/** The words of figures in Portuguese. */

import type { Translations } from "./english.ts";

/** By the English text. */
export const portuguese: Translations = {
  // Axes and legends.
  epoch: "época",
  loss: "perda",
  train: "treino",
  test: "teste",
  data: "dados",
  "log scale": "escala log.",
  "{label} (log scale)": "{label} (escala log.)",
  "class {n}": "classe {n}",
  "decision boundary": "fronteira de decisão",
  probability: "probabilidade",
  score: "pontuação",
  "probability of {name}": "probabilidade de {name}",
  "no prediction": "sem previsão",
  wrong: "errado",
  unnamed: "sem nome",
  "and {n} more": "e mais {n}",
  and: "e",
  Figure: "Figura",
  count: "quantidade",
  median: "mediana",
  quartiles: "quartis",
  value: "valor",
  target: "alvo",
  predicted: "previsto",
  actual: "real",
  "right, share of a row": "certo, parte da linha",
  "wrong, share of a row": "errado, parte da linha",
  // Marks of curves.
  "no data": "sem dados",
  "max {value}": "máx. {value}",
  "min {value}": "mín. {value}",
  "diverged, {place}": "divergiu, {place}",
  "guessing: ln {n}": "ao acaso: ln {n}",
  // Notes.
  "test accuracy {share}": "acurácia de teste {share}",
  "test: {wrong} of {total} wrong": "teste: {wrong} erros em {total}",
  "the model gives no numbers": "o modelo não dá números",
  "one class, nothing to separate": "uma classe, nada a separar",
  "gray: no numbers": "cinza: sem números",
  "undecided everywhere": "indeciso em toda parte",
  "{name} everywhere, {measure} {value}": "{name} em toda parte, {measure} {value}",
  "no points": "sem pontos",
  "all points are in one place": "todos os pontos estão num lugar",
  "all points are of {name}": "todos os pontos são de {name}",
  "{shown} of {total} points shown": "{shown} de {total} pontos mostrados",
  "axes of different scales": "eixos de escalas diferentes",
  "{n} classes share {colors} colors": "{n} classes partilham {colors} cores",
  "runs and classes share colors": "execuções e classes partilham cores",
  // Descriptions.
  Values: "Valores",
  "{y} against {x}: {names}.": "{y} em função de {x}: {names}.",
  "{n} run|{n} runs": "{n} execução|{n} execuções",
  "{n} class|{n} classes": "{n} classe|{n} classes",
  "Which of {names} a model finds likeliest over the plane.":
    "Qual de {names} um modelo julga mais provável no plano.",
  "Which of {names} a model finds likeliest over the plane, with the points.":
    "Qual de {names} um modelo julga mais provável no plano, com os pontos.",
  "Which of {names} a model gives the highest score over the plane.":
    "A qual de {names} um modelo dá a pontuação mais alta no plano.",
  "Which of {names} a model gives the highest score over the plane, with the points.":
    "A qual de {names} um modelo dá a pontuação mais alta no plano, com os pontos.",
  "{y} against {x}: {names}, with the points.": "{y} em função de {x}: {names}, com os pontos.",
  "Predicted {name} over the plane, from {low} to {high}.":
    "Previsão de {name} no plano, de {low} a {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.":
    "Previsão de {name} no plano, de {low} a {high}, com os pontos.",
  "Predicted classes of {names}: {right} of {total} right.":
    "Classes previstas de {names}: {right} certas em {total}.",
  // Provenance.
  "Made by: {command}.": "Feito com: {command}.",
  "Seed: {seed}.": "Semente: {seed}.",
  "Data: {data}.": "Dados: {data}.",
  "Device: {name} ({kind}).": "Dispositivo: {name} ({kind}).",
  "Versions: {versions}.": "Versões: {versions}.",
  "{n} sample|{n} samples": "{n} ponto|{n} pontos",
  "noise {value}": "ruído {value}",
  "factor {value}": "fator {value}",
  "test size {value}": "parte de teste {value}",
  "WebAssembly SIMD kernels": "núcleos WebAssembly SIMD",
  "plain kernels, as WebAssembly is off": "núcleos simples, pois WebAssembly está desativado",
  // Names of data and runs.
  moons: "luas",
  circles: "círculos",
  blobs: "nuvens de pontos",
  spiral: "espiral",
  xor: "XOR",
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "{y}: {names}.": "{y}: {names}.",
  // The command mistakes.
  confidence: "confiança",
  accuracy: "acurácia",
  right: "certo",
  "accuracy, with the number of points": "acurácia, com o número de pontos",
  "gap to the diagonal": "distância à diagonal",
  "perfect calibration": "calibração perfeita",
  "{n} interval|{n} intervals": "{n} intervalo|{n} intervalos",
  // The command dynamics.
  "layer": "camada",
  // The command functions.
  "function": "função",
  "derivative": "derivada",
  "saturated": "saturado",
  // The command sharpness.
  "step": "passo",
  // The command landscape.
  "start": "início",
  "diverged": "divergiu",
  "The {name} over a plane of parameters, from {low} to {high}.":
    "{name} sobre um plano de parâmetros, de {low} a {high}.",
  "The {name} over a plane of parameters, from {low} to {high}: {names}.":
    "{name} sobre um plano de parâmetros, de {low} a {high}: {names}.",
  // Units and folding.
  "inputs": "entradas",
  "outputs": "saídas",
  "layer {n}": "camada {n}",
  "positive weights, up to {value}": "pesos positivos, até {value}",
  "negative, down to {value}": "negativos, até {value}",
  "activation by layer": "ativação por camada",
  "{shown} of {total} units shown": "{shown} de {total} unidades mostradas",
  "A network of {sizes} units: a map of each unit, and the weights as lines.":
    "Uma rede de {sizes} unidades: um mapa de cada unidade, e os pesos como linhas.",
  "pre-activation 0, ticks: positive side": "pré-ativação 0, traços: lado positivo",
  "grid of the inputs": "grelha das entradas",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  converged: "converge",
  fast: "rápido",
  slow: "lento",
  "input learning rate, log10": "taxa de entrada, log10",
  "output learning rate, log10": "taxa de saída, log10",
  "{y} against {x}: {share} of the trainings converged.":
    "{y} em função de {x}: {share} dos treinos convergem.",
  epochs: "épocas",
  sizes: "tamanhos das camadas",
  activation: "ativação",
  initializer: "inicialização",
  optimizer: "otimizador",
  schedule: "agendamento",
  patience: "paciência",
  // Range tests and sweeps.
  l1: "L1",
  epsilon: "ε",
  // The command functions: an activation whose name is a word.
  identity: "identidade",
};
