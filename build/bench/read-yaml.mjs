// The least that any function in JavaScript does: read the text and have a YAML library give its value.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

load(readFileSync(0, 'utf8'));
