/** Where nothing listens: the real app beside the rehearsal is to find no engine, whatever this machine has. */
export const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
