#!/usr/bin/env node
import { main } from '../lib/executable.ts';
import { kubeconformCheck } from './kubeconform-check.ts';

main(kubeconformCheck);
