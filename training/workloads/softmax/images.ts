import { createRandom, type Random } from '#training/random.ts';

export const side = 28;
export const pixels = side * side;
export const classes = 10;

export interface LabelledImages {
  /** [count, 784], each pixel in [0, 1]. */
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/**
 * Synthetic images of MNIST's shape. Each class is a drawing of five strokes; a sample is its
 * drawing moved by up to two pixels, faded, under noise: a linear model learns it, but not at once.
 */
export function makeImages(seed: number, count: number): LabelledImages {
  const drawings = drawClasses(createRandom(seed, 'softmax drawings'));
  const random = createRandom(seed, 'softmax samples');
  const images = new Float32Array(count * pixels);
  const labels = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const label = random.integer(classes);
    labels[index] = label;
    const image = images.subarray(index * pixels, (index + 1) * pixels);
    drawSample(image, drawings.subarray(label * pixels, (label + 1) * pixels), random);
  }
  return { images, labels };
}

function drawClasses(random: Random): Float32Array {
  const drawings = new Float32Array(classes * pixels);
  for (let label = 0; label < classes; label++) {
    const drawing = drawings.subarray(label * pixels, (label + 1) * pixels);
    for (let stroke = 0; stroke < 5; stroke++) drawStroke(drawing, random);
  }
  return drawings;
}

/** A straight line of ten dots, each three pixels wide, kept clear of the border. */
function drawStroke(drawing: Float32Array, random: Random): void {
  let [x, y] = [6 + random.integer(16), 6 + random.integer(16)];
  const [dx, dy] = [random.integer(3) - 1, random.integer(3) - 1];
  for (let dot = 0; dot < 10; dot++) {
    for (let offset = 0; offset < 9; offset++) {
      const column = x + (offset % 3) - 1;
      const row = y + Math.floor(offset / 3) - 1;
      const isCentre = offset === 4;
      const pixel = row * side + column;
      drawing[pixel] = Math.max(drawing[pixel] ?? 0, isCentre ? 1 : 0.5);
    }
    x = Math.min(24, Math.max(3, x + dx));
    y = Math.min(24, Math.max(3, y + dy));
  }
}

function drawSample(image: Float32Array, drawing: Float32Array, random: Random): void {
  const shift = (random.integer(5) - 2) * side + random.integer(5) - 2;
  const strength = 0.4 + 0.6 * random.uniform();
  for (let pixel = 0; pixel < pixels; pixel++) {
    const ink = (drawing[pixel + shift] ?? 0) * strength;
    image[pixel] = Math.min(1, Math.max(0, ink + 0.3 * random.bell()));
  }
}
