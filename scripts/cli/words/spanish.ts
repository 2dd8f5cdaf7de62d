/** The words of the lab's own figures in Spanish. */

import type { OwnTranslations } from "./english.ts";

/** The translations. */
export const spanish: OwnTranslations = {
  // Axes and legends.
  "mean squared error of {name}": "error cuadrático medio de {name}",
  "mean squared error of {name}, scaled": "error cuadrático medio de {name}, escalado",
  "principal component {n}": "componente principal {n}",
  // Notes.
  "test R² {score}": "R² de prueba {score}",
  "test data, {share} right": "datos de prueba, {share} bien",
  "first two principal components, {share} of the variance":
    "dos primeras componentes principales, {share} de la varianza",
  "{name} at its mean": "{name} en su media",
  "{n} other features at their mean": "{n} otras variables en su media",
  // Descriptions.
  "Moves through {n} epochs, from {first} to {last}.": "Recorre {n} épocas, de {first} a {last}.",
  // Names of data and runs.
  logistic: "logística",
  "{n} hidden layer|{n} hidden layers": "{n} capa oculta|{n} capas ocultas",
  "{n} unit|{n} units": "{n} unidad|{n} unidades",
  "small weights": "pesos pequeños",
  "large weights": "pesos grandes",
  // Several seeds.
  "seed {seed}": "semilla {seed}",
  "final test loss": "pérdida de prueba final",
  "test accuracy": "exactitud de prueba",
  "test R²": "R² de prueba",
  "{n} seed|{n} seeds": "{n} semilla|{n} semillas",
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
  "largest derivative": "derivada máxima",
  "pre-activation": "preactivación",
  "derivative up to {value}": "derivada hasta {value}",
  "Activation functions and their derivatives": "Funciones de activación y sus derivadas",
  "{name} passes on at most {share} of a gradient, the least of all":
    "{name} deja pasar a lo sumo {share} de un gradiente, menos que ninguna otra",
  // The command sharpness.
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
  "direction {n}": "dirección {n}",
  "Loss around the trained network on {data}": "Pérdida alrededor de la red entrenada, {data}",
  "Paths of optimizers over the loss on {data}":
    "Trayectorias de los optimizadores sobre la pérdida, {data}",
  "Around the network the loss rises from {low} to {high}":
    "Alrededor de la red la pérdida sube de {low} a {high}",
  "The loss is not lowest at the network: {low} there, {high} around it":
    "La pérdida no es mínima en la red: {low} allí, {high} alrededor",
  // Units and folding.
  "unit {n}": "unidad {n}",
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
  "Trainability over two learning rates on {data}":
    "Entrenabilidad según dos tasas de aprendizaje, {data}",
  "{share} of the networks train; boundary of dimension {dimension}":
    "El {share} de las redes aprende; frontera de dimensión {dimension}",
  "{share} of the networks train": "El {share} de las redes aprende",
  "learning rate": "tasa de aprendizaje",
  "weight decay": "decaimiento de pesos",
  "batch size": "tamaño de lote",
  clip: "recorte de gradiente",
  "label smoothing": "suavizado de etiquetas",
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
  "min delta": "cambio mínimo",
};
