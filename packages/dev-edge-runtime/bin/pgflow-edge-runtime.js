#!/usr/bin/env node
// Outside of dist, so that it is there to be linked before a build.
import '../dist/cli.js';
