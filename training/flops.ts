/**
 * FLOPs of [rows, inner] × [inner, columns]: a multiplication and an addition for each product.
 * Only these count (and convolutions); elementwise work is left out, as in published figures.
 */
export function matmulFlops(rows: number, inner: number, columns: number): number {
  return 2 * rows * inner * columns;
}

/**
 * FLOPs of one training step of a linear layer on `rows` inputs: the output, the gradient of the
 * weights and, unless the layer reads the data itself, the gradient of its input.
 */
export function linearTrainingFlops(
  rows: number,
  inputs: number,
  outputs: number,
  needsInputGradient: boolean,
): number {
  return (needsInputGradient ? 3 : 2) * matmulFlops(rows, inputs, outputs);
}
