/** The words of the gallery in Portuguese. */

import type { PageTable } from "./english.ts";

/** By the English text. */
export const portuguese: PageTable = {
  "Neural Lab: how small networks learn": "Neural Lab: como aprendem redes pequenas",
  "Skip to the experiments": "Ir para os experimentos",
  Experiments: "Experimentos",
  "Made by": "Criado com",
  Takeaways: "Conclusões",
  Figure: "Figura",
  Figures: "Figuras",
  Numbers: "Números",
  Settings: "Configurações",
  "Figure {n}": "Figura {n}",
  "Table {n}: losses of the last epoch, and accuracies of the trained networks":
    "Tabela {n}: perdas da última época e acurácias das redes treinadas",
  "Table {n}: what was measured": "Tabela {n}: medições",
  "Table {n}: what was measured, part {part} of {parts}":
    "Tabela {n}: medições, parte {part} de {parts}",
  "Hold still, at the last epoch": "Parar, na última época",
  "scrolls sideways": "rola para o lado",
  run: "execução",
  "train loss": "perda de treino",
  "test loss": "perda de teste",
  "train accuracy": "acurácia de treino",
  "test accuracy": "acurácia de teste",
  "test acc. %": "acurácia de teste em %",
  status: "estado",
  ok: "concluído",
  "diverged in epoch {n}": "divergiu na época {n}",
  "stopped after epoch {n}": "parado após a época {n}",
  layers: "camadas",
  points: "pontos",
  noise: "ruído",
  factor: "fator",
  seed: "semente",
  device: "dispositivo",
  "{n}, {share} of them held out for the test": "{n}, dos quais {share} reservados para o teste",
  parameter: "parâmetro",
  "max. absolute error": "erro absoluto máximo",
  "max. relative error": "erro relativo máximo",
  "float64 against differences": "float64 contra diferenças",
  "device against float64": "dispositivo contra float64",
  passed: "aprovado",
  yes: "sim",
  NO: "NÃO",
  "layer 1 weight": "pesos da camada 1",
  "layer 1 bias": "vieses da camada 1",
  "layer 2 weight": "pesos da camada 2",
  "layer 2 bias": "vieses da camada 2",
  meanSquaredError: "erro quadrático",
  crossEntropy: "entropia cruzada",
  seeds: "sementes",
  "lower quartile": "quartil inferior",
  "upper quartile": "quartil superior",
  activations: "ativações",
  initialization: "inicialização",
  depth: "profundidade",
  optimizers: "otimizadores",
  gradcheck: "verificação do gradiente",
  compare: "comparação",
  "sigmoid, tanh and relu in a network of one hidden layer":
    "sigmoide, tanh e ReLU em uma rede de uma camada oculta",
  "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network":
    "pesos iniciais de He, minúsculos (0,001) e grandes (1) em uma rede ReLU profunda",
  "no hidden layer, one and two; then one hidden layer of 2 to 128 units":
    "sem camada oculta, com uma e com duas; depois uma camada oculta de 2 a 128 unidades",
  "SGD, momentum and Adam; then SGD at learning rates from careful to absurd":
    "SGD, momentum e Adam; depois SGD com taxas de aprendizado de prudentes a absurdas",
  "backpropagation against finite differences, in float64 and on the device":
    "retropropagação contra diferenças finitas, em float64 e no dispositivo",
  "4 networks on 5 datasets": "4 redes em 5 conjuntos de dados",
  // The inside of networks.
  "Inside the network": "Dentro da rede",
  functions: "funções",
  "activation functions and their derivatives": "as funções de ativação e suas derivadas",
  dynamics: "dinâmica",
  "gradients and saturation in deep networks, layer by layer":
    "gradientes e saturação em redes profundas, camada por camada",
  units: "unidades",
  "a trained network from inside, unit by unit":
    "uma rede treinada vista por dentro, unidade por unidade",
  folding: "dobra do plano",
  "the plane as the layers of a network bend it": "o plano como as camadas de uma rede o deformam",
  landscape: "paisagem da perda",
  "the loss around a network, and the paths of optimizers over it":
    "a perda em torno de uma rede e os percursos dos otimizadores",
  sharpness: "curvatura máxima",
  "the largest eigenvalue of the Hessian along full-batch gradient descent":
    "o maior autovalor da hessiana ao longo da descida de gradiente com todos os dados",
  mistakes: "erros",
  "what a network gets wrong, and how certain it is":
    "o que uma rede classifica mal, e com quanta certeza",
  capacity: "capacidade",
  "losses over widths, numbers of samples and epochs":
    "perdas conforme a largura, o número de pontos e as épocas",
  "derivative up to": "derivada até",
  "gradient shrinks a layer by": "fator de redução do gradiente por camada",
  samples: "pontos",
  constant: "constantes",
  "for 90%": "para 90%",
  number: "número",
  "feature 1": "variável 1",
  "feature 2": "variável 2",
};
