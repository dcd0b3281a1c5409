import { runProgram } from '../../lib/process-host';
import { createKeyPoolProgram } from './create-key-pool-program';

await runProgram(createKeyPoolProgram().program);
