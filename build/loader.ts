// How a bundled program starts: bundle.ts puts this at the end of each, so it imports nothing.
import type { Script } from 'node:vm';

/** What a part is given: the function that gives another part. */
type Part = (name: string) => unknown;

/**
 * Runs the part of a program that is called main. Parts are compiled when they are first needed: V8 looks through all
 * code that it gets, and what few packages need (the YAML library, CEL, the schema of policies) would cost all of them
 * 4 ms for 100 KB; as text that are 0.4 ms.
 *
 * @param parts each the text of a function that takes a Part; those that start with `=` are packed (deflate, base64)
 * @param cache what V8 compiled before, by part
 */
export function start(
  parts: Readonly<Record<string, string>>,
  cache: Readonly<Record<string, Buffer>>,
  onCompiled?: (name: string, script: Script) => void,
): void {
  const vm = process.getBuiltinModule('node:vm');
  const part: Part = (name) => {
    const cachedData = cache[name];
    const script = new vm.Script(unpack(parts[name] ?? ''), {
      filename: `${name}.js`,
      ...(cachedData && { cachedData }),
    });
    onCompiled?.(name, script);
    return script.runInThisContext()(part);
  };
  part('main');
}

function unpack(text: string): string {
  if (!text.startsWith('=')) return text;
  const { inflateRawSync } = process.getBuiltinModule('node:zlib');
  return inflateRawSync(Buffer.from(text.slice(1), 'base64')).toString();
}

/**
 * Reads what code-cache.ts wrote for a program: a line of JSON, and the parts that end where it says. V8 knows its own
 * version in them, but neither the text that they are for nor the processor.
 *
 * @param key a hash of the program's text
 * @returns nothing where there is none for this program, this Node and this processor
 */
export function readCache(file: string, key: string): Record<string, Buffer> {
  try {
    const bytes = process.getBuiltinModule('node:fs').readFileSync(file);
    const head = bytes.indexOf('\n') + 1;
    const { id, ends }: { id: string; ends: [string, number][] } = JSON.parse(
      bytes.toString('latin1', 0, head),
    );
    const rest = bytes.subarray(head);
    if (id !== cacheId(key) || ends.at(-1)?.[1] !== rest.length) return {};
    return Object.fromEntries(
      ends.map(([name, end], i) => [name, rest.subarray(ends[i - 1]?.[1] ?? 0, end)]),
    );
  } catch {
    return {};
  }
}

/** What a cache is for. */
export function cacheId(key: string): string {
  return `${key} ${process.version} ${process.arch}`;
}
