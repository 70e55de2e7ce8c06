#!/usr/bin/env node
import { main } from '../lib/executable.ts';
import { imageAllowlist } from './image-allowlist.ts';

main(imageAllowlist);
