/** The discrete Fourier transform, by halving; for laws that are worked out a second time. */

/** In place: x_k becomes the sum of x_j e^(2 pi i j k / n). Of a length that is a power of two. */
export function transform(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  reverseBits(re, im);
  const cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  for (let half = 1; half < size; half *= 2) {
    const step = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half)
      for (let k = 0; k < half; k++) {
        const [low, high] = [start + k, start + k + half];
        const c = cos[k * step];
        const s = sin[k * step];
        const x = re[high] * c - im[high] * s;
        const y = re[high] * s + im[high] * c;
        re[high] = re[low] - x;
        im[high] = im[low] - y;
        re[low] += x;
        im[low] += y;
      }
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size / 2;
    for (; j >= bit && bit > 0; bit /= 2) j -= bit;
    j += bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j], re[i]];
    [im[i], im[j]] = [im[j], im[i]];
  }
}
