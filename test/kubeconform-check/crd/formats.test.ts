import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findFormat, formats, isUri } from '../../../functions/kubeconform-check/crd/formats.ts';

/** What Kubernetes 1.36 says of these texts (strfmt of kube-openapi). */
const cases: Readonly<Record<string, { good: string[]; bad: string[] }>> = {
  bsonobjectid: { good: ['507f1f77bcf86cd799439011'], bad: ['507f1f77bcf86cd79943901', 'x'] },
  uri: {
    good: ['https://u:p@example.com:80/a%20b?c#d', '/a', 'a:b', '*', '//x', 'http://[::1]:80/', 'http://é/'],
    bad: ['', 'a', 'http://a b', 'http://a:x/', '/%zz', 'http://%41/', '1a://b', 'a\u0001b:'],
  },
  email: {
    good: ['a@b', 'a.b+c@d.e', ' a@b ', 'a@[1.2.3.4]', 'é@b', '"a b"@c', 'A <a@b>'],
    bad: ['', 'a', 'a@', '@b', 'a..b@c', 'a b@c'],
  },
  hostname: {
    good: ['example.com', 'a', 'a-b', 'é.com', '☃.com', 'a--b.com', 'a$.com'],
    bad: [
      '',
      'my-host',
      '-a.com',
      'a_b.com',
      'a.com.',
      '1.2.3.4',
      'a'.repeat(64),
      `${'a'.repeat(63)}.`.repeat(4).concat('com'),
    ],
  },
  ipv4: {
    good: ['1.2.3.4', '01.002.3.4', '::ffff:1.2.3.4', '::01.2.3.4'],
    bad: ['', '1.2.3', '256.1.1.1', '::1', '1.2.3.4:'],
  },
  ipv6: {
    good: ['::', '::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '1::'],
    bad: ['1.2.3.4', ':1', '1:::2', '1::2::3', '00001::', '::01.2.3.4', 'fe80::1%eth0'],
  },
  cidr: {
    good: ['10.0.0.0/8', '010.0.0.0/08', '::/0', '00001::/8'],
    bad: ['10.0.0.0', '10.0.0.0/33', '::/129', '/8', '1.2.3.4/-1'],
  },
  mac: {
    good: ['01:23:45:67:89:ab', '01-23-45-67-89-ab-cd-ef', '0123.4567.89ab'],
    bad: ['01:23:45:67:89', '01:23-45:67:89:ab', 'x'],
  },
  uuid: {
    good: ['123e4567-e89b-12d3-a456-426614174000', '123E4567E89B12D3A456426614174000'],
    bad: ['123e4567'],
  },
  uuid3: { good: ['123e4567-e89b-32d3-0456-426614174000'], bad: ['123e4567-e89b-42d3-a456-426614174000'] },
  uuid4: { good: ['123e4567-e89b-42d3-a456-426614174000'], bad: ['123e4567-e89b-42d3-0456-426614174000'] },
  uuid5: { good: ['123e4567-e89b-52d3-a456-426614174000'], bad: ['123e4567-e89b-42d3-a456-426614174000'] },
  isbn: { good: ['0321751043', '978-0321751041'], bad: ['0321751044', '1'] },
  isbn10: { good: ['080442957X'], bad: ['978-0321751041'] },
  isbn13: { good: ['978 0321751041'], bad: ['978-0321751042', '0321751043'] },
  creditcard: { good: ['4111 1111 1111 1111', '378282246310005'], bad: ['4111111111111112', '1'] },
  ssn: { good: ['123-45-6789', '123 45 6789'], bad: ['123456789'] },
  hexcolor: { good: ['#fff', 'FFFFFF'], bad: ['#ffff', 'red'] },
  rgbcolor: { good: ['rgb(1,2,3)', 'rgb( 1 , 2 , 255 )'], bad: ['rgb(256,1,1)', 'rgb(01,1,1)', 'rgb(1,2)'] },
  byte: { good: ['AAAA', 'AA==', 'AAA='], bad: ['', 'A', 'AA=A', 'AAAA\n', '_-AA'] },
  password: { good: ['', 'x'], bad: [] },
  date: { good: ['2020-02-29', '0000-01-01'], bad: ['2020-02-30', '2020-2-1', '1900-02-29', 'x'] },
  duration: {
    good: ['1h30m', '0', '-1.5h', '.5s', '22 ns', '5 days', '1 foo 2s', '9223372036854775807h', '1hr', '1µs'],
    bad: ['', '1', '1 foo', '.s', 's', '99999999999999999999s', '9223372036854775808h', '+'],
  },
  'date-time': {
    good: ['2020-01-01T00:00:00Z', '2020-01-01t00:00:00.5+01:00', '2020-01-01T00:00:00ZTx'],
    bad: [
      '2020-01-01 00:00:00Z',
      '2020-01-01T24:00:00Z',
      '2020-01-01T00:00:60Z',
      '2020-02-30T00:00:00Z',
      '2020-01-01T00:00:00',
      'x',
    ],
  },
  'k8s-short-name': { good: ['a', 'a-b', '1'], bad: ['', 'A', '-a', 'a'.repeat(64)] },
  'k8s-long-name': { good: ['a.b'], bad: ['', 'a..b', 'a.B', 'a'.repeat(254)] },
};

for (const [name, { good, bad }] of Object.entries(cases)) {
  const check = formats[name] as (text: string) => boolean;
  for (const text of good) test(`${name}: ${JSON.stringify(text)}`, () => assert.ok(check(text)));
  for (const text of bad)
    test(`${name}: not ${JSON.stringify(text.slice(0, 80))}`, () => assert.not.ok(check(text)));
}

test('all formats have cases', () => assert.equal(Object.keys(formats).sort(), Object.keys(cases).sort()));

test('hyphens in names of formats do not count, unknown formats are ignored', () => {
  assert.is(findFormat('datetime'), findFormat('date-time'));
  assert.is(findFormat('ip-v4'), findFormat('ipv4'));
  for (const name of ['', 'quantity', 'int32', 'constructor', '__proto__'])
    assert.is(findFormat(name), undefined);
});

test('long texts of any sort are decided', () => {
  const long = ['1', 'a', ':', '.', '-', '%', '@', ' ', '1 ', 'a.', '1:', '\u00e9', '\ud800'].map((part) =>
    part.repeat(100_000),
  );
  for (const check of [...Object.values(formats), isUri])
    for (const text of long) assert.type(check(text), 'boolean');
});

test.run();
