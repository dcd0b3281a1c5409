import { runProgram } from '../../../electron/lib/process-host';
import { createBrainProgram } from '../../../electron/rehearsal/brain/create-brain-program';

await runProgram(createBrainProgram({ startMs: 1, prepareMs: 1 }).program);
