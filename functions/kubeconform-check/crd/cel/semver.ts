import { fn, method, type Overload } from './declare.ts';
import { EvaluationError } from './errors.ts';
import type { Run } from './run.ts';
import { BOOL, INT, opaque, STRING } from './types.ts';
import { Thing } from './values.ts';

class Version extends Thing {
  readonly kind = 'kubernetes.Semver';
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly before: readonly (bigint | string)[];

  constructor(numbers: readonly [bigint, bigint, bigint], before: readonly (bigint | string)[]) {
    super();
    this.numbers = numbers;
    this.before = before;
  }

  equals(other: Version): boolean {
    return order(this, other) === 0;
  }
}

const NUMBER = '(0|[1-9]\\d{0,19})';
const WORDS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${WORDS}))?(?:\\+${WORDS})?$`);

/** As github.com/blang/semver/v4; undefined if it isn't one. */
function parse(text: string, run: Run, normalize = false): Version | undefined {
  run.spend(text.length / 4);
  const match = VERSION.exec(normalize ? normalized(text) : text);
  if (match === null) return undefined;
  const before = match[4]?.split('.') ?? [];
  const numbers = match.slice(1, 4).map(BigInt) as [bigint, bigint, bigint];
  const large = [...numbers, ...before.filter((word) => /^\d+$/.test(word)).map(smallest)];
  if (large.some((number) => number >= 1n << 64n) || before.some((word) => /^0\d+$/.test(word)))
    return undefined;
  return new Version(
    numbers,
    before.map((word) => (/^\d+$/.test(word) ? BigInt(word) : word)),
  );
}

/** Long numbers needn't be read to know that they don't fit. */
const smallest = (digits: string) => (digits.length > 20 ? 1n << 64n : BigInt(digits));

/** `v1.02` is taken for 1.2.0. */
function normalized(text: string): string {
  const [major = '', minor, ...patch] = text.replace(/^v/, '').split('.');
  const parts = [major, minor, patch.length === 0 ? undefined : patch.join('.')];
  if (patch.length === 0 && /[+-]/.test(minor ?? major)) return '';
  return parts.map((part) => (part ?? '0').replace(/^0+(?=\d)/, '')).join('.');
}

function order(a: Version, b: Version): number {
  const [first = 0] = a.numbers
    .map((number, i) => sign(number, b.numbers[i] as bigint))
    .filter((one) => one !== 0);
  if (first !== 0) return first;
  if (a.before.length === 0 || b.before.length === 0) return sign(b.before.length, a.before.length);
  for (let i = 0; i < Math.min(a.before.length, b.before.length); i++) {
    const [left, right] = [a.before[i], b.before[i]] as [bigint | string, bigint | string];
    // Numbers come before words.
    const kinds = sign(Number(typeof left === 'string'), Number(typeof right === 'string'));
    const result = kinds === 0 ? sign(left, right) : kinds;
    if (result !== 0) return result;
  }
  return sign(a.before.length, b.before.length);
}

function sign<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}

function version(text: string, run: Run, normalize?: boolean): Version {
  const value = parse(text, run, normalize);
  if (value === undefined) throw new EvaluationError('it has an invalid semantic version');
  return value;
}

export const SEMVER = opaque<Version>('kubernetes.Semver');

/** k8s.io/apiserver/pkg/cel/library/semverlib.go */
export const VERSIONS: readonly Overload[] = [
  fn('semver', [STRING], SEMVER, (run, text) => version(text, run)),
  fn('semver', [STRING, BOOL], SEMVER, (run, text, normalize) => version(text, run, normalize)),
  fn('isSemver', [STRING], BOOL, (run, text) => parse(text, run) !== undefined),
  fn('isSemver', [STRING, BOOL], BOOL, (run, text, normalize) => parse(text, run, normalize) !== undefined),
  method('isGreaterThan', [SEMVER, SEMVER], BOOL, (_, a, b) => order(a, b) > 0),
  method('isLessThan', [SEMVER, SEMVER], BOOL, (_, a, b) => order(a, b) < 0),
  method('compareTo', [SEMVER, SEMVER], INT, (_, a, b) => BigInt(order(a, b))),
  ...(['major', 'minor', 'patch'] as const).map((name, i) =>
    method(name, [SEMVER], INT, (_, { numbers }) => BigInt.asIntN(64, numbers[i] as bigint)),
  ),
];
