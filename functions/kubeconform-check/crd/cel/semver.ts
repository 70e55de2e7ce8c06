import type { Environment } from '@marcbachmann/cel-js';
import { spendText } from './cost.ts';

const NUMBER = '(0|[1-9][0-9]{0,19})';
const WORDS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${WORDS}))?(?:\\+${WORDS})?$`);
const LIMIT = 2n ** 64n;

/** A version such as 1.2.3-alpha.1. */
class Semver {
  readonly numbers: readonly bigint[];
  readonly before: readonly (bigint | string)[];

  constructor(numbers: readonly bigint[], before: readonly (bigint | string)[]) {
    this.numbers = numbers;
    this.before = before;
  }

  get key(): string {
    return `${this.numbers.join('.')}-${this.before.join('.')}`;
  }
}

/** As github.com/blang/semver/v4 reads it. */
function parse(text: string, isLoose: boolean): Semver | undefined {
  spendText(text.length);
  const match = VERSION.exec(isLoose ? normalized(text) : text);
  if (!match) return undefined;
  const numbers = match.slice(1, 4).map(BigInt);
  const words = match[4]?.split('.') ?? [];
  if (words.some((word) => /^[0-9]+$/.test(word) && (word.length > 20 || /^0./.test(word)))) return undefined;
  const before = words.map((word) => (/^[0-9]+$/.test(word) ? BigInt(word) : word));
  const isLarge = [...numbers, ...before].some((number) => typeof number === 'bigint' && number >= LIMIT);
  return isLarge ? undefined : new Semver(numbers, before);
}

/** `v1.02` is taken for 1.2.0. */
function normalized(text: string): string {
  const [major = '', minor, ...patch] = text.replace(/^v/, '').split('.');
  const parts = [major, minor, patch.length === 0 ? undefined : patch.join('.')];
  if (patch.length === 0 && /[+-]/.test(minor ?? major)) return '';
  return parts.map((part) => (part ?? '0').replace(/^0+(?=[0-9])/, '')).join('.');
}

function order(a: Semver, b: Semver): number {
  for (let i = 0; i < 3; i++) {
    const result = sign(a.numbers[i] as bigint, b.numbers[i] as bigint);
    if (result !== 0) return result;
  }
  // What comes before a version is less than it.
  if (a.before.length === 0 || b.before.length === 0) return sign(b.before.length, a.before.length);
  for (let i = 0; i < Math.min(a.before.length, b.before.length); i++) {
    const [left, right] = [a.before[i] as bigint | string, b.before[i] as bigint | string];
    // Numbers come before words.
    const kinds = sign(Number(typeof left === 'string'), Number(typeof right === 'string'));
    const result = kinds === 0 ? sign(left, right) : kinds;
    if (result !== 0) return result;
  }
  return sign(a.before.length, b.before.length);
}

function sign(a: bigint | number | string, b: bigint | number | string): number {
  return a < b ? -1 : Number(a > b);
}

function versionOf(text: string, isLoose = false): Semver {
  const version = parse(text, isLoose);
  if (!version) throw new Error('semver: the text is no version');
  return version;
}

/** Kubernetes' library of versions. Source: k8s.io/apiserver/pkg/cel/library/semverlib.go. */
export function registerSemver(environment: Environment): void {
  environment
    .registerType('Semver', Semver)
    .registerFunction('semver(string): Semver', (text: string) => versionOf(text))
    .registerFunction('semver(string, bool): Semver', versionOf)
    .registerFunction('isSemver(string): bool', (text: string) => parse(text, false) !== undefined)
    .registerFunction(
      'isSemver(string, bool): bool',
      (text: string, isLoose: boolean) => parse(text, isLoose) !== undefined,
    )
    .registerFunction('Semver.isGreaterThan(Semver): bool', (a: Semver, b: Semver) => order(a, b) > 0)
    .registerFunction('Semver.isLessThan(Semver): bool', (a: Semver, b: Semver) => order(a, b) < 0)
    .registerFunction('Semver.compareTo(Semver): int', (a: Semver, b: Semver) => BigInt(order(a, b)));
  for (const [i, name] of ['major', 'minor', 'patch'].entries()) {
    environment.registerFunction(`Semver.${name}(): int`, ({ numbers }: Semver) =>
      BigInt.asIntN(64, numbers[i] as bigint),
    );
  }
}
