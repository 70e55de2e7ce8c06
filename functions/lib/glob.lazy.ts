import { Minimatch } from 'minimatch';

/** A test for texts that fit a glob: `*` and `?` stay within a component, `**` stands for any number of them. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const compiled = new Minimatch(pattern, {
    dot: true,
    nocomment: true,
    nonegate: true,
    noext: true,
    platform: 'linux',
  });
  return (text) => compiled.match(text);
}
