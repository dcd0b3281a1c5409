import { runProgram } from '../../lib/process-host';
import { createCodeHostProgram } from './create-code-host-program';

await runProgram(createCodeHostProgram());
