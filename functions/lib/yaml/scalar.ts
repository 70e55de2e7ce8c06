/** A value as JSON knows it; integers that a JavaScript number can't hold exactly are bigint. */
export type Value = null | boolean | number | bigint | string | Value[] | { [key: string]: Value };
export type Scalar = null | boolean | number | bigint | string;

const words = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((w) => [w, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (w) => [w, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((w) => [w, null] as const),
]);
const wordStart = /^[yYnNtTfFoO~]/;
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const looseUnderscore = /_(?![0-9])|[^0-9]_/;
/** A number of more characters is taken for text: to read it would take seconds. */
const MAX_NUMBER = 1_000_000;
const special = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

/** Whether a plain scalar is .inf or .nan: YAML numbers that JSON, and so Kubernetes, can't hold. */
export function isNotFinite(text: string): boolean {
  return special.test(text);
}

/**
 * The value of a plain (unquoted) scalar, typed as Kubernetes does it: sigs.k8s.io/yaml, which follows the
 * YAML 1.1 of go-yaml v2 (`yes` is true, `0755` is octal, `1_000` is a number, dates and `1:30` are strings).
 */
export function typeScalar(text: string): Scalar {
  const first = text.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) {
    if (text.length > MAX_NUMBER) return text;
    return first === 46 ? typeDotted(text) : typeNumber(text);
  }
  if (text.length > 5 || !(text === '' || wordStart.test(text))) return text;
  const word = words.get(text);
  return word === undefined ? text : word;
}

function typeNumber(text: string): Scalar {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (integer.test(plain)) {
    const value = toInteger(plain);
    if (value !== undefined) return value;
  }
  if (!float.test(plain)) return text;
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}

function typeDotted(text: string): Scalar {
  if (looseUnderscore.test(text)) return text;
  const plain = text.replaceAll('_', '');
  if (!float.test(plain)) return text;
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}

/** Go's ParseInt and ParseUint with base 0; undefined where the number leaves 64 bits. */
function toInteger(text: string): number | bigint | undefined {
  const negative = text[0] === '-';
  const digits = negative || text[0] === '+' ? text.slice(1) : text;
  const literal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  // There may be many zeros in front; what is longer than a binary number of 64 bits would keep BigInt busy for long.
  if (literal.replace(/^0[xob]?0*/i, '').length > 64) return undefined;
  if (literal.length < 16) {
    const value = Number(literal);
    return negative && value !== 0 ? -value : value;
  }
  const value = negative ? -BigInt(literal) : BigInt(literal);
  if (value < -(2n ** 63n) || value >= (text[0] === '+' ? 2n ** 63n : 2n ** 64n)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The text that a key which isn't a string becomes when Kubernetes turns YAML into JSON. */
export function keyText(key: Scalar): string {
  return key === null ? 'null' : String(key);
}
