import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findImages } from '../../../functions/lib/images/find-images.ts';
import { isMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { readYaml } from '../../../functions/lib/yaml/read.ts';

/** Real packages, which aren't part of the project. */
const folder = join(import.meta.dirname, '../../../../shared/data/packages');

/** Text of `file: reference`, as often as it stands there. */
type Images = string[];

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(?:\.ya?ml|^Kptfile)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  : [];

/** By the project's own reader and search. */
function found(file: string, text: string): Images {
  return text.split(/^---.*$/m).flatMap((part) => {
    const { value } = readYaml(part, 0, part.length);
    if (!isMap(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
    return findImages(value, []).map((use) => `${file}: ${use.text}`);
  });
}

/** By another parser, naively: what stands at an `image:`, in a variable of that name, or in a registry, name and tag. */
function counted(file: string, text: string): Images {
  const images: Images = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const map = node as Record<string, unknown>;
    if (typeof map.image === 'string') images.push(`${file}: ${complete(file, map.image)}`);
    if (String(map.name).endsWith('_IMAGE') && map.value) images.push(`${file}: ${map.value}`);
    if (map.registry && map.name && map.tag) images.push(`${file}: ${map.registry}/${map.name}:${map.tag}`);
    Object.values(map).forEach(walk);
  };
  for (const document of loadAll(text) as ({ apiVersion?: unknown; kind?: unknown } | undefined)[]) {
    const isResource = typeof document?.apiVersion === 'string' && typeof document.kind === 'string';
    if (isResource && document.kind !== 'CustomResourceDefinition') walk(document);
  }
  return images;
}

/** kpt itself completes the short names of functions. */
function complete(file: string, image: string): string {
  const isShort = file.endsWith('Kptfile') && !image.includes('/');
  return isShort ? `ghcr.io/kptdev/krm-functions-catalog/${image}` : image;
}

/** Whatever looks like a reference with a registry and a tag, anywhere in the text. */
function guessed(file: string, text: string): Images {
  const reference = /(?<![\w./-])(?:[\w-]+\.)+(?:io|org|com|dev)(?::\d+)?\/[\w./-]+:v?\d[\w.-]*/g;
  return [...text.matchAll(reference)].map(([image]) => `${file}: ${image}`);
}

if (files.length === 0) {
  console.log('skipped: the images of real packages, which are not there');
  test.skip('real packages', () => {});
} else {
  const texts = files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')] as const);
  const all = texts.flatMap(([file, text]) => found(file, text)).sort();

  test('a naive count finds the same images in real packages', () => {
    assert.is(all.length, 164);
    assert.equal(all, texts.flatMap(([file, text]) => counted(file, text)).sort());
  });

  test('what else looks like an image is data: the functions that Porch keeps warm', () => {
    const known = new Set(all);
    const rest = texts.flatMap(([file, text]) => guessed(file, text)).filter((image) => !known.has(image));
    assert.equal(
      [...new Set(rest.map((image) => image.split(':')[0]))],
      ['nephio-catalog/nephio/core/porch/2-function-runner.yaml'],
    );
  });
}

test.run();
