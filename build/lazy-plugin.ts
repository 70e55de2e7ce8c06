import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/**
 * Keeps modules named `*.lazy.ts` as packed text inside the bundle, which is compiled at the first call: V8 looks through
 * all code of a module at its start, and what few packages need (the YAML library, CEL, the schema of policies) would
 * cost all of them 10 ms; as plain text still 5 ms a megabyte. Such a module exports functions only, and may import others of the kind.
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
        const packed = deflateRawSync(code, { level: 9 }).toString('base64');
        const functions = names.map((name) => `export const ${name} = (...args) => load().${name}(...args);`);
        return {
          loader: 'js',
          contents: `
            let loaded;
            const text = () => {
              const { inflateRawSync } = process.getBuiltinModule('node:zlib');
              return inflateRawSync(Buffer.from('${packed}', 'base64')).toString();
            };
            const load = () => (loaded ??= process.getBuiltinModule('node:vm').runInThisContext(text()));
            ${functions.join('\n')}`,
        };
      });
    },
  };
}
