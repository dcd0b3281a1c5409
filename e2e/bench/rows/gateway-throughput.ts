import { startBareCaddy } from '../../../electron/services/gateway/test-caddy';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { BURST, startFastBackend, startOwnGateway } from '../stage/gateways';
import { requestBurst } from '../stage/request-burst';

/** 4,000 requests through the gateway: a ninth more time is nine tenths of the throughput. */
export const gatewayThroughput: Row = {
  name: 'gateway-throughput',
  unit: 'ms',
  peer: 'the same Caddy with a Caddyfile of three lines',
  mark: { kind: 'ratio', atMost: 1.11 },
  async measure() {
    const backend = await startFastBackend();
    const own = await startOwnGateway(backend, 8);
    const bare = await startBareCaddy(`:PORT {\n\treverse_proxy 127.0.0.1:${backend.port}\n}\n`);
    try {
      return await interleave(
        () => requestBurst(own.port, '/webui/', BURST),
        () => requestBurst(bare.port, '/webui/', BURST),
        { runs: 15 },
      );
    } finally {
      await Promise.all([own.close(), bare.close(), backend.stop()]);
    }
  },
};

/** The same burst with a thousand rules, none of which takes it, beside the same gateway with eight. */
export const gatewayThousandRules: Row = {
  name: 'gateway-thousand-rules',
  unit: 'ms',
  peer: 'the same gateway with 8 rules',
  mark: { kind: 'ratio', atMost: 1.05 },
  async measure() {
    const backend = await startFastBackend();
    const many = await startOwnGateway(backend, 1_000);
    const few = await startOwnGateway(backend, 8);
    try {
      return await interleave(
        () => requestBurst(many.port, '/webui/', BURST),
        () => requestBurst(few.port, '/webui/', BURST),
        { runs: 15 },
      );
    } finally {
      await Promise.all([many.close(), few.close(), backend.stop()]);
    }
  },
};
