/**
 * JSON whose whole numbers of 16 digits and more become `["digits"]`: a double would round them,
 * and no cell of an answer is ever an array.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
      token.startsWith('"') ? token : `["${token}"]`,
    ),
  );
}
