import type { Environment } from '@marcbachmann/cel-js';

/** Kubernetes' functions on lists, and the extension libraries `sets` and `math`. */
export function registerLists(environment: Environment): void {
  environment
    .registerFunction('list.isSorted(): bool', (list: unknown[]) =>
      list.every((item, i) => i === 0 || compare(list[i - 1], item) <= 0),
    )
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.min(): dyn', (list: unknown[]) => extreme(list, -1))
    .registerFunction('list.max(): dyn', (list: unknown[]) => extreme(list, 1))
    .registerFunction('list.indexOf(dyn): int', (list: unknown[], item: unknown) =>
      BigInt(list.findIndex((other) => isEqual(other, item))),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: unknown[], item: unknown) =>
      BigInt(list.findLastIndex((other) => isEqual(other, item))),
    );
  class Sets {}
  class MathLibrary {}
  environment
    .registerType('Sets', Sets)
    .registerConstant('sets', 'Sets', new Sets())
    .registerFunction('Sets.contains(list, list): bool', (_: Sets, a: unknown[], b: unknown[]) =>
      contains(a, b),
    )
    .registerFunction(
      'Sets.equivalent(list, list): bool',
      (_: Sets, a: unknown[], b: unknown[]) => contains(a, b) && contains(b, a),
    )
    .registerFunction('Sets.intersects(list, list): bool', (_: Sets, a: unknown[], b: unknown[]) => {
      const keys = new Set(b.map(keyOf));
      return a.some((item) => keys.has(keyOf(item)));
    })
    .registerType('MathLibrary', MathLibrary)
    .registerConstant('math', 'MathLibrary', new MathLibrary());
  for (const [name, sign] of [
    ['greatest', 1],
    ['least', -1],
  ] as const) {
    environment.registerFunction(`MathLibrary.${name}(list): dyn`, (_: MathLibrary, list: unknown[]) =>
      extreme(list, sign),
    );
    for (let count = 2; count <= 5; count++) {
      const types = Array.from({ length: count }, () => 'dyn').join(', ');
      environment.registerFunction(
        `MathLibrary.${name}(${types}): dyn`,
        (_: MathLibrary, ...list: unknown[]) => extreme(list, sign),
      );
    }
  }
}

/** A text that is the same for equal values. */
function keyOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value instanceof Map) {
    return `{${[...value]
      .map(([key, inner]) => `${JSON.stringify(key)}:${keyOf(inner)}`)
      .sort()
      .join(',')}}`;
  }
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function isEqual(a: unknown, b: unknown): boolean {
  return keyOf(a) === keyOf(b);
}

function contains(all: readonly unknown[], some: readonly unknown[]): boolean {
  const keys = new Set(all.map(keyOf));
  return some.every((item) => keys.has(keyOf(item)));
}

function compare(a: unknown, b: unknown): number {
  const [left, right] = [a as number, b as number];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sum(list: readonly unknown[]): unknown {
  if (list.length === 0) return 0n;
  return (list as number[]).reduce((a, b) => a + b);
}

function extreme(list: readonly unknown[], sign: number): unknown {
  if (list.length === 0) throw new Error('min or max of an empty list');
  return list.reduce((a, b) => (compare(b, a) * sign > 0 ? b : a));
}
