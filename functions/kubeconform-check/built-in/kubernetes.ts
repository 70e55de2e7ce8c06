import type { KindId } from './kind-id.ts';
import { KUBERNETES } from './kubernetes.generated.ts';
import { rulesOf } from './rules/all-rules.ts';
import type { Rule } from './rules/rules.ts';

/** What a field holds. */
export type Node = Scalar | { type: 'list'; item: Node } | { type: 'map'; item: Node } | Definition;

/** `object` is a map of any shape, `any` anything at all. */
export interface Scalar {
  type:
    | 'string'
    | 'boolean'
    | 'int32'
    | 'int64'
    | 'number'
    | 'int-or-string'
    | 'quantity'
    | 'bytes'
    | 'date-time'
    | 'object'
    | 'any';
}

/** An object of the API, such as V1Container. */
export interface Contents {
  name: string;
  fields: ReadonlyMap<string, Node>;
  required: readonly string[];
  /** What Kubernetes checks beyond the schema. */
  rules: readonly Rule[];
}

/** A definition, unpacked when it is first needed: a resource uses few of the hundreds that it could. */
export class Definition {
  readonly type = 'definition';
  private readonly number: number;
  private readonly nodeOf: (text: string) => Node;
  private known: Contents | undefined;

  constructor(number: number, nodeOf: (text: string) => Node) {
    this.number = number;
    this.nodeOf = nodeOf;
  }

  get contents(): Contents {
    this.known ??= this.unpack();
    return this.known;
  }

  private unpack(): Contents {
    const [name = '', ...words] = lineOf(this.number).split(' ');
    const fields = new Map<string, Node>();
    const required: string[] = [];
    for (const word of words) {
      const colon = word.indexOf(':');
      const key = word.slice(0, colon);
      const isRequired = word.endsWith('!');
      if (isRequired) required.push(key);
      fields.set(key, this.nodeOf(word.slice(colon + 1, isRequired ? -1 : undefined)));
    }
    return { name, fields, required, rules: rulesOf(name) };
  }
}

export interface Kind {
  definition: Definition;
  isNamespaced: boolean;
}

/** The text has a line for each kind, a blank line, and a line for each definition (build/schemas/generate.ts). */
const BLANK = KUBERNETES.indexOf('\n\n');

/** The API of one version of Kubernetes, of which only what is asked for is unpacked. */
export class Kubernetes {
  /** Such as `1.34`. */
  readonly version: string;
  /** By apiVersion and kind, so that looking up needs no new text; null where there is none. */
  private readonly kinds = new Map<string, Map<string, Kind | null>>();
  private readonly definitions: (Definition | undefined)[] = [];

  constructor(version: string) {
    this.version = version;
  }

  /** A kind by its apiVersion; undefined where this version doesn't have it. */
  find(apiVersion: string, kind: string): Kind | undefined {
    let known = this.kinds.get(apiVersion);
    if (!known) {
      known = new Map();
      this.kinds.set(apiVersion, known);
    }
    let found = known.get(kind);
    if (found === undefined) {
      found = this.unpackKind(`${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}/${kind}`) ?? null;
      known.set(kind, found);
    }
    return found ?? undefined;
  }

  private unpackKind(id: string): Kind | undefined {
    if (!/^[\w./-]+$/.test(id)) return undefined;
    const start = KUBERNETES.indexOf(`\n${id} `);
    if (start < 0 || start > BLANK) return undefined;
    const line = KUBERNETES.slice(start + 1, KUBERNETES.indexOf('\n', start + 1)).split(' ');
    const number = line.find((word) => word.startsWith(`${this.version}:`))?.slice(this.version.length + 1);
    if (number === undefined) return undefined;
    return { definition: this.definition(Number(number)), isNamespaced: line[1] === 'namespaced' };
  }

  private definition(number: number): Definition {
    let known = this.definitions[number];
    if (!known) {
      known = new Definition(number, (text) => this.node(text));
      this.definitions[number] = known;
    }
    return known;
  }

  private node(text: string): Node {
    if (text.startsWith('[]')) return { type: 'list', item: this.node(text.slice(2)) };
    if (text.startsWith('{}')) return { type: 'map', item: this.node(text.slice(2)) };
    return text.startsWith('#') ? this.definition(Number(text.slice(1))) : scalar(text as Scalar['type']);
  }
}

const scalars = new Map<string, Scalar>();

function scalar(type: Scalar['type']): Scalar {
  let known = scalars.get(type);
  if (!known) {
    known = { type };
    scalars.set(type, known);
  }
  return known;
}

let lineStarts: number[] | undefined;

/** The line of a definition. */
function lineOf(number: number): string {
  if (!lineStarts) {
    lineStarts = [];
    for (let at = BLANK + 2; at > 0; at = KUBERNETES.indexOf('\n', at) + 1) lineStarts.push(at);
  }
  const start = lineStarts[number] as number;
  return KUBERNETES.slice(start, (lineStarts[number + 1] as number) - 1);
}

/** Every kind of every version, with the versions of Kubernetes that have it, from the oldest. */
export function allKinds(): (KindId & { versions: string[] })[] {
  return KUBERNETES.slice(1, BLANK)
    .split('\n')
    .map((line) => {
      const [id = '', ...words] = line.split(' ');
      const [group = '', version = '', kind = ''] = id.split('/');
      const versions = words
        .filter((word) => word !== 'namespaced')
        .map((word) => word.split(':')[0] as string);
      return { group, version, kind, versions };
    });
}
