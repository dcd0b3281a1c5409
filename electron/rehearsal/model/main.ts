import { runProgram } from '../../lib/process-host';
import { createModelProgram } from './create-model-program';

await runProgram(createModelProgram());
