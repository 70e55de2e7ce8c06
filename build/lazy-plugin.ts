import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** The parts of a program by name, as loader.ts takes them. */
export type Parts = Map<string, string>;

/**
 * Makes modules named `*.lazy.ts` parts of their own, which loader.ts compiles when the first of their functions is
 * called. Such a module exports functions only, and may import others of the kind.
 *
 * @param options those of the bundle
 * @param parts filled with them
 */
export function lazyPlugin(options: BuildOptions, parts: Parts): Plugin {
  return {
    name: 'lazy',
    setup(outer) {
      outer.onLoad({ filter: /\.lazy\.ts$/ }, async ({ path }) => {
        const [entry] = [outer.initialOptions.entryPoints].flat();
        // It is what is being built, inside of the plugin below.
        if (entry === path) return undefined;
        const inner = await build({
          ...options,
          plugins: [...(options.plugins ?? []), lazyPlugin(options, parts)],
          entryPoints: [path],
          format: 'iife',
          globalName: 'lazy',
          write: false,
        });
        const part = basename(path, '.lazy.ts');
        const text = pack(toPart(`${inner.outputFiles[0]?.text}return lazy;`));
        if ((parts.get(part) ?? text) !== text) throw new Error(`two modules are called ${part}.lazy.ts`);
        parts.set(part, text);
        const names = Object.keys(await import(pathToFileURL(path).href));
        const functions = names.map((name) => `export const ${name} = (...args) => load().${name}(...args);`);
        return {
          loader: 'js',
          contents: `let loaded;
            const load = () => (loaded ??= ${PART}('${part}'));
            ${functions.join('\n')}`,
        };
      });
    },
  };
}

/** What a part calls the function that gives another one; esbuild leaves names alone that nothing defines. */
const PART = 'programPart';
/** More text than this costs longer to read past than the 2 ms that loading zlib takes. */
const LARGE = 110_000;

/** @param code the statements of a function that returns what the part exports */
export function toPart(code: string): string {
  return `(${PART} => {${code}})`;
}

function pack(text: string): string {
  return text.length > LARGE ? `=${deflateRawSync(text, { level: 9 }).toString('base64')}` : text;
}
