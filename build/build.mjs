import { build } from './ensure-built.mjs';

process.exit(build());
