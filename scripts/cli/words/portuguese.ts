/** The words of the lab's own figures in Portuguese. */

import type { OwnTranslations } from "./english.ts";

/** The translations. */
export const portuguese: OwnTranslations = {
  // Axes and legends.
  "mean squared error of {name}": "erro quadrático médio de {name}",
  "mean squared error of {name}, scaled": "erro quadrático médio de {name}, escalado",
  "principal component {n}": "componente principal {n}",
  // Notes.
  "test R² {score}": "R² de teste {score}",
  "test data, {share} right": "dados de teste, {share} certos",
  "first two principal components, {share} of the variance":
    "primeiras duas componentes principais, {share} da variância",
  "{name} at its mean": "{name} na sua média",
  "{n} other features at their mean": "{n} outras variáveis na sua média",
  // Descriptions.
  "Moves through {n} epochs, from {first} to {last}.": "Percorre {n} épocas, de {first} a {last}.",
  // Names of data and runs.
  logistic: "logística",
  "{n} hidden layer|{n} hidden layers": "{n} camada oculta|{n} camadas ocultas",
  "{n} unit|{n} units": "{n} unidade|{n} unidades",
  "small weights": "pesos pequenos",
  "large weights": "pesos grandes",
  // Several seeds.
  "seed {seed}": "semente {seed}",
  "final test loss": "perda de teste final",
  "test accuracy": "acurácia de teste",
  "test R²": "R² de teste",
  "{n} seed|{n} seeds": "{n} semente|{n} sementes",
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
  // The command mistakes.
  "{actual} is most often taken for {predicted}: {n} of {total}":
    "{actual} é mais vezes tomado por {predicted}: {n} de {total}",
  "All {total} test points are classified correctly":
    "Todos os {total} pontos de teste estão bem classificados",
  "{run} on {data}: the most certain mistakes": "{run}, {data}: os erros mais seguros",
  "{wrong} of {total} test points are wrong, the most certain one at {share}":
    "{wrong} de {total} pontos de teste estão errados, o mais seguro com {share}",
  "{run} on {data}: calibration": "{run}, {data}: calibração",
  "On average the network is {confidence} certain and {accuracy} right":
    "Em média a rede tem {confidence} de certeza e acerta {accuracy}",
  "ECE {value}": "ECE {value}",
  "Brier score {value}": "escore de Brier {value}",
  // The command capacity.
  "hidden units": "unidades ocultas",
  "training samples": "pontos de treino",
  "final loss": "perda final",
  "lowest test loss": "menor perda de teste",
  "stop here: epoch {n}": "parar aqui: época {n}",
  "{n} training sample|{n} training samples": "{n} ponto de treino|{n} pontos de treino",
  "{n} hidden unit|{n} hidden units": "{n} unidade oculta|{n} unidades ocultas",
  "Width, samples and epochs on {data}": "Largura, pontos e épocas, {data}",
  "The test loss rises from {low} with {best} to {high} with {most}":
    "A perda de teste sobe de {low} com {best} para {high} com {most}",
  "The test loss is lowest with the widest network: {low} with {most}":
    "A perda de teste é mínima com a rede mais larga: {low} com {most}",
  // The command dynamics.
  "gradient norm": "norma do gradiente",
  "no gradient, or diverged": "sem gradiente, ou diverge",
  "saturated share": "parte saturada",
  "{share} of the units dead": "{share} das unidades mortas",
  "Gradients by layer on {data}, after the last epoch":
    "Gradientes por camada em {data}, após a última época",
  "Gradients by layer and epoch on {data}, {layers}":
    "Gradientes por camada e época em {data}, {layers}",
  "Saturation by layer and epoch on {data}, {layers}":
    "Saturação por camada e época em {data}, {layers}",
  "{name}: each layer shrinks the gradient {factor} times":
    "{name}: cada camada divide o gradiente por {factor}",
  "{name}: each layer enlarges the gradient {factor} times":
    "{name}: cada camada multiplica o gradiente por {factor}",
  "Most saturated in the end: {name}, {share}": "Mais saturado no fim: {name}, {share}",
  // The command functions.
  "largest derivative": "derivada máxima",
  "pre-activation": "pré-ativação",
  "derivative up to {value}": "derivada até {value}",
  "Activation functions and their derivatives": "Funções de ativação e as suas derivadas",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} deixa passar no máximo {share} de um gradiente, menos do que todas",
  // The command sharpness.
  "sharpness": "curvatura máxima",
  "Sharpness along gradient descent on {data}": "Curvatura máxima na descida do gradiente, {data}",
  "The sharpness stays below 2/η: {share} of it at most":
    "A curvatura máxima fica abaixo de 2/η: {share} no máximo",
  "The sharpness exceeds 2/η, and the training diverges":
    "A curvatura máxima ultrapassa 2/η, e o treino diverge",
  "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps":
    "A curvatura máxima atinge 2/η após {n} passo|A curvatura máxima atinge 2/η após {n} passos",
  "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps":
    "{name}: a curvatura máxima atinge 2/η após {n} passo|{name}: a curvatura máxima atinge 2/η após {n} passos",
  // The command landscape.
  "direction {n}": "direção {n}",
  "Loss around the trained network on {data}": "Perda em torno da rede treinada, {data}",
  "Paths of optimizers over the loss on {data}":
    "Trajetórias dos otimizadores sobre a perda, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Em torno da rede a perda sobe de {low} para {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "A perda não é mínima na rede: {low} ali, {high} em torno",
  // Units and folding.
  "unit {n}": "unidade {n}",
  "{run} on {data}: each unit as a map": "{run} em {data}: cada unidade como um mapa",
  "{run} on {data}: where the units of the first layer switch":
    "{run} em {data}: onde comutam as unidades da primeira camada",
  "the most important units at the top": "as unidades mais importantes em cima",
  "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance":
    "{n} de {total} unidades ocultas concentra {share} da importância|{n} de {total} unidades ocultas concentram {share} da importância",
  "{n} of {total} lines crosses the data|{n} of {total} lines cross the data":
    "{n} de {total} retas atravessa os dados|{n} de {total} retas atravessam os dados",
  "no hidden layer, so no kinks": "sem camada oculta não há dobras",
  "{run} on {data}: the plane, layer by layer": "{run} em {data}: o plano, camada por camada",
  "A straight line separates {share} after the hidden layers, {other} before":
    "Uma reta separa {share} depois das camadas ocultas, {other} antes",
  // fractal, sweep and lr-find: maps of trainings, names of settings, and range tests.
  "Trainability over two learning rates on {data}":
    "Treinabilidade segundo duas taxas de aprendizagem, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "{share} das redes aprendem; fronteira de dimensão {dimension}",
  "{share} of the networks train": "{share} das redes aprendem",
  "learning rate": "taxa de aprendizagem",
  "weight decay": "decaimento dos pesos",
  "batch size": "tamanho do lote",
  clip: "limite do gradiente",
  "label smoothing": "suavização dos rótulos",
  "init std": "desvio dos pesos",
  "final training loss": "perda de treino final",
  "median final test loss": "mediana da perda de teste final",
  "median final training loss": "mediana da perda de treino final",
  "{measure} by {settings} on {data}": "{measure} segundo {settings}, {data}",
  "The lowest loss, {loss}, is at {settings}": "A menor perda, {loss}, está em {settings}",
  "the last colour: {value} and more": "última cor: {value} e mais",
  lowest: "a menor",
  "Learning-rate range test on {data}": "Teste de intervalo da taxa de aprendizagem, {data}",
  "A learning rate of {rate} is suggested": "É sugerida uma taxa de aprendizagem de {rate}",
  "No learning rate lowers the loss": "Nenhuma taxa de aprendizagem reduz a perda",
  "loss of a batch": "perda de um lote",
  smoothed: "suavizada",
  "steepest fall": "queda mais forte",
  "suggested rate": "taxa sugerida",
  // Range tests and sweeps.
  "min delta": "variação mínima",
};
