#!/usr/bin/env node
import { runCommand } from '../dist/command.js';

// A case that was given up may still wait for a lock, so the process is ended.
process.exit(await runCommand(process.argv.slice(2)));
