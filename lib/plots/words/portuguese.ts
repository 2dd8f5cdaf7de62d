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
  "mean squared error of {name}": "erro quadrático médio de {name}",
  "mean squared error of {name}, scaled": "erro quadrático médio de {name}, escalado",
  "principal component {n}": "componente principal {n}",
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
  "test R² {score}": "R² de teste {score}",
  "test data, {share} right": "dados de teste, {share} certos",
  "first two principal components, {share} of the variance":
    "primeiras duas componentes principais, {share} da variância",
  "{name} at its mean": "{name} na sua média",
  "{n} other features at their mean": "{n} outras variáveis na sua média",
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
  "Moves through {n} epochs, from {first} to {last}.": "Percorre {n} épocas, de {first} a {last}.",
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
  logistic: "logística",
  "{n} hidden layer|{n} hidden layers": "{n} camada oculta|{n} camadas ocultas",
  "{n} unit|{n} units": "{n} unidade|{n} unidades",
  "small weights": "pesos pequenos",
  "large weights": "pesos grandes",
  momentum: "momentum",
  sigmoid: "sigmoide",
  // Several seeds.
  "seed {seed}": "semente {seed}",
  "final test loss": "perda de teste final",
  "test accuracy": "acurácia de teste",
  "test R²": "R² de teste",
  "{n} seed|{n} seeds": "{n} semente|{n} sementes",
  "{y}: {names}.": "{y}: {names}.",
  "Lower test loss with {best} than {other}, beyond the spread of {n} seeds":
    "Perda de teste menor com {best} do que com {other}, além da dispersão de {n} sementes",
  "{best} and {other} differ by no more than the spread of {n} seeds":
    "{best} e {other} não diferem mais que a dispersão de {n} sementes",
  "The test loss ends at {loss} in the median, quartiles {low} to {high}":
    "A perda de teste termina em {loss} na mediana, quartis {low} a {high}",
  "Trained networks on every dataset": "Redes treinadas em cada conjunto de dados",
  // Topics of the experiments.
  "{run} on {data}": "{run}, {data}",
  "Activations on {data}": "Ativações, {data}",
  "Initial weights on {data}": "Pesos iniciais, {data}",
  "Depth on {data}": "Profundidade, {data}",
  "Width of one hidden layer on {data}": "Largura de uma camada oculta, {data}",
  "Optimizers on {data}": "Otimizadores, {data}",
  "Learning rates on {data}": "Taxas de aprendizagem, {data}",
  "Finite differences against backpropagation": "Diferenças finitas e retropropagação",
  "Test accuracy of each network": "Acurácia de teste de cada rede",
  "{run} on {data}: which classes are taken for which":
    "{run}, {data}: que classes são tomadas por quais",
  // Animations.
  "train loss": "perda de treino",
  "test loss": "perda de teste",
  "training loss": "perda de treino",
  "before training": "antes do treino",
  "epoch {n} of {epochs}": "época {n} de {epochs}",
  // The gradient check.
  "step size ε of the differences": "passo ε das diferenças",
  "largest error of the gradient": "maior erro do gradiente",
  // Findings.
  "{n} epoch|{n} epochs": "{n} época|{n} épocas",
  "{best} reaches a loss of {loss} after {fast}, {worst} after {slow}":
    "{best} atinge uma perda de {loss} após {fast}, {worst} após {slow}",
  "{share} of the test points right with {best}, {other} with {worst}":
    "{share} dos pontos de teste certos ({best}) em vez de {other} ({worst})",
  "All networks classify {share} of the test points correctly":
    "Todas as redes classificam bem {share} dos pontos de teste",
  "{share} of the test points are classified correctly":
    "{share} dos pontos de teste são bem classificados",
  "{name}: the loss stays at {loss}, as by guessing":
    "{name}: a perda fica em {loss}, como ao acaso",
  "{name} ends with the lowest test loss, {loss}":
    "{name} termina com a menor perda de teste, {loss}",
  "The test loss falls from {high} ({from}) to {low} ({to})":
    "A perda de teste cai de {high} ({from}) para {low} ({to})",
  "The simplest network has the lowest test loss: {name}, {loss}":
    "A rede mais simples tem a menor perda de teste: {name}, {loss}",
  "{best} ends lowest, at a loss of {loss}": "{best} termina mais abaixo, com uma perda de {loss}",
  "{best} ends lowest, at a loss of {loss}; {lost} diverges":
    "{best} termina mais abaixo, com uma perda de {loss}; {lost} diverge",
  "Every training diverges": "Todos os treinos divergem",
  "Backpropagation and finite differences agree to {n} decimals":
    "A retropropagação e as diferenças finitas coincidem em {n} casa decimal|A retropropagação e as diferenças finitas coincidem em {n} casas decimais",
  "Backpropagation and finite differences disagree by {value}":
    "A retropropagação e as diferenças finitas diferem em {value}",
  "The training loss falls from {first} to {last} in {epochs}":
    "A perda de treino cai de {first} para {last} em {epochs}",
  "The training loss does not fall: {first} at first, {last} at last":
    "A perda de treino não cai: {first} no início, {last} no fim",
  "On average {best} classifies {share} correctly, {worst} {other}":
    "Em média {best} classifica bem {share}, {worst} {other}",
  "Test R² {score} with {best}, {other} with {worst}":
    "R² de teste {score} com {best}, {other} com {worst}",
  "All networks have a test R² of {score}": "Todas as redes têm um R² de teste de {score}",
  "{name}: the loss stays at {loss}, that of the mean":
    "{name}: a perda fica em {loss}, a da média",
  // Range tests and sweeps.
  "learning rate": "taxa de aprendizado",
  "loss of a batch": "perda de um lote",
  smoothed: "suavizada",
  "steepest fall": "queda mais acentuada",
  "suggested rate": "taxa sugerida",
  "Learning-rate range test on {data}": "Busca da taxa de aprendizado, {data}",
  "A learning rate of {rate} is suggested": "Sugere-se uma taxa de aprendizado de {rate}",
  "final training loss": "perda de treino final",
  "median final test loss": "mediana da perda de teste final",
  "median final training loss": "mediana da perda de treino final",
  "final loss": "perda final",
  "{measure} by {names} on {data}": "{measure} por {names}, {data}",
  "{one} and {other}": "{one} e {other}",
  "The lowest loss, {loss}, is at {settings}": "A menor perda, {loss}, está em {settings}",
  "the last color: {value} and more": "última cor: {value} e mais",
  diverged: "divergiu",
  "init std": "desvio inicial",
  "weight decay": "decaimento dos pesos",
  "batch size": "tamanho do lote",
  activation: "ativação",
  initializer: "inicialização",
  optimizer: "otimizador",
  sizes: "camadas",
  epochs: "épocas",
  schedule: "programa da taxa",
  clip: "limite do gradiente",
  l1: "L1",
  "label smoothing": "suavização de rótulos",
  patience: "paciência",
  "min delta": "variação mínima",
  epsilon: "ε",
};
