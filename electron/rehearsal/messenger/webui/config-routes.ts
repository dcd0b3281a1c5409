import { OneBotConfig, readOneBotConfig, saveOneBotConfig } from '../onebot-config';
import { parseRelaxedJson } from '../relaxed-json';
import { ApiRefusal, type ApiRoutes, type WebuiParts } from './api-call';

const refuseSignedOut = ({ login }: WebuiParts) => {
  if (!login.state.get().signedIn) throw new ApiRefusal('Not Login');
};

export const configRoutes: ApiRoutes = {
  async 'POST /OB11Config/GetConfig'(_call, parts) {
    refuseSignedOut(parts);
    try {
      return await readOneBotConfig(parts.host.files, parts.login.state.get().uin);
    } catch {
      throw new ApiRefusal('Config Get Error');
    }
  },
  async 'POST /OB11Config/SetConfig'({ body }, parts) {
    const given = body.raw('config');
    refuseSignedOut(parts);
    if (given === undefined || given === '') throw new ApiRefusal('config is empty');
    let config: OneBotConfig;
    try {
      config = OneBotConfig.parse(parseRelaxedJson(String(given)));
    } catch (error) {
      throw new ApiRefusal(`Error: ${error instanceof Error ? error.message : error}`);
    }
    // Before OneBot has started nobody listens for the change, and the answer is success all the same.
    if (!parts.isOneBotReady()) return null;
    await saveOneBotConfig(parts.host.files, parts.login.state.get().uin, config);
    await parts.network.apply(config);
    return null;
  },
  'GET /WebUIConfig/GetConfig'(_call, { config }) {
    const { host, port, loginRate, disableWebUI, accessControlMode, ipWhitelist, ipBlacklist } = config;
    return { host, port, loginRate, disableWebUI, accessControlMode, ipWhitelist, ipBlacklist };
  },
};
