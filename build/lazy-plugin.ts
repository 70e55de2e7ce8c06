import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/**
 * Keeps modules named `*.lazy.ts` as text inside the bundle, which is compiled at the first call: V8 looks through all
 * code of a module at its start, and what few packages need (the YAML library, CEL, the schema of policies) would cost
 * all of them 4 ms for 100 KB. As text that are 0.4 ms; large ones are packed. Such a module exports functions only, and
 * may import others of the kind.
 *
 * @param options those of the bundle
 */
export function lazyPlugin(options: BuildOptions): Plugin {
  return {
    name: 'lazy',
    setup(outer) {
      outer.onLoad({ filter: /\.lazy\.ts$/ }, async ({ path }) => {
        const [entry] = [outer.initialOptions.entryPoints].flat();
        // It is what is being built, inside of the plugin below.
        if (entry === path) return undefined;
        const inner = await build({
          ...options,
          plugins: [...(options.plugins ?? []), lazyPlugin(options)],
          entryPoints: [path],
          format: 'iife',
          globalName: 'lazy',
          write: false,
        });
        const names = Object.keys(await import(pathToFileURL(path).href));
        const code = `(() => {${inner.outputFiles[0]?.text}return lazy;})()`;
        const isLarge = code.length > LARGE;
        const packed = isLarge ? deflateRawSync(code, { level: 9 }).toString('base64') : '';
        const functions = names.map((name) => `export const ${name} = (...args) => load().${name}(...args);`);
        return {
          loader: 'js',
          contents: `
            let loaded;
            const text = () => ${isLarge ? unpack(packed) : JSON.stringify(code)};
            const load = () => (loaded ??= process.getBuiltinModule('node:vm').runInThisContext(text()));
            ${functions.join('\n')}`,
        };
      });
    },
  };
}

/** More text than this costs longer to read past than the 2 ms that loading zlib takes. */
const LARGE = 110_000;

function unpack(packed: string): string {
  return `process.getBuiltinModule('node:zlib').inflateRawSync(Buffer.from('${packed}', 'base64')).toString()`;
}
