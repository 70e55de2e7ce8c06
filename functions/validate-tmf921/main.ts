#!/usr/bin/env node
import { main } from '../lib/executable.ts';
import { validateTmf921 } from './validate-tmf921.ts';

main(validateTmf921);
