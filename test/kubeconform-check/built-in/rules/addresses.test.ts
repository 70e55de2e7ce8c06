import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  endpointFlaw,
  isCanonicalCidr,
  isCanonicalIp,
  isLegacyCidr,
  isLegacyIp,
  isStrictlyWithin,
  versionOfCidr,
  versionOfIp,
} from '../../../../functions/kubeconform-check/built-in/rules/addresses.ts';
import { Problems } from '../../../../functions/kubeconform-check/problems.ts';

const strict = { problems: new Problems(), strict: true, version: '1.36' };
const sloppy = { ...strict, version: '1.35' };

/** An address, and what the three checks say: before 1.36, from 1.36 on, shortest. */
const addresses: [text: string, isSloppy: boolean, isStrict: boolean, isShortest: boolean][] = [
  ['10.1.2.3', true, true, true],
  ['010.1.2.3', true, false, false],
  ['256.1.2.3', false, false, false],
  ['1.2.3', false, false, false],
  ['1.2.3.4.5', false, false, false],
  ['', false, false, false],
  ['2001:db8::1', true, true, true],
  ['2001:DB8::1', true, true, false],
  ['2001:db8:0::1', true, true, false],
  ['2001:db8:0:0:1:0:0:1', true, true, false],
  ['2001:db8::1:0:0:1', true, true, true],
  ['2001:db8:0:1:1:1:1:1', true, true, true],
  ['::', true, true, true],
  ['::1', true, true, true],
  ['1::', true, true, true],
  ['::ffff:1.2.3.4', true, false, false],
  ['64:ff9b::1.2.3.4', true, true, false],
  ['64:ff9b::01.2.3.4', true, false, false],
  ['00001::', true, false, false],
  ['1::2::3', false, false, false],
  ['1:2:3:4:5:6:7', false, false, false],
  ['1:2:3:4:5:6:7:8', true, true, true],
  ['1:2:3:4:5:6:7::', true, true, false],
  ['1:2:3:4:5:6:7::8', false, false, false],
  ['1.2.3.4::', false, false, false],
  ['12345::', false, false, false],
  ['fe80::1%eth0', false, false, false],
  [`${'0'.repeat(200)}1.2.3.4`, false, false, false],
];
for (const [text, isSloppy, isStrict, isShortest] of addresses) {
  test(`address ${text.slice(0, 40)}`, () => {
    assert.equal(
      [isLegacyIp(text, sloppy), isLegacyIp(text, strict), isCanonicalIp(text)],
      [isSloppy, isStrict, isShortest],
    );
  });
}

const ranges: [text: string, isSloppy: boolean, isStrict: boolean, isShortest: boolean][] = [
  ['10.0.0.0/8', true, true, true],
  ['10.0.0.1/8', true, false, false],
  ['10.0.0.0/08', true, false, false],
  ['10.0.0.0/33', false, false, false],
  ['10.0.0.0/', false, false, false],
  ['10.0.0.0', false, false, false],
  ['10.0.0.0/-1', false, false, false],
  ['0.0.0.0/0', true, true, true],
  ['10.1.2.3/32', true, true, true],
  ['2001:db8::/32', true, true, true],
  ['2001:DB8::/32', true, true, false],
  ['2001:db8:8000::/33', true, true, true],
  ['2001:db8:8000::/32', true, false, false],
  ['::/0', true, true, true],
  ['::1/128', true, true, true],
  ['::/129', false, false, false],
  ['::ffff:1.2.3.0/120', true, false, false],
];
for (const [text, isSloppy, isStrict, isShortest] of ranges) {
  test(`range ${text}`, () => {
    assert.equal(
      [isLegacyCidr(text, sloppy), isLegacyCidr(text, strict), isCanonicalCidr(text)],
      [isSloppy, isStrict, isShortest],
    );
  });
}

test('tells IPv4 from IPv6', () => {
  assert.is(versionOfIp('1.2.3.4'), 4);
  assert.is(versionOfIp('::1'), 6);
  assert.is(versionOfIp('::ffff:1.2.3.4'), 4);
  assert.is(versionOfIp('a'), undefined);
  assert.is(versionOfCidr('::/0'), 6);
  assert.is(versionOfCidr('::'), undefined);
});

const flaws: [text: string, flaw: RegExp | undefined][] = [
  ['10.1.2.3', undefined],
  ['2001:db8::1', undefined],
  ['a', undefined],
  ['0.0.0.0', /^unspecified/],
  ['::', /^unspecified/],
  ['127.1.2.3', /loopback/],
  ['::1', /loopback/],
  ['::2', undefined],
  ['169.254.0.1', /link-local address/],
  ['fe80::1', /link-local address/],
  ['febf::1', /link-local address/],
  ['fec0::1', undefined],
  ['224.0.0.1', /multicast/],
  ['224.0.1.1', undefined],
  ['ff02::1', /multicast/],
  ['ff05::1', undefined],
];
for (const [text, flaw] of flaws) {
  test(`${text} as an endpoint`, () => {
    const found = endpointFlaw(text);
    if (flaw === undefined) assert.is(found, undefined);
    else assert.match(found ?? '', flaw);
  });
}

test('tells which range is within another', () => {
  assert.is(isStrictlyWithin('10.1.0.0/16', '10.0.0.0/8'), true);
  assert.is(isStrictlyWithin('10.0.0.0/8', '10.0.0.0/8'), false);
  assert.is(isStrictlyWithin('11.0.0.0/16', '10.0.0.0/8'), false);
  assert.is(isStrictlyWithin('10.128.0.0/9', '10.0.0.0/8'), true);
  assert.is(isStrictlyWithin('2001:db8:1::/48', '2001:db8::/32'), true);
  assert.is(isStrictlyWithin('2001:db9::/48', '2001:db8::/32'), false);
  assert.is(isStrictlyWithin('2001:db8::/48', '10.0.0.0/8'), false);
  assert.is(isStrictlyWithin('a', '10.0.0.0/8'), undefined);
});

test.run();
