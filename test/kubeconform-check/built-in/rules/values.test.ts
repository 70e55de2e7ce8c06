import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isIp } from '../../../../functions/kubeconform-check/built-in/rules/addresses.ts';
import {
  compareQuantities,
  isClearlyLess,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isFreePath,
  isIanaServiceName,
  isLabelValue,
  isLocalPath,
  isPercent,
  isPort,
  isQualifiedName,
  parseQuantity,
} from '../../../../functions/kubeconform-check/built-in/rules/values.ts';

const forms: [form: (text: string) => boolean, right: string[], wrong: string[]][] = [
  [
    isDns1123Label,
    ['a', '1', 'a-b', 'x'.repeat(63)],
    ['', 'A', '-a', 'a-', 'a.b', 'a_b', 'é', 'x'.repeat(64), 'a\n'],
  ],
  [isDns1035Label, ['a', 'a1', 'a-b'], ['', '1a', 'A', 'a-']],
  [isDns1123Subdomain, ['a', 'a.b-c.1', 'x'.repeat(253)], ['', 'a..b', '.a', 'a.', 'a.-b', 'x'.repeat(254)]],
  [
    isQualifiedName,
    ['a', 'A_b.c-1', 'a.b/C', 'x'.repeat(63)],
    ['', '/a', 'a/', 'a/b/c', 'A/b', '-a', 'a b', 'x'.repeat(64)],
  ],
  [isLabelValue, ['', 'a', 'A_b.c-1'], ['-a', 'a/b', 'a b', 'x'.repeat(64)]],
  [
    isIanaServiceName,
    ['a', 'a-1', '1a', 'a'.repeat(15)],
    ['', '80', 'A', 'a--b', '-a', 'a-', 'a'.repeat(16)],
  ],
  [isPercent, ['0%', '100%', '250%'], ['', '%', '1', '-1%', '1.5%']],
  [isLocalPath, ['', 'a', 'a..b/c', '..a'], ['/', '..', 'a/..', '../b']],
  [isFreePath, ['a', 'a/..b'], ['..a', '..', '/a']],
  [
    isIp,
    ['1.2.3.4', '010.1.1.1', '::', '::1', '1:2:3:4:5:6:7:8', '1::', '::ffff:1.2.3.4'],
    [
      '',
      '1.2.3',
      '1.2.3.256',
      '1:2',
      '1::2::3',
      ':::',
      '1:2:3:4:5:6:7::8',
      'g::',
      '1.2.3.4::1.2.3.4',
      '::1%eth0',
      '1.2.3.4/8',
    ],
  ],
];

for (const [form, right, wrong] of forms) {
  for (const text of right) test(`${form.name}: "${text}"`, () => assert.ok(form(text)));
  for (const text of wrong) test(`${form.name}: not "${text}"`, () => assert.not(form(text)));
}

test('isPort', () => {
  assert.equal([0, 1, 65535, 65536, -1].map(isPort), [false, true, true, false, false]);
});

const amounts: [text: string | number | bigint, billionths: bigint | undefined][] = [
  ['1', 10n ** 9n],
  [1, 10n ** 9n],
  [0.5, 5n * 10n ** 8n],
  [12345678901234567890n, 12345678901234567890n * 10n ** 9n],
  ['100m', 10n ** 8n],
  ['1n', 1n],
  ['0.1n', 1n],
  ['1u', 1000n],
  ['1.5Ki', 1536n * 10n ** 9n],
  ['1k', 10n ** 12n],
  ['1e3', 10n ** 12n],
  ['1E', 10n ** 27n],
  ['1E-3', 10n ** 6n],
  ['-1Mi', -(2n ** 20n) * 10n ** 9n],
  ['+.5', 5n * 10n ** 8n],
  ['16Ei', (2n ** 63n - 1n) * 10n ** 9n],
  ['', undefined],
  ['.', undefined],
  ['x', undefined],
  ['1K', undefined],
  ['1 Gi', undefined],
  ['1e999', undefined],
];

for (const [value, billionths] of amounts) {
  test(`parseQuantity: ${value}`, () => assert.is(parseQuantity(value), billionths));
}

test('compareQuantities', () => {
  assert.is(compareQuantities('1000m', 1), 0);
  assert.is(compareQuantities('1Gi', '1G'), 1);
  assert.is(compareQuantities('9007199254740992', '9007199254740993'), -1);
  assert.is(compareQuantities('1', 'x'), undefined);
});

test('isClearlyLess leaves what is near, and what is unusual, to others', () => {
  assert.ok(isClearlyLess('100m', '1'));
  assert.ok(isClearlyLess('900M', '1Gi'));
  assert.not(isClearlyLess('1', '100m'));
  assert.not(isClearlyLess('1', '1'));
  assert.not(isClearlyLess('9007199254740992', '9007199254740993'));
  assert.not(isClearlyLess('1e1', '1e3'));
  assert.not(isClearlyLess(-1, '1e3'));
});

test.run();
