import { z } from 'zod';
import { runProgram } from '../../lib/process-host';
import { createMessengerProgram } from './create-messenger-program';
import { FAST_TIMINGS, REAL_TIMINGS } from './messenger-options';

/** `SIM_PROFILE` is the generation to play, `SIM_SPEED=fast` leaves the waiting out. */
const Environment = z.object({
  SIM_PROFILE: z.enum(['A', 'B', 'C']).default('B'),
  SIM_SPEED: z.enum(['real', 'fast']).default('real'),
  SIM_LOGIN_BODY: z.enum(['hash', 'plain']).default('hash'),
});

const { SIM_PROFILE, SIM_SPEED, SIM_LOGIN_BODY } = Environment.parse(process.env);
const { program } = createMessengerProgram({
  profile: SIM_PROFILE,
  loginBody: SIM_LOGIN_BODY,
  timings: SIM_SPEED === 'fast' ? FAST_TIMINGS : REAL_TIMINGS,
});
await runProgram(program, { ignoresSigterm: true });
