import { parse } from 'yaml';

/** A ResourceList in kpt's style, of items in YAML. */
export function listOf(items: readonly string[], functionConfig?: string): string {
  const indented = (text: string, indent: string) => text.trim().replaceAll('\n', `\n${indent}`);
  const list = items.map((item) => `- ${indented(item, '  ')}\n`).join('');
  const config = functionConfig === undefined ? '' : `functionConfig:\n  ${indented(functionConfig, '  ')}\n`;
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${list}${config}`;
}

/** A ConfigMap as kpt makes it of the keys of a pipeline or a command line. */
export function configOf(data: { [key: string]: string }): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: function-input\ndata:${lines.length > 0 ? `\n${lines.join('')}` : ' {}\n'}`;
}

/** A Pod in a file, with the annotations that kpt hands over. */
export function pod(name: string, image: string, path = `${name}.yaml`, packagePath?: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  annotations:
    config.kubernetes.io/index: '0'
    config.kubernetes.io/path: '${path}'
    internal.config.kubernetes.io/index: '0'
    internal.config.kubernetes.io/path: '${path}'${
      packagePath === undefined ? '' : `\n    internal.config.kubernetes.io/package-path: '${packagePath}'`
    }
spec:
  containers:
  - name: app
    image: ${image}
`;
}

/** What an output says, by a parser that isn't ours. */
export function parseList(output: Buffer | string): {
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever is there
  items: any[];
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever is there
  results?: any[];
} {
  return parse(output.toString(), { version: '1.1', maxAliasCount: -1 });
}
