import type { Environment } from '@marcbachmann/cel-js';
import { parseQuantity } from '../../built-in/rules/values.ts';

const BILLION = 1_000_000_000n;
const MAX_INT = 2n ** 63n - 1n;

/** A quantity of resources, in billionths. */
class Quantity {
  readonly amount: bigint;

  constructor(amount: bigint) {
    this.amount = amount;
  }

  /** @throws Error where a text is no quantity */
  static parse(text: string): Quantity {
    const amount = parseQuantity(text);
    if (amount === undefined) throw new Error(`quantity: ${text.slice(0, 100)} is none`);
    return new Quantity(amount);
  }

  get isInteger(): boolean {
    const whole = this.amount / BILLION;
    return this.amount % BILLION === 0n && whole <= MAX_INT && whole >= -MAX_INT - 1n;
  }
}

/** Kubernetes' library of quantities. Source: k8s.io/apiserver/pkg/cel/library/quantity.go. */
export function registerQuantity(environment: Environment): void {
  const compare = (a: Quantity, b: Quantity) => (a.amount < b.amount ? -1n : a.amount > b.amount ? 1n : 0n);
  environment
    .registerType('Quantity', Quantity)
    .registerFunction('quantity(string): Quantity', (text: string) => Quantity.parse(text))
    .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
    .registerFunction('Quantity.isInteger(): bool', (quantity: Quantity) => quantity.isInteger)
    .registerFunction('Quantity.asInteger(): int', (quantity: Quantity) => {
      if (!quantity.isInteger) throw new Error('asInteger: the quantity is no integer of 64 bits');
      return quantity.amount / BILLION;
    })
    .registerFunction(
      'Quantity.asApproximateFloat(): double',
      (quantity: Quantity) => Number(quantity.amount) / 1e9,
    )
    .registerFunction('Quantity.sign(): int', (quantity: Quantity) => compare(quantity, new Quantity(0n)))
    .registerFunction('Quantity.compareTo(Quantity): int', compare)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => compare(a, b) < 0n)
    .registerFunction(
      'Quantity.isGreaterThan(Quantity): bool',
      (a: Quantity, b: Quantity) => compare(a, b) > 0n,
    )
    .registerFunction(
      'Quantity.add(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.amount + b.amount),
    )
    .registerFunction(
      'Quantity.add(int): Quantity',
      (a: Quantity, b: bigint) => new Quantity(a.amount + b * BILLION),
    )
    .registerFunction(
      'Quantity.sub(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.amount - b.amount),
    )
    .registerFunction(
      'Quantity.sub(int): Quantity',
      (a: Quantity, b: bigint) => new Quantity(a.amount - b * BILLION),
    )
    .registerOperator('Quantity == Quantity', (a: Quantity, b: Quantity) => a.amount === b.amount);
}
