import type { Plugin } from 'esbuild';

/**
 * Takes Node's own modules by process.getBuiltinModule instead of import: the ES module loader's way to them costs a
 * function 4 ms of its start (Node 24), which is as much as checking a small package.
 */
export function builtinsPlugin(): Plugin {
  return {
    name: 'builtins',
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path, kind }) => {
        return kind === 'dynamic-import' ? { path, external: true } : { path, namespace: 'builtin' };
      });
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      }));
    },
  };
}
