import type { Scalar } from '../../../functions/lib/yaml/scalar.ts';

const yes = ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'];
const no = ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'];
const mixedCase = ['yEs', 'oN', 'nO', 'oFF', 'tRUE', 'fALSE', 'nULL', 'yeS', 'Nil', 'none', 'None', 'undefined'];
const all = <T>(words: readonly string[], value: T) => words.map((word) => [word, value] as const);
const itself = (words: readonly string[]) => words.map((word) => [word, word] as const);

/** Plain scalars and their values, as sigs.k8s.io/yaml v1.6.0 types them. */
export const scalars: readonly (readonly [string, Scalar])[] = [
  ...all(yes, true),
  ...all(no, false),
  ...all(['', '~', 'null', 'Null', 'NULL'], null),
  ...itself(mixedCase),

  // Integers: decimal, hexadecimal, binary, and octal in both spellings.
  ['0', 0],
  ['-0', 0],
  ['+0', 0],
  ['7', 7],
  ['+7', 7],
  ['-7', -7],
  ['0644', 0o644],
  ['0755', 0o755],
  ['-0644', -0o644],
  ['+0644', 0o644],
  ['0o644', 0o644],
  ['0O644', 0o644],
  ['-0o17', -15],
  ['00', 0],
  ['007', 7],
  ['0xff', 255],
  ['0XFF', 255],
  ['-0xff', -255],
  ['0b101', 5],
  ['0B101', 5],
  ['-0b101', -5],
  ...itself(['0x', '0b', '0o', '0xg', '0b2', '0o8', '0x1.8', 'x1', '1x', '--1', '+-1']),
  // Digits that octal doesn't have make it a decimal with a zero in front: a float.
  ['08', 8],
  ['09', 9],
  ['0648', 648],
  ['-08', -8],

  // Underscores are left out before a number is read.
  ['1_000', 1000],
  ['1__0', 10],
  ['1_', 1],
  ['-1_0', -10],
  ['0x_f', 15],
  ['0_7', 7],
  ['1_000.5', 1000.5],
  ['1_e3', 1000],
  ['.5_5', 0.55],
  ...itself(['_1', '_', '._5', '.5_', '.5__5']),

  // The borders of 53, 63 and 64 bits.
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['-9223372036854775809', -9223372036854775809],
  ['9223372036854775808', 9223372036854775808n],
  ['+9223372036854775808', 9223372036854775808],
  ['18446744073709551615', 18446744073709551615n],
  ['18446744073709551616', 18446744073709551616],
  ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
  ['0x1FFFFFFFFFFFFFFFF', '0x1FFFFFFFFFFFFFFFF'],
  ['01777777777777777777777', 18446744073709551615n],
  ['02000000000000000000000', 2e21],
  ['0000000000000000000000000000000000000000000000000000000000000000000000001', 1],

  // Floats.
  ['1.5', 1.5],
  ['-1.5', -1.5],
  ['+1.5', 1.5],
  ['1.', 1],
  ['.5', 0.5],
  ['1.50', 1.5],
  ['0.1', 0.1],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1e+3', 1000],
  ['1e-3', 0.001],
  ['1.e3', 1000],
  ['.5e1', 5],
  ['-1.5e-3', -0.0015],
  ['12e03', 12000],
  ['1e400', '1e400'],
  ['-1e400', '-1e400'],
  ['1e-400', 0],
  ['685.230_15e+03', 685230.15],
  ...itself(['1e', '1e+', 'e3', '1.5.5', '1.2.3', '.', '..', '.e3', '-.', '+.', '1,000', '1 000']),
  ['-.5', -0.5],
  ['+.5', 0.5],

  // What other readers take for sexagesimal numbers, dates, infinity or special keys.
  ...itself(['1:30', '190:20:30', '190:20:30.15', '12:30:45', '-1:30']),
  ...itself(['2001-01-01', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10 -5', '2024-02-30']),
  ...itself(['inf', 'Inf', 'nan', 'NaN', 'infinity', 'Infinity', '-Infinity', '+inf', '.iNf', '.nAN', '.nan.', '-.nan']),
  ...itself(['=', 'v1', '1.2.3-rc1', '10m', '128Mi', '100%', '192.168.0.1', '10.0.0.0/8', '::1', '1d']),
];

/** Plain scalars that are YAML numbers and that JSON can't hold: Kubernetes refuses them. */
export const notFinite = ['.inf', '.Inf', '.INF', '-.inf', '-.Inf', '-.INF', '+.inf', '+.Inf', '+.INF', '.nan', '.NaN', '.NAN'];
